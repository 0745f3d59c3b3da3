// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "penstock/penstock.hpp"

int main() {
  using namespace penstock;

  PipelineBuilder pipeline{"hello"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  const auto greet = pipeline.add("Greet", ShellCommandActivity{.command = "echo Hello from Penstock", .stdout_path = "hello.txt"});
  pipeline.add("Check", ShellCommandActivity{.command = "grep -q Penstock hello.txt"}).depends_on(greet).maximum_retries(2);

  SqliteStore store{"hello.db"};  // remembers everything, also when this program is killed
  TbbExecutor executor;
  Engine engine{store, executor, standard_handlers()};
  engine.observe([](const Change& change) { std::cout << change.component << " is " << to_text(change.to) << '\n'; });

  engine.deploy(pipeline.build());  // checks the definition and says all that is wrong with it
  engine.run();                     // returns when there is nothing left to do
}
