// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/explanation.hpp"

#include <utility>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

std::string id_of(const Instances& instances, ComponentIndex component, std::int64_t interval) {
  const auto& named = instances.plan()[component];
  return instance_id(named.id, instances.scheduled(named, interval).start);
}

std::string id_of(const Instances& instances, InstanceIndex index) {
  const auto& instance = instances[index];
  if (instance.owner == no_instance) return id_of(instances, instance.component, instance.interval);
  const auto& owner = instances[instance.owner];
  const auto& plan = instances.plan();
  return instance_id(plan[instance.component].id, instances.scheduled(plan[owner.component], owner.interval).start,
                     plan[owner.component].id);
}

bool is_satisfied(const Instances& instances, const Instance& waiting, ComponentIndex dependency, std::int64_t interval) {
  const auto look = instances.components[dependency].window.look(interval);
  if (look.entry != IntervalWindow::Entry::live) return look.entry == IntervalWindow::Entry::done;
  const auto status = instances[look.index].status;
  return is_done(status) || (is_bad(status) && instances.component(waiting).finally);
}

namespace {

/// Calls `visit(component, interval)` for every matching dependency, in order.
template <class F>
void each_dependency(const Instances& instances, ComponentIndex component, std::int64_t interval, F visit) {
  const auto& plan = instances.plan();
  for (const auto dependency : plan[component].dependencies) {
    const auto range = matching(plan[component], interval, plan[dependency]);
    for (auto n = range.first; n < range.last; ++n) visit(dependency, n);
  }
}

std::vector<std::string> unsatisfied(const Instances& instances, const Instance& instance) {
  std::vector<std::string> waits;
  each_dependency(instances, instance.component, instance.interval, [&](ComponentIndex dependency, std::int64_t n) {
    if (!is_satisfied(instances, instance, dependency, n)) waits.push_back(id_of(instances, dependency, n));
  });
  return waits;
}

void wait_for_preconditions(const Instances& instances, InstanceIndex index, std::vector<std::string>& waits) {
  for (auto check = instances[index].first_check; check != no_instance; check = instances[check].next_check) {
    if (!is_done(instances[check].status)) waits.push_back(id_of(instances, check));
  }
}

std::vector<std::string> wait_to_begin(const Instances& instances, const Instance& instance) {
  if (instance.unmet > 0) return unsatisfied(instances, instance);
  if (instance.retrying) return {"retry at " + to_text(instance.since)};
  const auto& component = instances.component(instance);
  if (component.runs_on) {
    const auto resource = instances.resource_of(instance);
    if (!resource || instances[*resource].status != Status::running) return {resource_of(instances, instance.component, instance.interval)};
  }
  if (!component.worker_group.empty()) return {"no runner for group " + component.worker_group};
  return {};
}

/// The instance that the failure came from; itself if it did not fall with another. Each step goes to one that went bad earlier, so the
/// chain ends.
template <class F>
InstanceIndex follow_blame(const Instances& instances, InstanceIndex index, F visit) {
  while (instances[index].status == Status::cascade_failed) {
    const auto blamed = instances.blamed.find(index);
    if (blamed == instances.blamed.end()) break;
    const auto [place, key] = blamed->second;
    if (place >= instances.capacity() || instances[place].key != key) break;
    index = place;
    visit(index);
  }
  return index;
}

}  // namespace

std::vector<std::string> dependencies_of(const Instances& instances, ComponentIndex component, std::int64_t interval) {
  std::vector<std::string> ids;
  each_dependency(instances, component, interval,
                  [&](ComponentIndex dependency, std::int64_t n) { ids.push_back(id_of(instances, dependency, n)); });
  return ids;
}

std::vector<std::string> waiting_on(const Instances& instances, InstanceIndex index) {
  const auto& instance = instances[index];
  if (instance.owner != no_instance) return {};
  if (instance.status == Status::waiting_for_runner) return wait_to_begin(instances, instance);
  if (instance.status != Status::waiting_on_dependencies && instance.status != Status::paused) return {};
  auto waits = unsatisfied(instances, instance);
  wait_for_preconditions(instances, index, waits);
  if (instance.status == Status::paused) waits.push_back("resume of " + instances.plan()[instance.component].id);
  return waits;
}

std::vector<std::string> cascade_failed_on(const Instances& instances, InstanceIndex index) {
  std::vector<std::string> ids;
  (void)follow_blame(instances, index, [&](InstanceIndex blamed) { ids.push_back(id_of(instances, blamed)); });
  return ids;
}

std::string failure_text(const Instances& instances, InstanceIndex index) {
  const auto origin = follow_blame(instances, index, [](InstanceIndex) {});
  const auto& instance = instances[origin];
  std::string message;
  if (const auto failure = instances.last_failure.find(origin); instance.status == Status::canceled) {
    message =
        cancellation_reason(instance.status, instance.cause,
                            instance.owner == no_instance ? resource_of(instances, instance.component, instance.interval) : std::string{});
  } else if (failure != instances.last_failure.end()) {
    message = failure->second.error_message.empty() ? failure->second.error_id : failure->second.error_message;
  } else {
    message = to_text(instance.status);
  }
  if (origin == index) return message;
  return "caused by " + id_of(instances, origin) + ": " + message;
}

std::string resource_of(const Instances& instances, ComponentIndex component, std::int64_t interval) {
  const auto& plan = instances.plan();
  if (!plan[component].runs_on) return {};
  const auto n = resource_interval(plan, plan[component], interval);
  return n ? id_of(instances, *plan[component].runs_on, *n) : std::string{};
}

std::string cancellation_reason(Status status, Cause cause, std::string_view resource) {
  if (status != Status::canceled) return {};
  const auto of_resource = [&](std::string_view what) { return "resource " + std::string{resource} + " " + std::string{what}; };
  switch (cause) {
    case Cause::canceled_resource_failed:
      return of_resource("FAILED");
    case Cause::canceled_resource_timed_out:
      return of_resource("TIMEDOUT");
    case Cause::canceled_resource_canceled:
      return of_resource("CANCELED");
    case Cause::canceled_by_task_failure:
      return of_resource("was let go of after a task had failed");
    default:
      return std::string{to_text(cause)};
  }
}

}  // namespace penstock
