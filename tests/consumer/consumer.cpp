// SPDX-License-Identifier: Apache-2.0
//
// The least that needs every library a host links: a function on oneTBB, decided by the core, kept by SQLite.
#include <atomic>
#include <filesystem>
#include <iostream>
#include <utility>

#include "penstock/penstock.hpp"

int main() {
  const std::filesystem::path folder = "kept";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);

  penstock::PipelineBuilder pipeline{"consumer"};
  const auto once = pipeline.add(
      "Once", penstock::Schedule{.period = std::chrono::days{1}, .start_date_time = penstock::utc("2024-03-01"), .occurrences = 1});
  pipeline.defaults().schedule(once);
  pipeline.add("Greet", penstock::FunctionActivity{.function = "greet"});

  std::atomic<int> greetings = 0;
  auto handlers = penstock::standard_handlers();
  handlers.function("greet", [&](penstock::ActivityContext&) { ++greetings; });

  penstock::SqliteStore store{folder / "consumer.db"};
  penstock::TbbExecutor executor;
  penstock::EngineOptions options;
  options.log_root = folder / "logs";
  penstock::Engine engine{store, executor, std::move(handlers), options};
  engine.deploy(pipeline.build());
  engine.run();

  std::cout << "Penstock " << penstock::version() << " greeted " << greetings << " time(s)\n";
  return greetings == 1 ? 0 : 1;
}
