// SPDX-License-Identifier: Apache-2.0

/// Whether a pipeline has done its part, for another that waits for it (S-38).

#include <algorithm>

#include "penstock/lifecycle/explanation.hpp"

namespace penstock {

namespace {

bool does_work(const Component& component) { return component.kind == Kind::activity || component.kind == Kind::data_node; }

std::string unfinished_one(const Instances& instances, ComponentIndex component, std::int64_t interval) {
  const auto look = instances.components[component].window.look(interval);
  switch (look.entry) {
    case IntervalWindow::Entry::done:
      return {};
    case IntervalWindow::Entry::absent:
      return id_of(instances, component, interval) + " is still to come";
    case IntervalWindow::Entry::live: {
      const auto status = instances[look.index].status;
      return is_done(status) ? std::string{} : id_of(instances, look.index) + " is " + std::string{to_text(status)};
    }
  }
  return {};
}

std::string unfinished_scheduled(const Instances& instances, const std::optional<Interval>& when, Instant now) {
  for (const auto index : instances.plan().topological_order()) {
    const auto& component = instances.plan()[index];
    if (!does_work(component) || !component.calendar) continue;
    const auto& calendar = *component.calendar;
    const auto asked = when ? overlapping(calendar.recurrence, calendar.type, *when) : IntervalRange{};
    const auto total = count(calendar.recurrence, calendar.type);
    const auto is_asked = [&](std::int64_t n) {
      return when ? n < asked.last : (!total || n < *total) && instances.due(component, n) <= now;
    };
    for (auto n = std::max(asked.first, instances.components[index].window.first_unfinished()); is_asked(n); ++n) {
      if (auto left = unfinished_one(instances, index, n); !left.empty()) return left;
    }
  }
  return {};
}

std::string unfinished_on_demand(const Instances& instances, const std::optional<Interval>& when) {
  const auto& last = instances.pipeline.last_activated;
  if (when && (!last || *last < when->start)) return "it was not activated since " + to_text(when->start);
  for (const auto& [run, state] : instances.runs) {
    if (when && state.at < when->start) continue;
    for (const auto index : instances.plan().topological_order()) {
      if (!does_work(instances.plan()[index])) continue;
      if (auto left = unfinished_one(instances, index, run); !left.empty()) return left;
    }
  }
  return {};
}

}  // namespace

std::string unfinished(const Instances& instances, const std::optional<Interval>& when, Instant now) {
  return instances.plan().runs().on_demand ? unfinished_on_demand(instances, when) : unfinished_scheduled(instances, when, now);
}

}  // namespace penstock
