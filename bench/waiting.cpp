// SPDX-License-Identifier: Apache-2.0
/// What an instance costs in memory while it waits, and what an interval costs that is not due: the growth of the whole process, shared
/// among them. The store is on the disk, where it belongs, and its cache is counted too.

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "bench/measuring.hpp"
#include "bench/memory.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

constexpr std::int64_t components = 10;

/// An activity that runs for a century, and `components` with so many intervals within it that wait for it.
Definition waiting_for_one(std::int64_t intervals, std::string_view start) {
  PipelineBuilder pipeline{"waiting"};
  const auto century = pipeline.add("Century", Schedule{.period = "100 years", .start_date_time = utc(start), .occurrences = 1});
  const auto minutely = pipeline.add(
      "Minutely", Schedule{.period = std::chrono::minutes{1}, .start_date_time = utc(start), .occurrences = fmt::format("{}", intervals)});
  pipeline.defaults().schedule(minutely).schedule_type(ScheduleType::cron);
  const auto gate = pipeline.add("Gate", FunctionActivity{.function = "wait", .blocking = true}).schedule(century);
  for (std::int64_t number = 0; number < components; ++number)
    pipeline.add(fmt::format("A{}", number), FunctionActivity{.function = "wait"}).depends_on(gate);
  return pipeline.build();
}

void wait_for_stop(ActivityContext& context) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait(lock, context.stop_token(), [] { return false; });
}

/// Growth of the process by a pipeline that is deployed and has come to rest.
double growth(const Site& site, const Definition& definition, std::int64_t instances) {
  const auto file = site.folder / "waiting.db";
  std::filesystem::remove(file);
  SqliteStore store{file};
  TbbExecutor executor;
  Handlers handlers;
  handlers.function("wait", wait_for_stop);
  EngineOptions options;
  options.max_live_instances = 100'000'000;
  Engine engine{store, executor, std::move(handlers), options};
  const auto before = resident_bytes();
  engine.deploy(definition);
  while (engine.step().worked) {
  }
  const auto bytes = static_cast<double>(resident_bytes() - before);

  const auto pipelines = SqliteReader{file}.pipelines();
  std::int64_t waiting = 0;
  for (const auto& [status, count] : pipelines.front().instances)
    if (status == Status::waiting_on_dependencies) waiting = count;
  insist_equal(waiting, instances, "instances that wait");
  return bytes;
}

Figures run_waiting(const Site& site) {
  const auto intervals = site.scaled(100'000, 1'000);
  const auto bytes = growth(site, waiting_for_one(intervals, "1950-01-01"), intervals * components);
  return {{"instance", bytes / static_cast<double>(intervals * components)}};
}

Figures run_not_due(const Site& site) {
  const auto intervals = site.scaled(1'000'000, 1'000);
  const auto bytes = growth(site, waiting_for_one(intervals, "2200-01-01"), 0);
  return {{"interval", bytes / static_cast<double>(intervals * components)}};
}

}  // namespace

Subject waiting() {
  return {.programs = {{"waiting", run_waiting}, {"not-due", run_not_due}},
          .rows = {
              {"memory, a waiting instance",
               {"waiting", "instance"},
               "node of a oneTBB flow graph",
               {"flow-graph", "bytes"},
               Bytes{96},
               Unit::bytes},
              {"the same", {"waiting", "instance"}, "counter and edges of a node", {"counters", "bytes"}, NoGoal{}, Unit::bytes},
              {"memory, an interval that is not due", {"not-due", "interval"}, "", {}, Bytes{1}, Unit::bytes},
          }};
}

}  // namespace penstock::bench
