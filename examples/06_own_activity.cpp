// SPDX-License-Identifier: Apache-2.0

/// An activity type of your own: an aggregate says what it is, a handler does it. It is then like any other: in C++, in JSON, in what is
/// checked.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "penstock/penstock.hpp"

using namespace penstock;

struct CountActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "CountActivity";

  Text letter = {};

  static constexpr auto fields() { return std::tuple{field("letter", &CountActivity::letter).required()}; }
};

class CountHandler final : public ActivityHandler {
 public:
  Outcome perform(ActivityContext& context) override {
    const auto letter = context.object().text("letter");  // evaluated
    if (letter.size() != 1) return {.succeeded = false, .may_retry = false, .error_message = "one letter, please"};
    for (const auto& node : context.inputs()) {
      std::ifstream file{node.text("filePath")};
      const auto found = std::count(std::istreambuf_iterator<char>{file}, {}, letter[0]);
      std::cout << node.id() << " has " << found << " times the letter " << letter << '\n';
    }
    return Outcome::success();
  }
};

int main() {
  std::ofstream{"rhyme.txt"} << "Round and round the rugged rock the ragged rascal ran\n";

  auto catalog = Catalog::standard();
  catalog.add(object_type_of<CountActivity>());
  EngineOptions options;
  options.catalog = std::make_shared<const Catalog>(std::move(catalog));
  auto handlers = standard_handlers();
  handlers.activity("CountActivity", std::make_shared<CountHandler>());

  MemoryStore store;
  TbbExecutor executor;
  Engine engine{store, executor, std::move(handlers), options};

  PipelineBuilder pipeline{"letters"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  const auto rhyme = pipeline.add("Rhyme", FileDataNode{.file_path = "rhyme.txt"});
  const auto count = pipeline.add("Count", CountActivity{}).input(rhyme);
  try {
    engine.deploy(pipeline.build());
  } catch (const DefinitionError& error) {
    std::cout << to_text(error.diagnostics().front()) << '\n';
  }

  count.set("letter", "r");
  engine.deploy(pipeline.build());
  engine.run();
}
