// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "penstock/definition/json.hpp"
#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock {
namespace {

using Json = nlohmann::ordered_json;

/// The scenario whose file name begins with `id`; none where the reference data is absent.
std::optional<Json> read_scenario(const std::string& id) {
  const char* const given = std::getenv("PENSTOCK_SHARED");
  const std::filesystem::path folder = std::filesystem::path{given != nullptr ? given : PENSTOCK_SOURCE_DIR "/../shared"} / "scenarios";
  if (!std::filesystem::exists(folder / "README.md")) return std::nullopt;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (!entry.path().filename().string().starts_with(id + "-")) continue;
    std::ifstream file{entry.path()};
    return Json::parse(file);
  }
  return std::nullopt;
}

Json to_json(const Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, List>) {
          Json list = Json::array();
          for (const Value& element : held) list.push_back(to_json(element));
          return list;
        } else if constexpr (std::is_arithmetic_v<Held> || std::is_same_v<Held, std::string>) {
          return held;
        } else {
          return to_text(Value{held});
        }
      },
      value.held());
}

/// The values that an operator gives with the first activation.
ParameterValues values_at_activation(const Json& scenario) {
  if (!scenario.contains("do")) return {};
  for (const Json& command : scenario["do"]) {
    if (command[1] == "activate" && command.size() > 3) return read_values(command[3].dump()).value();
  }
  return {};
}

std::shared_ptr<const Plan> compile_scenario(const Json& scenario) {
  CompileOptions options;
  options.profile = Profile::service;
  options.required_fields = false;
  options.now = utc(scenario["clock"].get<std::string>());
  options.first_activation = options.now;
  options.values = values_at_activation(scenario);
  const auto definition = read_definition(scenario["definition"].dump());
  return compile(definition.value(), std::make_shared<const Catalog>(Catalog::standard()), options).value().plan;
}

/// A RUNNING instance of the component in its n-th interval.
InstanceRow row_of(const Plan& plan, const std::string& component, std::int64_t n) {
  InstanceRow row;
  row.component = plan.find(component).value();
  row.interval = n;
  row.version = 1;
  row.status = Status::running;
  if (const auto& calendar = plan[row.component].calendar) row.scheduled = interval(calendar->recurrence, n);
  return row;
}

/// The view of `X#n`, or of precondition `P#n/X`.
ObjectView view_of(const std::shared_ptr<const Plan>& plan, const std::string& name) {
  const std::size_t hash = name.find('#');
  const std::size_t slash = name.find('/', hash);
  const std::int64_t n = std::stoll(name.substr(hash + 1));
  Sight sight;
  sight.plan = plan;
  sight.pipeline = "df-TEST";
  sight.instance = row_of(*plan, name.substr(0, hash), n);
  if (slash != std::string::npos) {
    sight.node = row_of(*plan, name.substr(slash + 1), n);
    sight.instance.scheduled = sight.node->scheduled;
  }
  return ObjectView{std::make_shared<const Sight>(std::move(sight))};
}

Json field_of(const ObjectView& view, const std::string& field) {
  try {
    const auto value = view.value(field);
    return value ? to_json(*value) : Json{};
  } catch (const EvaluationFailed& failed) {
    return "!" + failed.error().code;
  }
}

Json evaluated(const ObjectView& view, std::string_view text) {
  constexpr std::string_view list = "[list]";
  const bool many = text.starts_with(list);
  if (many) text.remove_prefix(list.size());
  const auto parsed = Template::parse(text);
  if (!parsed) return "!" + parsed.error().code;
  try {
    return to_json(view.evaluate(*parsed, many ? SlotShape::list : SlotShape::single));
  } catch (const EvaluationFailed& failed) {
    return "!" + failed.error().code;
  }
}

class ExpressionScenariosShared : public ::testing::TestWithParam<const char*> {};

TEST_P(ExpressionScenariosShared, EvaluateToWhatTheyExpect) {
  const auto scenario = read_scenario(GetParam());
  if (!scenario) GTEST_SKIP() << "reference scenarios are not here";
  const auto plan = compile_scenario(*scenario);
  for (const Json& check : (*scenario)["expect"]) {
    const Json evals = check.value("eval", Json::object());
    const Json exprs = check.value("expr", Json::object());
    for (const auto& [instance, fields] : evals.items()) {
      for (const auto& [field, expected] : fields.items())
        EXPECT_EQ(field_of(view_of(plan, instance), field), expected) << instance << ' ' << field;
    }
    for (const auto& [instance, texts] : exprs.items()) {
      for (const auto& [text, expected] : texts.items())
        EXPECT_EQ(evaluated(view_of(plan, instance), text), expected) << instance << ' ' << text;
    }
  }
}

// Those whose expressions need nothing but the calendar and the activation; the others need an engine.
INSTANTIATE_TEST_SUITE_P(Files, ExpressionScenariosShared,
                         ::testing::Values("SC-001", "SC-016", "SC-022", "SC-030", "SC-031", "SC-036", "SC-050", "SC-058", "SC-110",
                                           "SC-201", "SC-202", "SC-203", "SC-204", "SC-205", "SC-206", "SC-250", "SC-251", "SC-253",
                                           "SC-257"),
                         [](const auto& name) { return std::string{name.param}.replace(2, 1, ""); });

}  // namespace
}  // namespace penstock
