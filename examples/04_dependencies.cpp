// SPDX-License-Identifier: Apache-2.0

/// What waits for what: for data that another step writes, for a step by name, and for the world outside.

#include <chrono>
#include <iostream>

#include "penstock/penstock.hpp"

using namespace penstock;
using namespace std::chrono_literals;

int main() {
  PipelineBuilder pipeline{"orders"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);

  // Import reads what Export writes, so it waits for it. Nobody says so twice.
  const auto rows = pipeline.add("Rows", FileDataNode{.file_path = "rows.csv"});
  const auto copy = pipeline.add("Copy", FileDataNode{.file_path = "copy.csv"});
  pipeline.add("Export", ShellCommandActivity{.command = "echo id,price; echo 1,20", .stdout_path = "rows.csv"}).output(rows);

  // The world outside: asked again and again until it says yes. That uses up no retries.
  const auto allowed = pipeline.add("Allowed", FunctionPrecondition{.function = "allowed"}).retry_delay(10ms);
  const auto import = pipeline.add("Import", CopyActivity{}).input(rows).output(copy).precondition(allowed);

  // Tidy reads nothing of Import's; it must come after it all the same.
  pipeline.add("Tidy", ShellCommandActivity{.command = "rm rows.csv"}).depends_on(import);

  auto handlers = standard_handlers();
  handlers.check("allowed", [asked = 0](CheckContext&) mutable {
    std::cout << (++asked < 3 ? "may we import? not yet\n" : "may we import? yes\n");
    return asked >= 3;
  });

  MemoryStore store;
  TbbExecutor executor;
  Engine engine{store, executor, std::move(handlers)};
  engine.observe([](const Change& change) {
    if (change.kind == Kind::activity && is_terminal(change.to)) std::cout << change.component << " is " << to_text(change.to) << '\n';
  });
  engine.deploy(pipeline.build());
  engine.run();
}
