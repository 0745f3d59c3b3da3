// SPDX-License-Identifier: Apache-2.0

/// Precondition instances: one for each owner instance, checked when everything else that the owner waits for is there (section 13 of the
/// rules).

#include "turn.hpp"

namespace penstock {

void Turn::create_checks(InstanceIndex owner) {
  const auto& preconditions = component_of(owner).preconditions;
  auto* link = &at(owner).first_check;
  InstanceIndex previous = no_instance;
  for (const auto precondition : preconditions) {
    const auto index = instances_.allocate();  // moves the instances: `link` is taken anew below
    link = previous == no_instance ? &at(owner).first_check : &at(previous).next_check;
    *link = index;
    auto& check = at(index);
    check.key = ++keys_.last_instance;
    check.interval = at(owner).interval;
    check.component = precondition;
    check.version = at(owner).version;
    check.owner = owner;
    check.released = now_;
    ++at(owner).unmet_checks;
    move(index, Cause::released);
    previous = index;
  }
}

void Turn::start_checks(InstanceIndex owner) {
  for (auto index = at(owner).first_check; index != no_instance; index = at(index).next_check) {
    if (is_terminal(at(owner).status)) return;  // there is no resource for it
    const bool lost = at(index).status == Status::running && at(index).retrying && at(index).since <= now_;
    if (at(index).status != Status::waiting_on_dependencies && !lost) continue;
    if (component_of(index).object_type->user_managed && !is_held_for(owner)) continue;
    if (lost) {
      start_check(index);
      continue;
    }
    at(index).released = now_;  // it shows when checking began, not when its owner was released
    move(index, Cause::checking_started);
    start_check(index);
    const auto& policy = component_of(index).policy;
    if (policy.precondition_timeout) arm(now_ + *policy.precondition_timeout, TimerKind::check_timeout, index);
  }
}

/// Whether what is checked or done on the resource of an instance can be; if not, the resource is told that it is needed (S-106).
bool Turn::is_held_for(InstanceIndex owner) {
  if (!component_of(owner).runs_on) return true;
  const auto resource = instances_.resource_of(at(owner));
  if (resource && at(*resource).status == Status::running) return true;
  // A data node has its place from an activity (S-105). It cannot fail with it, so it does without.
  if (component_of(owner).kind == Kind::data_node && resource && is_bad(at(*resource).status)) return true;
  if (tell_resource(owner)) return false;
  if (component_of(owner).kind == Kind::data_node) return true;
  fail_without_resource(owner);
  return false;
}

/// Begins an attempt of a precondition with its first check.
void Turn::start_check(InstanceIndex index) {
  auto& check = at(index);
  ++check.attempts;
  check.since = now_;
  check.retrying = false;
  touch(index);
  batch_.attempts.push_back({.instance = check.key, .number = check.attempts, .status = AttemptStatus::running, .started = now_});
  batch_.commands.emplace_back(
      StartAttempt{.ref = instances_.ref(index), .instance = instances_.row(index), .number = check.attempts, .owner = owner_row(index)});
}

std::optional<InstanceRow> Turn::owner_row(InstanceIndex index) const {
  const auto owner = instances_[index].owner;
  if (owner == no_instance) return std::nullopt;
  return instances_.row(owner);
}

std::optional<Refusal> Turn::check_ended(const CheckEnded& event) {
  const auto* check = running(event.instance, event.number);
  if (check == nullptr || check->owner == no_instance || check->retrying) {
    return Refusal{.code = "TaskNotFound", .about = 0, .message = "nobody waits for this check"};
  }
  const auto index = event.instance.index;
  switch (event.answer) {
    case CheckEnded::Answer::met:
      end_attempt(index, AttemptStatus::finished, {}, {}, event.log_directory);
      finish(index, Cause::check_met);
      break;
    case CheckEnded::Answer::not_yet:
      // Not recorded: a poll changes nothing that a restarted engine would need to know (S-100).
      arm(now_ + component_of(index).policy.retry_delay, TimerKind::check, index);
      break;
    case CheckEnded::Answer::error:
      fail_check(index, event.error_id, event.error_message, event.log_directory, true);
      break;
  }
  return std::nullopt;
}

void Turn::fail_check(InstanceIndex index, const std::string& error_id, const std::string& message, const std::string& log_directory,
                      bool may_retry) {
  auto& check = at(index);
  const auto& policy = component_of(index).policy;
  end_attempt(index, AttemptStatus::failed, error_id, message, log_directory);
  ++check.failures;
  if (!may_retry) {
    go_bad(index, Cause::check_timed_out);
  } else if (check.failures > policy.maximum_retries) {
    go_bad(index, Cause::check_failed);
  } else {
    check.since = now_ + policy.retry_delay;
    check.retrying = true;
    move(index, Cause::attempt_failed_retry_left);
    arm(check.since, TimerKind::retry, index);
  }
}

/// Its machine is gone: it is asked again on the next one, and nothing is counted (S-114).
void Turn::lose_check(InstanceIndex index, const std::string& error_id, const std::string& message) {
  end_attempt(index, AttemptStatus::failed, error_id, message, {});
  at(index).retrying = true;
  at(index).since = now_;
  touch(index);
}

/// The owner is over: what was not answered no longer matters (S-123).
void Turn::end_checks(InstanceIndex owner, Cause cause) {
  for (auto index = at(owner).first_check; index != no_instance; index = at(index).next_check) {
    if (is_terminal(at(index).status)) continue;
    stop_attempt(index);
    move(index, cause);
  }
}

/// The owner is run again: every precondition is checked anew (S-136).
void Turn::renew_checks(InstanceIndex owner, Cause cause) {
  for (auto index = at(owner).first_check; index != no_instance; index = at(index).next_check) {
    if (!is_terminal(at(index).status)) continue;
    at(index).failures = 0;
    at(index).retrying = false;
    if (cause == Cause::rerun) at(index).version = instances_.pipeline.active_version;
    move(index, at(index).cause == Cause::pipeline_deactivated ? cause : Cause::rerun);
  }
}

}  // namespace penstock
