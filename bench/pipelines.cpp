// SPDX-License-Identifier: Apache-2.0
#include "bench/pipelines.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <vector>

#include "penstock/definition/builder.hpp"

namespace penstock::bench {
namespace {

using AddedActivity = Handle<Kind::activity>;

AddedActivity add_activity(PipelineBuilder& pipeline, std::int64_t number) {
  return pipeline.add(fmt::format("A{}", number), FunctionActivity{.function = "nothing"});
}

/// An hour each, all over for years.
void schedule_hourly(PipelineBuilder& pipeline, std::int64_t intervals) {
  const auto hourly = pipeline.add(
      "Hourly",
      Schedule{.period = std::chrono::hours{1}, .start_date_time = utc("1900-01-01"), .occurrences = fmt::format("{}", intervals)});
  pipeline.defaults().schedule(hourly).schedule_type(ScheduleType::cron);
}

}  // namespace

Definition chain_on_demand(std::int64_t steps) {
  PipelineBuilder pipeline{"chain"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  std::optional<AddedActivity> before;
  for (std::int64_t step = 0; step < steps; ++step) {
    const auto added = add_activity(pipeline, step);
    if (before) added.depends_on(*before);
    before.emplace(added);
  }
  return pipeline.build();
}

Definition chain_of_intervals(std::int64_t intervals) {
  PipelineBuilder pipeline{"intervals"};
  schedule_hourly(pipeline, intervals);
  add_activity(pipeline, 0).max_active_instances(1);
  return pipeline.build();
}

Definition fan_out(std::int64_t activities, std::int64_t intervals) {
  PipelineBuilder pipeline{"fan-out"};
  schedule_hourly(pipeline, intervals);
  const auto first = add_activity(pipeline, 0);
  for (std::int64_t number = 1; number < activities; ++number) add_activity(pipeline, number).depends_on(first);
  return pipeline.build();
}

Definition independent(std::int64_t activities, std::int64_t intervals) {
  PipelineBuilder pipeline{"independent"};
  schedule_hourly(pipeline, intervals);
  for (std::int64_t number = 0; number < activities; ++number) add_activity(pipeline, number);
  return pipeline.build();
}

Definition layered(const LayeredGraph& graph, std::int64_t intervals) {
  PipelineBuilder pipeline{"layered"};
  schedule_hourly(pipeline, intervals);
  std::vector<AddedActivity> added;
  for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
    added.push_back(add_activity(pipeline, node));
    for (const auto before : graph.before(node)) added.back().depends_on(added[before]);
  }
  return pipeline.build();
}

Handlers doing_nothing() {
  Handlers handlers;
  handlers.function("nothing", [](ActivityContext&) {});
  return handlers;
}

}  // namespace penstock::bench
