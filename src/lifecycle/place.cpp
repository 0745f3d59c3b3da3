// SPDX-License-Identifier: Apache-2.0
#include "lifecycle/place.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace penstock {
namespace {

constexpr unsigned interval_bits = 34;
constexpr unsigned component_bits = 20;
constexpr unsigned check_bits = 8;
static_assert(interval_bits + component_bits + check_bits + 2 == 64);

constexpr std::uint64_t mask(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

/// The resource instance that serves an activity in `span`: the one that its start falls into, else the first that overlaps (S-48).
IntervalRange serving(const Calendar& resource, const Interval& span) {
  IntervalRange range = overlapping(resource.recurrence, resource.type, {span.start, span.start});
  if (range.empty()) range = overlapping(resource.recurrence, resource.type, span);
  if (!range.empty()) range.last = range.first + 1;
  return range;
}

/// The runnable whose interval decides which instances are meant at `place`. Objects without instances are seen from the instance in sight.
std::optional<Place> anchor(const Sight& sight, const Place& place) {
  const auto runnable = [&](const Place& candidate) { return is_runnable((*sight.plan)[candidate.component].kind); };
  if (place.way == Way::component) return std::nullopt;
  if (runnable(place)) return place;
  if (place.owner) return Place{.component = *place.owner, .interval = place.interval};
  const Place own = own_place(sight);
  if (runnable(own)) return own;
  if (sight.node_owner) return Place{.component = sight.node_owner->component, .interval = sight.node_owner->interval};
  if (sight.node) return node_place(sight);
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> pack(const Plan& plan, const Place& place) {
  std::uint64_t check = 0;
  ComponentIndex component = place.component;
  if (place.owner) {
    component = *place.owner;
    const auto& checks = plan[component].preconditions;
    const auto found = std::find(checks.begin(), checks.end(), place.component);
    if (found == checks.end()) return std::nullopt;
    check = static_cast<std::uint64_t>(found - checks.begin()) + 1;
  }
  const auto interval = static_cast<std::uint64_t>(place.interval);
  if (component > mask(component_bits) || interval > mask(interval_bits) || check > mask(check_bits)) return std::nullopt;
  return ((static_cast<std::uint64_t>(place.way) << check_bits | check) << component_bits | component) << interval_bits | interval;
}

Place unpack(const Plan& plan, std::uint64_t packed) {
  Place place;
  place.interval = static_cast<std::int64_t>(packed & mask(interval_bits));
  packed >>= interval_bits;
  place.component = static_cast<ComponentIndex>(packed & mask(component_bits));
  packed >>= component_bits;
  const std::uint64_t check = packed & mask(check_bits);
  place.way = static_cast<Way>(packed >> check_bits);
  if (check != 0) {
    place.owner = place.component;
    place.component = plan[place.component].preconditions[check - 1];
  }
  return place;
}

Place own_place(const Sight& sight) {
  Place place{.component = sight.instance.component, .way = Way::self};
  const Kind kind = (*sight.plan)[place.component].kind;
  if (is_runnable(kind)) place.interval = sight.instance.interval;
  if (kind == Kind::precondition && sight.node) {
    place.interval = sight.node->interval;
    place.owner = sight.node->component;
  }
  return place;
}

Place node_place(const Sight& sight) {
  Place place{.component = sight.node->component, .interval = sight.node->interval, .way = Way::self};
  if (sight.node_owner) place.owner = sight.node_owner->component;
  return place;
}

std::optional<Place> node_of(const Sight& sight, const Place& place) {
  if (place.owner) return Place{.component = *place.owner, .interval = place.interval, .way = Way::self};
  const bool fires = (*sight.plan)[place.component].kind == Kind::action && place.component == sight.instance.component;
  if (!fires || !sight.node || place.way == Way::component) return std::nullopt;
  return node_place(sight);
}

bool is_instance(const Plan& plan, const Place& place) {
  return place.way != Way::component && (place.owner || is_runnable(plan[place.component].kind));
}

Interval scheduled_at(const Sight& sight, const Place& place) {
  const auto lies_in = [&](const InstanceRow& row) {
    return row.component == place.owner.value_or(place.component) && row.interval == place.interval;
  };
  if (place.same_object(own_place(sight))) return sight.instance.scheduled;
  if (sight.node && lies_in(*sight.node)) return sight.node->scheduled;
  const Component& component = (*sight.plan)[place.owner.value_or(place.component)];
  // Without a calendar instances come from runs, and only those of the run in sight can be reached (S-47).
  if (!component.calendar) return sight.instance.scheduled;
  return interval(component.calendar->recurrence, place.interval);
}

std::string id_of(const Sight& sight, const Place& place) {
  const Plan& plan = *sight.plan;
  const std::string& id = plan[place.component].id;
  if (!is_instance(plan, place)) return id;
  const Instant start = scheduled_at(sight, place).start;
  return place.owner ? instance_id(id, start, plan[*place.owner].id) : instance_id(id, start);
}

Matches matches(const Sight& sight, const Place& from, ComponentIndex target) {
  const Plan& plan = *sight.plan;
  const Component& component = plan[target];
  if (!is_runnable(component.kind) && component.kind != Kind::precondition) return {Place{.component = target}};

  const std::optional<Place> viewer = anchor(sight, from);
  const Matches alone{Place{.component = target, .way = Way::component}};
  if (!viewer) return alone;
  const Component& owner = plan[viewer->component];
  if (component.kind == Kind::precondition) {
    const bool owned = std::find(owner.preconditions.begin(), owner.preconditions.end(), target) != owner.preconditions.end();
    return owned ? Matches{Place{.component = target, .interval = viewer->interval, .owner = viewer->component}} : alone;
  }
  const IntervalRange range = component.kind == Kind::resource && component.calendar && owner.calendar
                                  ? serving(*component.calendar, interval(owner.calendar->recurrence, viewer->interval))
                                  : matching(owner, viewer->interval, component);
  return {Place{.component = target, .interval = range.first}, range.size()};
}

}  // namespace penstock
