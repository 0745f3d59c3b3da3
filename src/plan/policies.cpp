// SPDX-License-Identifier: Apache-2.0
/// How attempts are repeated and bounded.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

#include "plan/compilation.hpp"
#include "plan/constants.hpp"
#include "plan/numbers.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

using namespace std::chrono_literals;

constexpr std::int32_t most_retries = 5;
constexpr Duration shortest_retry_delay = 2min;
constexpr std::int32_t most_runs = 5;

void read_retries(Compilation& c, const Draft& draft, Policy& policy) {
  policy.maximum_retries = constant_integer(c, draft, "maximumRetries", 0).value_or(c.defaults.maximum_retries);
  if (c.service() && draft.find("maximumRetries") != nullptr && policy.maximum_retries > most_retries) {
    c.report.error(draft.id, "TooManyRetries", "maximumRetries",
                   fmt::format("{} is more than the service allows; use at most {}", policy.maximum_retries, most_retries));
  }

  const auto delay = constant_duration(c, draft, "retryDelay");
  policy.retry_delay = delay.value_or(c.defaults.retry_delay);
  if (c.service() && delay && *delay < shortest_retry_delay) {
    policy.retry_delay = shortest_retry_delay;
    c.report.warning(draft.id, "RetryDelayRaised", "retryDelay", "is shorter than the service allows; 2 minutes will be used");
  }
}

void read_mode(Compilation& c, const Draft& draft, Policy& policy) {
  const auto value = constant(c, draft, "failureAndRerunMode", "BadEnum");
  if (!value) return;
  const std::string mode = lower_case(value->text());
  if (mode == "cascade") {
    policy.failure_mode = FailureMode::cascade;
  } else if (mode != "none") {
    c.report.error(draft.id, "BadEnum", "failureAndRerunMode", fmt::format("{} is neither none nor cascade", value->shown()));
  }
}

/// All durations are checked wherever they stand; each counts only for the kinds that it means something to (S-95).
void read_time_outs(Compilation& c, const Draft& draft, const Component& component, Policy& policy) {
  const bool activity = component.kind == Kind::activity;
  const bool precondition = component.kind == Kind::precondition;
  const auto attempt_timeout = constant_duration(c, draft, "attemptTimeout");
  const auto progress_timeout = constant_duration(c, draft, "reportProgressTimeout");
  const auto precondition_timeout = constant_duration(c, draft, "preconditionTimeout");
  const auto late_after = constant_duration(c, draft, "lateAfterTimeout");
  if (activity) policy.attempt_timeout = attempt_timeout;
  if (activity || (precondition && component.object_type->user_managed)) {
    policy.report_progress_timeout = progress_timeout ? progress_timeout : c.defaults.report_progress_timeout;
  }
  if (precondition) policy.precondition_timeout = precondition_timeout;
  // Nothing is late on demand (S-132).
  if (is_runnable(component.kind) && !c.runs.on_demand) policy.late_after = late_after;
}

/// A time-out of a resource; none if it needs an instance, and then nobody keeps it. Whether the text is a length of time is judged with
/// the other fields. A bare number counts hours (C-29).
std::optional<Duration> known_time_out(Compilation& c, const Draft& draft, std::string_view field) {
  const auto value = constant_if_known(c, draft, field);
  if (!value) return std::nullopt;
  if (const auto hours = parse_integer(value->text()); hours && *hours >= 1 && *hours <= 1'000'000) return std::chrono::hours{*hours};
  const auto period = parse_period(value->text());
  return period ? std::optional{nominal_length(*period)} : std::nullopt;
}

/// True if the field holds `word`, in any case; none if the object has no such field.
std::optional<bool> says(Compilation& c, const Draft& draft, std::string_view field, std::string_view word) {
  const auto value = constant_if_known(c, draft, field);
  if (!value) return std::nullopt;
  return lower_case(value->text()) == word;
}

void read_resource(Compilation& c, const Draft& draft, Policy& policy) {
  policy.init_timeout = known_time_out(c, draft, "initTimeout");
  policy.terminate_after = known_time_out(c, draft, "terminateAfter");
  policy.retry_resource = !says(c, draft, "actionOnResourceFailure", "retrynone").value_or(false);
  policy.terminate_on_task_failure = says(c, draft, "actionOnTaskFailure", "terminate").value_or(false);
  policy.max_tasks = c.defaults.max_tasks;
}

/// An on-demand pipeline says so on `Default` (S-74), and there how many of its runs may be under way (S-77).
void read_runs(Compilation& c) {
  if (c.default_object == nobody) return;
  const Draft& draft = c.drafts[c.default_object];
  const auto type = constant_if_known(c, draft, "scheduleType");
  c.runs.on_demand = type && lower_case(type->text()) == "ondemand";
  if (!c.runs.on_demand) return;
  if (const auto runs = constant_if_known(c, draft, "maxActiveInstances")) {
    const auto number = parse_integer(runs->text());
    if (number && *number >= 1)
      c.runs.max = static_cast<std::int32_t>(std::min<std::int64_t>(*number, std::numeric_limits<std::int32_t>::max()));
  }
  if (c.service()) c.runs.max = std::min(c.runs.max, most_runs);
}

}  // namespace

void read_policies(Compilation& c) {
  read_runs(c);
  c.each_component([&](const Draft& draft, Component& component) {
    if (!is_runnable(component.kind) && component.kind != Kind::precondition) return;
    Policy& policy = component.policy;
    read_retries(c, draft, policy);
    read_mode(c, draft, policy);
    read_time_outs(c, draft, component, policy);
    if (!is_runnable(component.kind)) return;
    const auto bound = constant_integer(c, draft, "maxActiveInstances", 1);
    // On demand the runs are bounded, not the components: a failed run must not hold up the next (S-77).
    policy.max_active_instances = c.runs.on_demand ? 0 : bound.value_or(c.defaults.max_active_instances);
    if (component.kind == Kind::resource) read_resource(c, draft, policy);
    if (component.kind == Kind::activity) component.finally = says(c, draft, "finally", "true").value_or(false);
  });
}

}  // namespace penstock::compiling
