// SPDX-License-Identifier: Apache-2.0

/// What becomes of a run as a whole: one message for all of it (S-135). A run is what belongs to one activation on demand, or to one
/// interval of a schedule. Nothing is kept about runs: where the instances stand says it all, also after a restart.

#include <algorithm>

#include "turn.hpp"

namespace penstock {

namespace {

bool is_in_same_run(const Component& a, const Component& b) {
  if (a.kind == Kind::resource || !is_runnable(a.kind)) return false;
  if (!a.calendar || !b.calendar) return !a.calendar && !b.calendar;
  return a.calendar->recurrence == b.calendar->recurrence;
}

bool exists(const Component& component, std::int64_t interval) {
  if (!component.calendar) return true;
  const auto total = count(component.calendar->recurrence, component.calendar->type);
  return !total || interval < *total;
}

}  // namespace

/// Calls `visit(entry, index)` for what the window of each component says of the run, last steps first, until it says false.
template <class F>
bool Turn::all_of_run(InstanceIndex member, F visit) const {
  const auto& plan = instances_.plan();
  const auto& component = plan[instances_[member].component];
  const auto interval = instances_[member].interval;
  const auto& order = plan.topological_order();
  return std::all_of(order.rbegin(), order.rend(), [&](ComponentIndex each) {
    if (!is_in_same_run(plan[each], component) || !exists(plan[each], interval)) return true;
    const auto look = instances_.components[each].window.look(interval);
    return visit(look.entry, look.index);
  });
}

/// It failed, or something that it needed did; nobody took it away.
bool Turn::has_failed(InstanceIndex index) const {
  const auto& instance = instances_[index];
  switch (instance.cause) {
    case Cause::canceled_resource_failed:
    case Cause::canceled_resource_timed_out:
    case Cause::canceled_resource_canceled:
      return true;
    default:
      return instance.status == Status::failed || instance.status == Status::cascade_failed || instance.status == Status::timedout;
  }
}

/// Once for each run, until all that failed in it is mended.
void Turn::tell_run_failed(InstanceIndex index) {
  const auto& actions = instances_.plan().runs().on_fail;
  const auto member = at(index).owner == no_instance ? index : at(index).owner;
  if (actions.empty() || component_of(member).kind == Kind::resource) return;
  const bool first = all_of_run(member, [&](IntervalWindow::Entry entry, InstanceIndex other) {
    if (entry != IntervalWindow::Entry::live) return true;
    if (other != index && has_failed(other)) return false;
    for (auto check = at(other).first_check; check != no_instance; check = at(check).next_check) {
      if (check != index && has_failed(check)) return false;
    }
    return true;
  });
  if (first) fire(member, ActionEvent::on_pipeline_fail, actions, index);
}

void Turn::tell_run_succeeded(InstanceIndex index) {
  const auto& actions = instances_.plan().runs().on_success;
  if (actions.empty() || component_of(index).kind == Kind::resource) return;
  const bool last = all_of_run(index, [&](IntervalWindow::Entry entry, InstanceIndex other) {
    return entry == IntervalWindow::Entry::done || (entry == IntervalWindow::Entry::live && is_done(at(other).status));
  });
  if (last) fire(index, ActionEvent::on_pipeline_success, actions, index);
}

}  // namespace penstock
