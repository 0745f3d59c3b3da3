// SPDX-License-Identifier: Apache-2.0

/// A schedule, driven by the program's own loop and clock: a day of hours in a blink. A program that waits for the real time calls
/// `engine.run()`.

#include <chrono>
#include <iostream>

#include "penstock/penstock.hpp"
#include "penstock/testing/manual_clock.hpp"

using namespace penstock;
using namespace std::chrono_literals;

int main() {
  PipelineBuilder pipeline{"hourly"};
  const auto hourly = pipeline.add("Hourly", Schedule{.period = 1h, .start_date_time = utc("2024-03-01"), .occurrences = 24});
  pipeline.defaults().schedule(hourly);

  // cron: at the start of each hour. timeseries: at its end, when all that happened within it is known.
  pipeline.add("Open", FunctionActivity{.function = "say"})
      .schedule_type(ScheduleType::cron)
      .set("myText", "open  #{format(@scheduledStartTime,'HH:mm')}.log");
  pipeline.add("Close", FunctionActivity{.function = "say"})
      .schedule_type(ScheduleType::timeseries)
      .set("myText", "close #{format(@scheduledStartTime,'HH:mm')}.log");

  testing::ManualClock clock{utc("2024-03-01")};
  Handlers handlers;
  handlers.function(
      "say", [&clock](ActivityContext& context) { std::cout << to_text(clock.now()) << "  " << context.object().text("myText") << '\n'; });

  MemoryStore store;
  InlineExecutor executor;
  EngineOptions options;
  options.clock = &clock;
  Engine engine{store, executor, std::move(handlers), options};
  engine.deploy(pipeline.build());

  for (auto step = engine.step(); !step.at_rest; step = engine.step()) {
    if (!step.worked && step.wake) clock.set(*step.wake);
  }
}
