// SPDX-License-Identifier: Apache-2.0

/// Resources: created when something that runs on them is ready, kept while somebody may need them, let go of afterwards (section 14 of the
/// rules).

#include <algorithm>

#include "penstock/lifecycle/scope.hpp"
#include "turn.hpp"

namespace penstock {

namespace {

bool exists(Status status) { return status == Status::creating || status == Status::running || status == Status::shutting_down; }

Cause cancellation_for(Status resource) {
  switch (resource) {
    case Status::timedout:
      return Cause::canceled_resource_timed_out;
    case Status::canceled:
      return Cause::canceled_resource_canceled;
    default:
      return Cause::canceled_resource_failed;
  }
}

}  // namespace

bool may_begin(const Instances& instances, const Instance& instance) {
  // A dependency may be run again while it waits for its runner.
  if (instance.status != Status::waiting_for_runner || instance.retrying || instance.unmet > 0) return false;
  const auto& component = instances.component(instance);
  if (!component.runs_on) return true;
  const auto resource = instances.resource_of(instance);
  if (!resource || instances[*resource].status != Status::running) return false;
  const auto bound = instances.plan()[*component.runs_on].policy.max_tasks;
  if (bound == 0) return true;
  const auto held = instances.resources.find(*resource);
  return held == instances.resources.end() || held->second.tasks < bound;
}

template <class F>
void Turn::each_user(InstanceIndex resource, F visit) {
  const auto& plan = instances_.plan();
  const auto interval = at(resource).interval;
  for (const auto user : plan[at(resource).component].users) {
    const auto range = users_of(plan, plan[user], interval);
    const auto& window = instances_.components[user].window;
    const auto last = std::min(range.last, window.next());
    for (auto n = std::max(range.first, window.first_unfinished()); n < last; ++n) {
      const auto look = window.look(n);
      if (look.entry == IntervalWindow::Entry::live && !visit(look.index)) return;
    }
  }
}

Turn::Users Turn::users_left(InstanceIndex resource) {
  const auto& plan = instances_.plan();
  auto left = Users::gone;
  each_user(resource, [&](InstanceIndex user) {
    left = is_terminal(at(user).status) ? Users::ended : Users::open;
    return left != Users::open;
  });
  if (left == Users::open || instances_.pipeline.state != PipelineState::scheduled) return left;
  const auto& users = plan[at(resource).component].users;
  const bool to_come = std::any_of(users.begin(), users.end(), [&](ComponentIndex user) {
    return users_of(plan, plan[user], at(resource).interval).last > instances_.components[user].window.next();
  });
  return to_come ? Users::open : left;
}

/// Whether it waits for nothing but its resource: to begin, or to have a precondition checked there (S-106).
bool Turn::needs_resource(InstanceIndex user) {
  const auto& instance = at(user);
  if (instance.status == Status::waiting_for_runner) return !instance.retrying;
  if (instance.status != Status::waiting_on_dependencies || instance.unmet > 0) return false;
  for (auto check = instance.first_check; check != no_instance; check = at(check).next_check) {
    if (!is_terminal(at(check).status) && component_of(check).object_type->user_managed) return true;
  }
  return false;
}

bool Turn::is_needed(InstanceIndex resource) {
  bool needed = false;
  each_user(resource, [&](InstanceIndex user) {
    needed = needs_resource(user);
    return !needed;
  });
  return needed;
}

/// Tells the resource of an instance that something about the instance has changed. False: there is no such resource, and never will be.
bool Turn::tell_resource(InstanceIndex user) {
  const auto& component = component_of(user);
  const auto interval = resource_interval(instances_.plan(), component, at(user).interval);
  if (!interval) return false;
  const auto look = instances_.components[*component.runs_on].window.look(*interval);
  if (look.entry == IntervalWindow::Entry::live) {
    affected_.push_back(look.index);
  } else if (look.entry == IntervalWindow::Entry::done && needs_resource(user)) {
    batch_.commands.emplace_back(
        RecallResource{.pipeline = instances_.pipeline.key, .component = *component.runs_on, .interval = *interval});
  }
  return true;
}

/// Does what follows from who needs the resource. Looking once too often does no harm.
void Turn::consider_resource(InstanceIndex index) {
  switch (at(index).status) {
    case Status::waiting_on_dependencies:
      if (is_needed(index)) {
        create_resource(index);
      } else if (users_left(index) != Users::open) {
        finish(index, Cause::nothing_to_do);
      }
      return;
    case Status::finished:
    case Status::skipped:
      if (is_needed(index)) {
        create_resource(index);
      } else if (users_left(index) == Users::gone) {
        leave(index);
      }
      return;
    case Status::creating:
      if (at(index).retrying && users_left(index) != Users::open) finish(index, Cause::nothing_to_do);
      return;
    case Status::running:
      if (users_left(index) != Users::open) {
        shut_down(index);
      } else {
        offer_tasks(index);
        make_room(at(index).component);
      }
      return;
    case Status::failed:
    case Status::canceled:
    case Status::timedout:
      each_user(index, [&](InstanceIndex user) {
        if (needs_resource(user)) cancel_with_resource(user, cancellation_for(at(index).status));
        return true;
      });
      return;
    default:
      return;
  }
}

void Turn::create_resource(InstanceIndex index) {
  const auto bound = component_of(index).policy.max_active_instances;
  auto& held = instances_.resources[index];
  held.wanted = bound > 0 && instances_.components[at(index).component].active >= bound;
  if (held.wanted) {
    make_room(at(index).component);
    return;
  }
  begin_creation(index);
  move(index, Cause::resource_needed);
}

/// One attempt to create it.
void Turn::begin_creation(InstanceIndex index) {
  auto& instance = at(index);
  const auto& policy = component_of(index).policy;
  ++instance.attempts;
  instance.since = now_;
  instance.retrying = false;
  touch(index);
  batch_.attempts.push_back({.instance = instance.key, .number = instance.attempts, .status = AttemptStatus::running, .started = now_});
  batch_.commands.emplace_back(
      AcquireResource{.ref = instances_.ref(index), .instance = instances_.row(index), .number = instance.attempts});
  if (policy.init_timeout) arm(now_ + *policy.init_timeout, TimerKind::init_timeout, index);
  if (policy.terminate_after) arm(now_ + *policy.terminate_after, TimerKind::terminate_after, index);
}

/// Lets an idle resource go when another of its component is needed and there may not be one more (S-110).
void Turn::make_room(ComponentIndex component) {
  const auto bound = instances_.plan()[component].policy.max_active_instances;
  if (bound == 0 || instances_.components[component].active < bound) return;
  const auto& window = instances_.components[component].window;
  bool wanted = false;
  InstanceIndex idle = no_instance;
  for (auto n = window.first_unfinished(); n < window.next(); ++n) {
    const auto look = window.look(n);
    if (look.entry != IntervalWindow::Entry::live) continue;
    if (at(look.index).status == Status::shutting_down) return;  // room is being made
    const auto& held = instances_.resources[look.index];         // after a restart nothing is noted of one that was still to come up
    wanted = wanted || held.wanted;
    if (idle == no_instance && at(look.index).status == Status::running && held.tasks == 0 && !is_needed(look.index)) idle = look.index;
  }
  if (wanted && idle != no_instance) shut_down(idle);
}

/// There may be one more of the component: the first that is wanted is looked at again.
void Turn::offer_place(ComponentIndex component) {
  const auto& window = instances_.components[component].window;
  for (auto n = window.first_unfinished(); n < window.next(); ++n) {
    const auto look = window.look(n);
    if (look.entry != IntervalWindow::Entry::live) continue;
    const auto held = instances_.resources.find(look.index);
    if (held == instances_.resources.end() || !held->second.wanted) continue;
    affected_.push_back(look.index);
    return;
  }
}

/// Hands what is ready to the queue of a resource that is up.
void Turn::offer_tasks(InstanceIndex resource) {
  each_user(resource, [&](InstanceIndex user) {
    if (may_begin(instances_, at(user))) {
      queue(user);
    } else if (at(user).status == Status::waiting_on_dependencies && at(user).unmet == 0) {
      start_checks(user);
    }
    return true;
  });
}

void Turn::shut_down(InstanceIndex index) {
  batch_.commands.emplace_back(
      ReleaseResource{.ref = instances_.ref(index), .instance = instances_.row(index), .number = at(index).attempts});
  move(index, Cause::resource_idle);
}

/// Ends the attempt of a resource that nobody wants any more, whether it came up or not.
void Turn::abandon_resource(InstanceIndex index, const std::string& why) {
  if (!exists(at(index).status) || at(index).retrying) return;
  batch_.commands.emplace_back(
      ReleaseResource{.ref = instances_.ref(index), .instance = instances_.row(index), .number = at(index).attempts});
  end_attempt(index, AttemptStatus::canceled, {}, why, {});
}

void Turn::lose_resource(InstanceIndex index, const std::string& error_id, const std::string& message) {
  auto& instance = at(index);
  const auto& policy = component_of(index).policy;
  end_attempt(index, AttemptStatus::failed, error_id, message, {});
  ++instance.failures;
  if (instances_.pipeline.state == PipelineState::deactivating) {
    lose_tasks(index);
    move(index, Cause::pipeline_deactivated);
  } else if (policy.retry_resource && instance.failures <= policy.maximum_retries) {
    instance.since = now_ + policy.retry_delay;
    instance.retrying = true;
    move(index, Cause::attempt_failed_retry_left);
    arm(instance.since, TimerKind::retry, index);
    lose_tasks(index);
  } else {
    go_bad(index, Cause::attempt_failed_no_retry_left);
    cancel_tasks(index, Cause::canceled_resource_failed);
  }
}

/// What runs on a lost resource is tried again once it is back; that does not count (S-114).
void Turn::lose_tasks(InstanceIndex resource) {
  const auto message = "the resource " + component_of(resource).id + " was lost";
  each_user(resource, [&](InstanceIndex user) {
    if (at(user).status == Status::running) {
      batch_.commands.emplace_back(
          StopAttempt{.pipeline = instances_.pipeline.key, .ref = instances_.ref(user), .number = at(user).attempts});
      end_attempt(user, AttemptStatus::failed, "Service_ResourceFailed", message, {});
      const bool ends = instances_.pipeline.state == PipelineState::deactivating;
      move(user, ends ? Cause::pipeline_deactivated : Cause::resource_lost);
      if (ends) {
        end_checks(user, Cause::pipeline_deactivated);
      } else {
        show_pause(user);
      }
    }
    for (auto check = at(user).first_check; check != no_instance; check = at(check).next_check) {
      if (at(check).status != Status::running || at(check).retrying || !component_of(check).object_type->user_managed) continue;
      batch_.commands.emplace_back(
          StopAttempt{.pipeline = instances_.pipeline.key, .ref = instances_.ref(check), .number = at(check).attempts});
      lose_check(check, "Service_ResourceFailed", message);
    }
    return true;
  });
}

/// Without their resource they can never run (S-115, S-116).
void Turn::cancel_tasks(InstanceIndex resource, Cause cause) {
  each_user(resource, [&](InstanceIndex user) {
    cancel_with_resource(user, cause);
    return true;
  });
}

void Turn::cancel_with_resource(InstanceIndex user, Cause cause) {
  if (component_of(user).kind != Kind::activity || is_terminal(at(user).status)) return;
  stop_attempt(user);
  go_bad(user, cause);
}

/// After the final failure of one task (S-116).
void Turn::task_failed(InstanceIndex user) {
  const auto& component = component_of(user);
  if (!component.runs_on || !instances_.plan()[*component.runs_on].policy.terminate_on_task_failure) return;
  const auto resource = instances_.resource_of(at(user));
  if (!resource || at(*resource).status != Status::running) return;
  cancel_tasks(*resource, Cause::canceled_by_task_failure);
  if (at(*resource).status == Status::running) shut_down(*resource);
}

/// What failed or was canceled on a resource is rerun with it (S-140).
void Turn::rerun_users(InstanceIndex resource) {
  each_user(resource, [this](InstanceIndex user) {
    const bool ran_badly = at(user).status == Status::failed || at(user).status == Status::canceled;
    if (ran_badly && at(user).bad == 0) rerun_from(user);
    return true;
  });
}

/// A resource that ended badly is created again for what is rerun, with a full retry budget (S-136).
void Turn::renew_resource(InstanceIndex user) {
  if (!component_of(user).runs_on) return;
  const auto resource = instances_.resource_of(at(user));
  if (!resource || !is_bad(at(*resource).status)) return;
  at(*resource).failures = 0;
  at(*resource).retrying = false;
  at(*resource).version = instances_.pipeline.active_version;
  move(*resource, Cause::rerun);
  show_pause(*resource);
  affected_.push_back(*resource);
}

/// One attempt and no retry: waiting would be for ever (S-48).
void Turn::fail_without_resource(InstanceIndex user) {
  const auto& component = component_of(user);
  ++at(user).attempts;
  at(user).since = now_;
  ++at(user).failures;
  end_attempt(user, AttemptStatus::failed, "Service_NoResourceInterval",
              "no interval of " + instances_.plan()[*component.runs_on].id + " for " +
                  instance_id(component.id, instances_.scheduled(component, at(user).interval).start),
              {});
  go_bad(user, Cause::attempt_failed_no_retry_left);
}

namespace {

Refusal not_current() { return {.code = "TaskNotFound", .about = 0, .message = "nobody waits for this resource"}; }

}  // namespace

std::optional<Refusal> Turn::resource_up(const ResourceUp& event) {
  const auto* resource = instances_.find(event.instance);
  if (resource == nullptr || resource->status != Status::creating || resource->retrying || resource->attempts != event.number)
    return not_current();
  move(event.instance.index, Cause::resource_up);
  affected_.push_back(event.instance.index);
  return std::nullopt;
}

std::optional<Refusal> Turn::resource_failed(const ResourceFailed& event) {
  const auto* resource = instances_.find(event.instance);
  const bool held =
      resource != nullptr && (resource->status == Status::creating || resource->status == Status::running) && !resource->retrying;
  if (!held || resource->attempts != event.number) return not_current();
  lose_resource(event.instance.index, event.error_id, event.error_message);
  return std::nullopt;
}

std::optional<Refusal> Turn::resource_gone(const ResourceGone& event) {
  const auto* resource = instances_.find(event.instance);
  if (resource == nullptr || resource->status != Status::shutting_down || resource->attempts != event.number) return not_current();
  end_attempt(event.instance.index, AttemptStatus::finished, {}, {}, {});
  finish(event.instance.index, Cause::resource_gone);
  return std::nullopt;
}

std::optional<Refusal> Turn::resource_recalled(const ResourceRecalled& event) {
  const auto& row = event.instance;
  if (instances_.components[row.component].window.look(row.interval).entry != IntervalWindow::Entry::done) return std::nullopt;
  const auto index = put_back(instances_, row);
  instances_.components[row.component].window.set_live(row.interval, index);
  touch(index);
  affected_.push_back(index);
  return std::nullopt;
}

/// Whether a timer of a resource still means what it was armed for; if so, does it.
void Turn::run_resource_timer(const Timer& timer) {
  const auto index = timer.instance.index;
  const auto& instance = at(index);
  const auto& policy = component_of(index).policy;
  if (timer.kind == TimerKind::retry) {
    if (instance.status == Status::creating && instance.retrying && instance.since == timer.at) begin_creation(index);
    return;
  }
  const bool creating = instance.status == Status::creating && !instance.retrying;
  if (timer.kind == TimerKind::init_timeout) {
    if (!creating || !policy.init_timeout || instance.since + *policy.init_timeout != timer.at) return;
    batch_.commands.emplace_back(ReleaseResource{.ref = timer.instance, .instance = instances_.row(index), .number = instance.attempts});
    lose_resource(index, "Service_ResourceFailed", "was not up within initTimeout");
  } else if (timer.kind == TimerKind::terminate_after) {
    if (!(creating || instance.status == Status::running) || !policy.terminate_after ||
        instance.since + *policy.terminate_after != timer.at)
      return;
    abandon_resource(index, "terminateAfter passed");
    go_bad(index, Cause::resource_timed_out);
    cancel_tasks(index, Cause::canceled_resource_timed_out);
  }
}

/// A resource goes with the process that held it; what is left of it is let go of.
void Turn::resource_restarted(InstanceIndex index) {
  const auto& instance = at(index);
  if (instance.status == Status::shutting_down) {
    batch_.commands.emplace_back(
        ReleaseResource{.ref = instances_.ref(index), .instance = instances_.row(index), .number = instance.attempts});
  } else if (exists(instance.status) && !instance.retrying) {
    batch_.commands.emplace_back(
        ReleaseResource{.ref = instances_.ref(index), .instance = instances_.row(index), .number = instance.attempts});
    end_attempt(index, AttemptStatus::failed, "Service_EngineRestarted", "the engine was stopped while it held this resource", {});
    if (instances_.pipeline.state == PipelineState::deactivating) {
      move(index, Cause::pipeline_deactivated);
    } else {
      move(index, Cause::attempt_lost);
      show_pause(index);
    }
  }
  affected_.push_back(index);
}

}  // namespace penstock
