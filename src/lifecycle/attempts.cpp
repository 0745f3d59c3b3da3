// SPDX-License-Identifier: Apache-2.0

/// Attempts: handed out, ended, repeated, lost (section 12 of the rules).

#include <algorithm>

#include "turn.hpp"

namespace penstock {

void Turn::make_ready(InstanceIndex index) {
  auto& instance = at(index);
  if (instance.status == Status::paused) return;  // it is asked again when its component is resumed
  if (instance.retrying && instance.since > now_) {
    arm(instance.since, TimerKind::retry, index);
    return;
  }
  instance.retrying = false;
  if (!component_of(index).runs_on) {
    queue(index);
  } else if (!tell_resource(index)) {
    fail_without_resource(index);
  }
}

/// Puts a ready instance into the queue of its lane, once.
void Turn::queue(InstanceIndex index) {
  auto& instance = at(index);
  if (instance.queued) return;
  instance.queued = true;
  const auto& component = component_of(index);
  const auto scheduled = instances_.scheduled(component, instance.interval);
  auto& ready = instances_.ready[instances_.components[instance.component].lane];
  ready.push_back(
      {.due = instances_.due(component, scheduled), .start = scheduled.start, .order = component.order, .instance = instances_.ref(index)});
  std::push_heap(ready.begin(), ready.end(), Later{});
}

std::size_t Turn::claim(std::uint8_t lane, std::size_t limit) {
  std::size_t claimed = 0;
  while (claimed < limit) {
    const auto* ready = first_ready(instances_, lane);
    if (ready == nullptr) break;
    const auto index = ready->instance.index;
    auto& ready_ones = instances_.ready[lane];
    std::pop_heap(ready_ones.begin(), ready_ones.end(), Later{});
    ready_ones.pop_back();
    start_attempt(index);
    ++claimed;
  }
  return claimed;
}

void Turn::take(InstanceRef ref) {
  auto& ready = instances_.ready[polled_lane];
  ready.erase(std::find_if(ready.begin(), ready.end(), [&](const Ready& entry) { return entry.instance == ref; }));
  std::make_heap(ready.begin(), ready.end(), Later{});

  const auto again = instances_.taken.find(ref.index);
  if (again == instances_.taken.end()) {
    begin_attempt(ref.index);
    instances_.taken[ref.index] = {};
  } else {
    ++again->second.times;
    again->second.acknowledged = false;
    at(ref.index).queued = false;
    move(ref.index, Cause::claimed_by_runner);
  }
  instances_.progress[ref.index] = now_;
  arm(now_ + acknowledgement_timeout, TimerKind::unacknowledged, ref.index);
}

void Turn::start_attempt(InstanceIndex index) {
  begin_attempt(index);
  const auto& instance = at(index);
  const auto& policy = component_of(index).policy;
  batch_.commands.emplace_back(
      StartAttempt{.ref = instances_.ref(index), .instance = instances_.row(index), .number = instance.attempts, .owner = std::nullopt});
  if (policy.report_progress_timeout) {
    instances_.progress[index] = now_;
    arm(now_ + *policy.report_progress_timeout, TimerKind::stalled, index);
  }
}

void Turn::begin_attempt(InstanceIndex index) {
  auto& instance = at(index);
  const auto& component = component_of(index);
  const auto& policy = component.policy;
  ++instance.attempts;
  instance.since = now_;
  instance.retrying = false;
  instance.queued = false;
  if (component.runs_on) ++instances_.resources[*instances_.resource_of(instance)].tasks;
  move(index, Cause::claimed_by_runner);
  batch_.attempts.push_back({.instance = instance.key, .number = instance.attempts, .status = AttemptStatus::running, .started = now_});
  if (policy.attempt_timeout) arm(now_ + *policy.attempt_timeout, TimerKind::attempt_timeout, index);
}

/// The instance, if that very attempt of it is under way; null for a report that came too late.
Instance* Turn::running(InstanceRef ref, std::int32_t number) {
  auto* instance = instances_.find(ref);
  if (instance == nullptr || instance->status != Status::running || instance->attempts != number) return nullptr;
  return instance;
}

namespace {

Refusal too_late() { return {.code = "TaskNotFound", .about = 0, .message = "the attempt is not the current, running one"}; }

}  // namespace

std::optional<Refusal> Turn::attempt_ended(const AttemptEnded& event) {
  if (running(event.instance, event.number) == nullptr) return too_late();
  const auto index = event.instance.index;
  if (event.succeeded) {
    end_attempt(index, AttemptStatus::finished, {}, {}, event.log_directory);
    instances_.last_failure.erase(index);
    finish(index, Cause::attempt_succeeded);
  } else {
    fail_attempt(index, event.error_id, event.error_message, event.log_directory, event.may_retry);
  }
  return std::nullopt;
}

std::optional<Refusal> Turn::progress_reported(const ProgressReported& event) {
  if (running(event.instance, event.number) == nullptr) return too_late();
  const auto index = event.instance.index;
  if (const auto found = instances_.progress.find(index); found != instances_.progress.end()) found->second = now_;
  if (const auto task = instances_.taken.find(index); task != instances_.taken.end() && !task->second.acknowledged) {
    task->second.acknowledged = true;
    arm(now_ + component_of(index).policy.report_progress_timeout.value_or(default_progress_timeout), TimerKind::stalled, index);
  }
  return std::nullopt;
}

std::optional<Refusal> Turn::process_recorded(const ProcessRecorded& event) {
  if (running(event.instance, event.number) == nullptr) return too_late();
  const auto& instance = at(event.instance.index);
  instances_.processes[event.instance.index] = {.instance = instance.key,
                                                .number = event.number,
                                                .status = AttemptStatus::running,
                                                .started = instance.since,
                                                .ended = std::nullopt,
                                                .error_id = {},
                                                .error_message = {},
                                                .log_directory = event.log_directory,
                                                .process = event.process,
                                                .process_started = event.process_started};
  instances_.unrecorded_processes.push_back(event.instance.index);
  return std::nullopt;
}

/// Records the end of the running attempt. The status of its instance is the caller's business.
void Turn::end_attempt(InstanceIndex index, AttemptStatus status, const std::string& error_id, const std::string& message,
                       const std::string& log_directory) {
  const auto& instance = at(index);
  AttemptRow row{.instance = instance.key,
                 .number = instance.attempts,
                 .status = status,
                 .started = instance.since,
                 .ended = now_,
                 .error_id = error_id,
                 .error_message = message,
                 .log_directory = log_directory};
  if (const auto process = instances_.processes.find(index); process != instances_.processes.end()) {
    if (row.log_directory.empty()) row.log_directory = process->second.log_directory;
    instances_.processes.erase(process);
  }
  if (status == AttemptStatus::failed) instances_.last_failure[index] = row;
  batch_.attempts.push_back(std::move(row));
  instances_.taken.erase(index);
  if (instance.owner == no_instance && component_of(index).runs_on) {
    if (const auto resource = instances_.resource_of(instance)) {
      auto& tasks = instances_.resources[*resource].tasks;
      if (instance.status == Status::running) --tasks;
      affected_.push_back(*resource);
    }
  }
}

void Turn::fail_attempt(InstanceIndex index, const std::string& error_id, const std::string& message, const std::string& log_directory,
                        bool may_retry) {
  auto& instance = at(index);
  const auto& policy = component_of(index).policy;
  end_attempt(index, AttemptStatus::failed, error_id, message, log_directory);
  ++instance.failures;
  if (!may_retry || instance.failures > policy.maximum_retries) {
    go_bad(index, Cause::attempt_failed_no_retry_left);
    task_failed(index);
    return;
  }
  if (instances_.pipeline.state == PipelineState::deactivating) {  // the next activation tries it again (S-148)
    move(index, Cause::pipeline_deactivated);
    end_checks(index, Cause::pipeline_deactivated);
    return;
  }
  instance.since = now_ + policy.retry_delay;
  instance.retrying = true;
  move(index, Cause::attempt_failed_retry_left);
  show_pause(index);
  make_ready(index);
}

/// Ends the attempt that is under way, if there is one, because nobody wants it any more: canceled, marked finished (S-143, S-144).
void Turn::stop_attempt(InstanceIndex index) {
  const auto& instance = at(index);
  const bool runs = instance.status == Status::running && !instance.retrying;
  if (!runs && !instances_.taken.contains(index)) return;
  batch_.commands.emplace_back(
      StopAttempt{.pipeline = instances_.pipeline.key, .ref = instances_.ref(index), .number = at(index).attempts});
  end_attempt(index, AttemptStatus::canceled, {}, {}, {});
}

/// Attempts that ran in this process when it was stopped are lost; their instances are tried again and nothing is counted (S-175). Checks
/// are asked again within their attempts, unless they were lost with a machine.
void Turn::engine_restarted() {
  for (InstanceIndex index = 0; index < instances_.capacity(); ++index) {
    const auto& instance = at(index);
    if (instance.key == 0) continue;
    const auto& component = component_of(index);
    if (component.kind == Kind::resource) {
      resource_restarted(index);
    } else if (instance.status == Status::running && instances_.components[instance.component].lane == polled_lane &&
               instance.owner == no_instance) {
      // A task runner elsewhere is at it (S-175).
      instances_.taken[index] = {.times = TakenTask::unknown, .acknowledged = true};
      instances_.progress[index] = now_;
      arm(now_ + component.policy.report_progress_timeout.value_or(default_progress_timeout), TimerKind::stalled, index);
    } else if (instance.status == Status::running && instance.owner == no_instance) {
      end_attempt(index, AttemptStatus::failed, "Service_EngineRestarted", "the engine was stopped while this attempt ran", {});
      if (instances_.pipeline.state == PipelineState::deactivating) {
        move(index, Cause::pipeline_deactivated);
        end_checks(index, Cause::pipeline_deactivated);
      } else {
        move(index, Cause::attempt_lost);
        show_pause(index);
        make_ready(index);
      }
    } else if (instance.status == Status::running && instance.retrying) {
      continue;  // its timer was put back
    } else if (instance.status == Status::running && component.object_type->user_managed && component_of(instance.owner).runs_on) {
      lose_check(index, "Service_EngineRestarted", "the engine was stopped while it held the resource of this check");
    } else if (instance.status == Status::running) {
      batch_.commands.emplace_back(CheckAgain{
          .ref = instances_.ref(index), .instance = instances_.row(index), .number = instance.attempts, .owner = owner_row(index)});
    } else {
      affected_.push_back(index);
    }
  }
  expect_releases();
}

}  // namespace penstock
