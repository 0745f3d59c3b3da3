// SPDX-License-Identifier: Apache-2.0

/// Who waits for whom, and what follows when something ends well or badly (sections 6, 15 and 16 of the rules).

#include <algorithm>
#include <utility>

#include "turn.hpp"

namespace penstock {

namespace {

/// An activity of the kind `finally` waits for the end of its dependencies, not for their success.
void ignore_how_they_ended(Instance& waiting) { waiting.unmet -= std::exchange(waiting.bad, 0); }

}  // namespace

/// Counts what a new or restored instance still waits for. Work: one look per dependency that is alive, none for those that are done or not
/// yet there.
void Turn::count_dependencies(InstanceIndex index) {
  auto& instance = at(index);
  const auto& plan = instances_.plan();
  const auto& component = plan[instance.component];
  std::int64_t unmet = 0;
  std::int32_t bad = 0;
  for (const auto dependency : component.dependencies) {
    const auto range = matching(component, instance.interval, plan[dependency]);
    const auto& window = instances_.components[dependency].window;
    const auto last_known = std::min(range.last, window.next());
    for (auto n = std::max(range.first, window.first_unfinished()); n < last_known; ++n) {
      const auto look = window.look(n);
      if (look.entry != IntervalWindow::Entry::live) continue;
      ++unmet;
      if (is_bad(at(look.index).status)) ++bad;
    }
    unmet += std::max<std::int64_t>(0, range.last - std::max(range.first, window.next()));
  }
  instance.unmet = static_cast<std::int32_t>(unmet);
  instance.bad = bad;
  if (instances_.component(instance).finally) ignore_how_they_ended(instance);
}

/// Keeps the counters of all live consumers right, whatever their status: one that runs now may be rerun later.
void Turn::tell_consumers(InstanceIndex index, int unmet, int bad) {
  const auto component_index = at(index).component;
  const auto interval = at(index).interval;
  const auto& plan = instances_.plan();
  const auto& component = plan[component_index];
  for (const auto consumer : component.consumers) {
    // Overlapping is symmetric, so the consumers of an interval are found like its dependencies.
    const auto range = matching(component, interval, plan[consumer]);
    const auto& window = instances_.components[consumer].window;
    const auto last = std::min(range.last, window.next());
    for (auto n = std::max(range.first, window.first_unfinished()); n < last; ++n) {
      const auto look = window.look(n);
      if (look.entry != IntervalWindow::Entry::live) continue;
      auto& waiting = at(look.index);
      waiting.unmet += unmet;
      waiting.bad += bad;
      if (instances_.component(waiting).finally) ignore_how_they_ended(waiting);
      affected_.push_back(look.index);
    }
  }
}

void Turn::tell_owner(InstanceIndex index, int unmet, int bad) {
  auto& owner = at(at(index).owner);
  owner.unmet_checks = static_cast<std::int16_t>(owner.unmet_checks + unmet);
  owner.bad_checks = static_cast<std::int16_t>(owner.bad_checks + bad);
  affected_.push_back(at(index).owner);
}

/// The nearest bad dependency, in the order of the plan and of time; a bad precondition if there is none.
InstanceRef Turn::first_bad(InstanceIndex index) const {
  const auto& instance = instances_[index];
  const auto& plan = instances_.plan();
  for (const auto dependency : plan[instance.component].dependencies) {
    const auto range = matching(plan[instance.component], instance.interval, plan[dependency]);
    const auto& window = instances_.components[dependency].window;
    const auto last = std::min(range.last, window.next());
    for (auto n = std::max(range.first, window.first_unfinished()); n < last; ++n) {
      const auto look = window.look(n);
      if (look.entry == IntervalWindow::Entry::live && is_bad(instances_[look.index].status)) return instances_.ref(look.index);
    }
  }
  for (auto check = instance.first_check; check != no_instance; check = instances_[check].next_check) {
    if (is_bad(instances_[check].status)) return instances_.ref(check);
  }
  return {};
}

/// Looks at an instance whose situation has changed and does what follows. Looking once too often does no harm.
void Turn::consider(InstanceIndex index) {
  auto& instance = at(index);
  if (instance.owner != no_instance) return;
  if (component_of(index).kind == Kind::resource) {
    consider_resource(index);
    return;
  }
  const bool ready = instance.status == Status::waiting_for_runner;
  if (!ready && instance.status != Status::waiting_on_dependencies && instance.status != Status::paused) return;
  const auto& component = instances_.component(instance);

  if ((instance.bad > 0 || (!ready && instance.bad_checks > 0)) && component.policy.failure_mode == FailureMode::cascade) {
    instances_.blamed[index] = first_bad(index);
    stop_attempt(index);
    go_bad(index, instance.bad > 0 ? Cause::dependency_bad : Cause::precondition_bad);
    return;
  }
  if (instance.status == Status::paused || instance.unmet > 0) return;
  if (ready) {
    if (!instance.retrying) make_ready(index);
    return;
  }
  if (instance.unmet_checks > 0) {
    start_checks(index);
    return;
  }
  switch (component.kind) {
    case Kind::data_node:
      finish(index, Cause::nothing_to_do);
      return;
    default:
      move(index, Cause::dependencies_satisfied);
      make_ready(index);
      return;
  }
}

void Turn::finish(InstanceIndex index, Cause cause) {
  const bool resource = component_of(index).kind == Kind::resource;
  move(index, cause);
  // Not what an operator says, and not a resource that was never created (S-127).
  if (cause != Cause::marked_finished && !(resource && cause == Cause::nothing_to_do))
    fire(index, ActionEvent::on_success, component_of(index).on_success, index);
  if (at(index).owner != no_instance) return;
  end_checks(index);
  tell_run_succeeded(index);
  if (resource) {
    affected_.push_back(index);  // it leaves with the last of those that use it
  } else {
    leave(index);
  }
}

/// Ends an instance badly. It stays in memory: it can be rerun, and those who wait for it must know.
void Turn::go_bad(InstanceIndex index, Cause cause) {
  move(index, cause);
  end_checks(index);
  if (!has_failed(index)) return;  // not what somebody canceled (S-126)
  fire(index, ActionEvent::on_fail, component_of(index).on_fail, index);
  tell_run_failed(index);
}

/// Takes the actions, which tell about `node`; what they say of a failure is that of `failed`, itself or one of its preconditions.
void Turn::fire(InstanceIndex node, ActionEvent event, const std::vector<ComponentIndex>& actions, InstanceIndex failed) {
  const auto& plan = *instances_.plan_of(at(node).version);
  for (const auto action : actions) {
    if (plan[action].type == "Terminate") {  // the one action that is not a message (S-134)
      if (!is_terminal(at(node).status)) (void)cancel(instances_.ref(node), Cause::canceled_by_action);
      continue;
    }
    ActionRow row{.key = ++keys_.last_action,
                  .pipeline = instances_.pipeline.key,
                  .action = action,
                  .node = at(node).key,
                  .event = event,
                  .status = ActionStatus::fired,
                  .fired = now_,
                  .message = {}};
    batch_.actions.push_back(row);
    const auto failure = instances_.last_failure.find(failed);
    batch_.commands.emplace_back(
        RunAction{.action = std::move(row),
                  .ref = instances_.ref(node),
                  .node = instances_.row(node),
                  .node_owner = owner_row(node),
                  .node_attempt = failure == instances_.last_failure.end() ? std::nullopt : std::optional{failure->second}});
  }
}

}  // namespace penstock
