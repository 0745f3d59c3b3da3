// SPDX-License-Identifier: Apache-2.0

/// Stop in the middle, start again, finish. What was finished is not repeated; what was under way is tried again, and the record says why.

#include <iostream>
#include <stop_token>
#include <thread>

#include "penstock/penstock.hpp"

using namespace penstock;

Definition pipeline() {
  PipelineBuilder pipeline{"durable"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  const auto first = pipeline.add("First", FunctionActivity{.function = "quick"});
  const auto second = pipeline.add("Second", FunctionActivity{.function = "slow", .blocking = true}).depends_on(first);
  pipeline.add("Third", FunctionActivity{.function = "quick"}).depends_on(second);
  return pipeline.build();
}

void tell(const ActivityContext& context) { std::cout << context.object().id() << ", attempt " << context.attempt_number() << '\n'; }

/// What a program does at every start. `patient` says whether this time the slow step comes to its end.
void start(bool patient) {
  std::stop_source stop;
  Handlers handlers;
  handlers.function("quick", tell);
  handlers.function("slow", [&](ActivityContext& context) {
    tell(context);
    if (patient) return;
    stop.request_stop();  // as somebody at the keyboard would
    while (!context.stop_token().stop_requested()) std::this_thread::yield();
  });

  SqliteStore store{"durable.db"};
  TbbExecutor executor;
  Engine engine{store, executor, std::move(handlers)};
  const auto deployed = engine.deploy(pipeline());
  std::cout << (deployed.what == Deployed::What::created ? "-- a new pipeline\n" : "-- going on\n");
  engine.run(stop.get_token());
}  // the engine ends what runs and leaves the store to the next one

int main() {
  start(false);
  start(true);

  SqliteReader reader{"durable.db"};
  for (const auto& run : reader.runs({})) {
    std::cout << run.component_id << " is " << to_text(run.instance.status) << '\n';
    for (const auto& attempt : reader.attempts(run.instance.key)) {
      if (!attempt.error_message.empty()) std::cout << "  attempt " << attempt.number << ": " << attempt.error_message << '\n';
    }
  }
}
