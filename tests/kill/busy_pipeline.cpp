// SPDX-License-Identifier: Apache-2.0
#include "kill/busy_pipeline.hpp"

#include <fmt/format.h>

#include <set>

#include "penstock/definition/builder.hpp"

namespace penstock::testing {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t step_count = 200;
constexpr std::size_t chains = 16;

constexpr Worker workers[] = {Worker::computing, Worker::shell, Worker::blocking, Worker::group, Worker::session};

}  // namespace

std::vector<Step> busy_steps() {
  std::vector<Step> steps;
  for (std::size_t n = 0; n < step_count; ++n) {
    std::set<std::size_t> after;
    if (n >= chains) after.insert(n - chains);
    // Now and then several chains come together, and all of them do in the last step.
    if (n % 13 == 12) after.insert({n - 3, n - 5, n - 9});
    if (n == step_count - 1) {
      for (auto end = n - chains; end < n; ++end) after.insert(end);
    }
    steps.push_back({.id = fmt::format("S{:03}", n),
                     .worker = workers[n % std::size(workers)],
                     .blocks = 1 + n * 7 % 30,
                     .failures = n % 27 == 13 ? 2
                                 : n % 9 == 4 ? 1
                                              : 0,
                     .after = {after.begin(), after.end()},
                     .checked = n % 11 == 7});
  }
  return steps;
}

std::string check_of(const Step& step) { return "Check" + step.id; }

Definition busy_pipeline(const std::vector<Step>& steps) {
  PipelineBuilder pipeline{busy_pipeline_name};
  pipeline.defaults().schedule_type(ScheduleType::ondemand).retry_delay(milliseconds{100});
  const auto work = fmt::format("\"${}\" work", program_variable);
  for (const auto& step : steps) {
    const auto wire = [&](auto handle) {
      handle.maximum_retries(step.failures);
      for (const auto other : step.after) handle.depends_on(ObjectId{steps[other].id});
      if (step.checked) handle.precondition(ObjectId{check_of(step)});
    };
    switch (step.worker) {
      case Worker::computing:
      case Worker::blocking:
        wire(pipeline.add(step.id, FunctionActivity{.function = busy_function, .blocking = step.worker == Worker::blocking}));
        break;
      case Worker::shell:
      case Worker::group:
        // The second command keeps the shell from giving its process away: it stays in between.
        wire(pipeline.add(step.id, ShellCommandActivity{.command = work + "; exit $?"}));
        break;
      case Worker::session:
        wire(pipeline.add(step.id, ShellCommandActivity{.command = "exec " + work}));
        break;
    }
    if (step.checked) pipeline.add(check_of(step), ShellCommandPrecondition{.command = work + "; exit $?"});
  }
  return pipeline.build();
}

}  // namespace penstock::testing
