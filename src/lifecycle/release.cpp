// SPDX-License-Identifier: Apache-2.0

/// Time: intervals that become due, and timers that run out (sections 7, 8 and 12 of the rules).

#include <algorithm>

#include "turn.hpp"

namespace penstock {

void Turn::expect_release(ComponentIndex index) {
  if (instances_.pipeline.state != PipelineState::scheduled) return;  // the next activation begins anew
  const auto& component = instances_.plan()[index];
  if (!is_runnable(component.kind) || !component.calendar) return;
  auto& state = instances_.components[index];
  const auto next = state.window.next();
  const auto total =
      count(component.calendar->recurrence, component.kind == Kind::resource ? ScheduleType::cron : component.calendar->type);
  if (total && next >= *total) return;
  const auto scheduled = instances_.scheduled(component, next);
  instances_.releases.push_back(
      {.due = instances_.due(component, scheduled), .start = scheduled.start, .order = component.order, .component = index});
  std::push_heap(instances_.releases.begin(), instances_.releases.end(), Later{});
}

void Turn::expect_releases() {
  instances_.releases.clear();
  for (ComponentIndex index = 0; index < instances_.components.size(); ++index) {
    instances_.components[index].held = false;
    expect_release(index);
  }
}

/// Everything that is due at this moment, in the order of S-96: timers by their kind, then releases; late actions come last of all.
void Turn::time_came() {
  for (const auto index : instances_.unrecorded_processes) {
    if (const auto found = instances_.processes.find(index); found != instances_.processes.end()) batch_.attempts.push_back(found->second);
  }
  instances_.unrecorded_processes.clear();

  const auto late = run_timers();
  release_runs();
  release_due();
  for (const auto& timer : late) {
    run_timer(timer);
    settle();
  }
  settle_pipeline();
}

void Turn::release_due() {
  auto& releases = instances_.releases;
  while (!releases.empty() && releases.front().due <= now_) {
    // The bound on live instances gives way when nothing would ever lower it: everything alive waits for what is still to come.
    if (instances_.unfinished >= instances_.max_live && instances_.under_way > 0) return;
    const auto index = releases.front().component;
    std::pop_heap(releases.begin(), releases.end(), Later{});
    releases.pop_back();
    auto& state = instances_.components[index];
    const auto bound = instances_.plan()[index].policy.max_active_instances;
    if (instances_.plan()[index].kind != Kind::resource && bound > 0 && state.active >= bound) {
      state.held = true;
      continue;
    }
    release(index);
    expect_release(index);
    settle();
  }
}

/// On demand: runs begin in the order of their activations, as many at a time as Default allows (S-77).
void Turn::release_runs() {
  if (!instances_.plan().runs().on_demand) return;
  const auto under_way = [this] {
    return std::count_if(instances_.runs.begin(), instances_.runs.end(),
                         [](const auto& run) { return run.second.released && run.second.unfinished > 0; });
  };
  for (auto& [number, run] : instances_.runs) {
    if (run.released) continue;
    if (under_way() >= instances_.plan().runs().max) return;
    run.released = true;
    for (ComponentIndex index = 0; index < instances_.components.size(); ++index) {
      if (is_runnable(instances_.plan()[index].kind) && instances_.components[index].window.next() == number) release(index);
    }
    settle();
  }
}

void Turn::release(ComponentIndex component_index) {
  const auto& component = instances_.plan()[component_index];
  auto& state = instances_.components[component_index];
  const auto index = instances_.allocate();
  auto& instance = at(index);
  instance.key = ++keys_.last_instance;
  instance.component = component_index;
  instance.interval = state.window.next();
  instance.version = instances_.pipeline.active_version;
  instance.released = now_;
  state.window.append_live(index);
  touch_component(component_index);

  if (is_skipped(component, instance.interval)) {
    move(index, Cause::skipped_by_activation);
    if (component.kind == Kind::resource) {
      affected_.push_back(index);  // it may serve somebody who is not skipped (S-152)
    } else {
      leave(index);
    }
    return;
  }
  count_dependencies(index);
  move(index, Cause::released);
  create_checks(index);
  show_pause(index);
  arm_late(index);
  affected_.push_back(index);
}

/// By the due time that the author's schedule type gives, for resources too, so that one interval is not torn apart (S-151).
bool Turn::is_skipped(const Component& component, std::int64_t interval) const {
  const auto& from = instances_.pipeline.skip_before;
  return from && component.calendar && due_time(component.calendar->recurrence, component.calendar->declared, interval) < *from;
}

/// An instance is late some time after it was due, or after the activation that released it if that came later (S-133).
void Turn::arm_late(InstanceIndex index) {
  const auto& component = component_of(index);
  if (!component.policy.late_after || !component.calendar || at(index).late) return;
  const auto due = instances_.due(component, at(index).interval);
  const auto from = std::max(due, instances_.pipeline.last_activated.value_or(due));
  arm(from + *component.policy.late_after, TimerKind::late, index);
}

/// Returns the late timers that ran out: their actions come after the releases.
std::vector<Timer> Turn::run_timers() {
  std::vector<Timer> late;
  auto& timers = instances_.timers;
  while (!timers.empty() && timers.front().at <= now_) {
    const auto timer = timers.front();
    std::pop_heap(timers.begin(), timers.end(), Later{});
    timers.pop_back();
    if (timer.kind == TimerKind::late) {
      late.push_back(timer);
      continue;
    }
    run_timer(timer);
    settle();
  }
  return late;
}

/// A timer is never taken back; it is asked here whether it still means anything.
void Turn::run_timer(const Timer& timer) {
  const auto* instance = instances_.find(timer.instance);
  if (instance == nullptr) return;
  const auto index = timer.instance.index;
  const auto& policy = component_of(index).policy;
  const bool runs = instance->status == Status::running && !instance->retrying;
  if (component_of(index).kind == Kind::resource && timer.kind != TimerKind::late) {
    run_resource_timer(timer);
    return;
  }

  switch (timer.kind) {
    case TimerKind::unacknowledged: {
      const auto task = instances_.taken.find(index);
      if (!runs || task == instances_.taken.end() || task->second.acknowledged) return;
      if (instances_.progress[index] + acknowledgement_timeout != timer.at) return;
      if (instances_.pipeline.state == PipelineState::deactivating) {
        deactivate(index, false);
      } else {
        move(index, Cause::not_acknowledged);
        show_pause(index);
        make_ready(index);
      }
      return;
    }
    case TimerKind::stalled: {
      const auto last = instances_.progress.find(index);
      if (!runs || last == instances_.progress.end()) return;
      const auto task = instances_.taken.find(index);
      if (task != instances_.taken.end() && !task->second.acknowledged) return;
      const auto allowed = policy.report_progress_timeout.value_or(default_progress_timeout);
      if (const auto limit = last->second + allowed; limit > now_) {
        arm(limit, TimerKind::stalled, index);
        return;
      }
      batch_.commands.emplace_back(StopAttempt{.pipeline = instances_.pipeline.key, .ref = timer.instance, .number = instance->attempts});
      fail_attempt(index, "Service_Stalled", "no progress was reported for " + std::to_string(allowed.count()) + " ms", {}, true);
      return;
    }
    case TimerKind::attempt_timeout:
      if (!runs || !policy.attempt_timeout || instance->since + *policy.attempt_timeout != timer.at) return;
      batch_.commands.emplace_back(StopAttempt{.pipeline = instances_.pipeline.key, .ref = timer.instance, .number = instance->attempts});
      fail_attempt(index, "Service_AttemptTimeout",
                   "the attempt took longer than attemptTimeout, " + std::to_string(policy.attempt_timeout->count()) + " ms", {}, true);
      return;
    case TimerKind::check_timeout:
      if (instance->status != Status::running) return;
      if (!instance->retrying)
        batch_.commands.emplace_back(StopAttempt{.pipeline = instances_.pipeline.key, .ref = timer.instance, .number = instance->attempts});
      fail_check(index, "Service_PreconditionTimeout", "the precondition was not met within preconditionTimeout", {}, false);
      return;
    case TimerKind::check:
      if (!runs) return;
      batch_.commands.emplace_back(
          CheckAgain{.ref = timer.instance, .instance = instances_.row(index), .number = instance->attempts, .owner = owner_row(index)});
      return;
    case TimerKind::retry:
      if (!instance->retrying || instance->since != timer.at) return;
      if (instance->owner != no_instance) {
        // Its machine may have gone in the meantime.
        const bool elsewhere = component_of(index).object_type->user_managed;
        if (instance->status == Status::running && (!elsewhere || is_held_for(instance->owner))) start_check(index);
      } else if (instance->status == Status::waiting_for_runner) {
        make_ready(index);
      }
      return;
    case TimerKind::init_timeout:
    case TimerKind::terminate_after:
      return;
    case TimerKind::late:
      if (is_terminal(instance->status) || instance->late) return;
      // A resource is only to be up by then (S-132).
      if (component_of(index).kind == Kind::resource && (instance->status == Status::running || instance->status == Status::shutting_down))
        return;
      at(index).late = true;
      touch(index);
      fire(index, ActionEvent::on_late, component_of(index).on_late, index);
      return;
  }
}

/// Everything has run and ended well, and nothing can come any more (S-153); or, when it is being deactivated, everything has ended.
void Turn::settle_pipeline() {
  auto& pipeline = instances_.pipeline;
  if (pipeline.state == PipelineState::deactivating && instances_.unfinished == 0) {
    pipeline.state = PipelineState::inactive;
    pipeline.last_deactivated = now_;
    touch_pipeline();
    return;
  }
  if (pipeline.state != PipelineState::scheduled || instances_.unfinished > 0 || instances_.bad > 0 || !instances_.releases.empty()) return;
  const bool runs_to_come =
      std::any_of(instances_.runs.begin(), instances_.runs.end(), [](const auto& run) { return !run.second.released; });
  if (runs_to_come) return;
  pipeline.state = PipelineState::finished;
  touch_pipeline();
}

}  // namespace penstock
