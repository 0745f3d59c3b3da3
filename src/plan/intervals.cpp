// SPDX-License-Identifier: Apache-2.0
/// How the intervals of one component meet those of another, by arithmetic on their schedules.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

constexpr std::int64_t most_roll_ups = 32;
/// Beyond this an embedded engine warns: every such reference makes an instance wait for as many others.
constexpr std::int64_t many_roll_ups = 10'000;
/// Enough for every length of month and for the phases of common periods.
constexpr std::int64_t sampled_intervals = 64;

struct Meeting {
  std::int64_t most = 1;      ///< instances of the one that an instance of the other matches
  bool some_missing = false;  ///< some intervals match none
};

/// How many intervals match by the periods alone (S-44): as if both schedules had no beginning and no end.
std::int64_t most_matches(const Recurrence& waiting, const Recurrence& awaited) {
  if (waiting.start == awaited.start && waiting.period == awaited.period) return 1;
  Recurrence before = awaited;
  before.stop = Forever{};
  if (awaited.start > waiting.start) {
    const std::int64_t steps = (awaited.start - waiting.start) / nominal_length(awaited.period) + 2;
    before.start = add(awaited.start, awaited.period, -steps);
  }
  std::int64_t most = 0;
  for (std::int64_t n = 0; n < sampled_intervals; ++n) {
    most = std::max(most, overlapping(before, ScheduleType::cron, interval(waiting, n)).size());
  }
  return most;
}

/// Both cover a stretch of time without gaps, so that only what lies before the first or after the last interval can be missing (S-46,
/// S-48).
bool some_missing(const Calendar& waiting, const Calendar& awaited) {
  const auto waiting_count = count(waiting.recurrence, waiting.type);
  const auto awaited_count = count(awaited.recurrence, awaited.type);
  if (waiting_count == 0) return false;
  if (awaited_count == 0 || interval(waiting.recurrence, 0).end <= awaited.recurrence.start) return true;
  if (!awaited_count) return false;
  const Instant end = interval(awaited.recurrence, *awaited_count - 1).end;
  return !waiting_count || interval(waiting.recurrence, *waiting_count - 1).start >= end;
}

Meeting meet(const Calendar& waiting, const Calendar& awaited) {
  const std::int64_t most = most_matches(waiting.recurrence, awaited.recurrence);
  return {.most = std::min(most, count(awaited.recurrence, awaited.type).value_or(most)), .some_missing = some_missing(waiting, awaited)};
}

/// Many components share few schedules, so each pair of schedules is compared once.
class Meetings {
 public:
  explicit Meetings(const Compilation& c) : c_{c} {}

  const Meeting& of(ComponentIndex waiting, ComponentIndex awaited) {
    const auto [found, first] = known_.try_emplace(std::uint64_t{key(waiting)} << 32U | key(awaited));
    if (first) found->second = meet(*c_.components[waiting].calendar, *c_.components[awaited].calendar);
    return found->second;
  }

 private:
  [[nodiscard]] std::uint32_t key(ComponentIndex component) const {
    return c_.followed[component] * 4 + static_cast<std::uint32_t>(c_.components[component].calendar->type);
  }

  const Compilation& c_;
  std::unordered_map<std::uint64_t, Meeting> known_;
};

void check_dependency(Compilation& c, Meetings& meetings, const Draft& draft, ComponentIndex dependency) {
  if (!c.components[dependency].calendar) return;
  const Meeting& meeting = meetings.of(draft.component, dependency);
  const std::string& id = c.components[dependency].id;
  if (c.service() && meeting.most > most_roll_ups) {
    c.report.error(
        draft.id, "TooManyRollUps", "",
        fmt::format("would wait for {} instances of \"{}\" at a time; the service allows {}, so put a step of a longer period between",
                    meeting.most, id, most_roll_ups));
  } else if (!c.service() && meeting.most > many_roll_ups) {
    c.report.warning(draft.id, "TooManyRollUps", "", fmt::format("waits for {} instances of \"{}\" at a time", meeting.most, id));
  }
  if (meeting.some_missing) {
    c.report.warning(draft.id, "NoMatchingInterval", "",
                     fmt::format("has intervals in which \"{}\" has none; there it does not wait for it", id));
  }
}

void check_resource(Compilation& c, Meetings& meetings, const Draft& draft, const Component& activity, const Component& resource) {
  if (!activity.calendar || !resource.calendar) return;
  if (nominal_length(resource.calendar->recurrence.period) < nominal_length(activity.calendar->recurrence.period)) {
    c.report.warning(
        draft.id, "ResourcePeriodShorterThanActivity", "runsOn",
        fmt::format("the period of \"{}\" is shorter than its own; it keeps the resource that its start falls into", resource.id));
  }
  if (meetings.of(draft.component, *activity.runs_on).some_missing) {
    c.report.warning(draft.id, "ResourceIntervalMissing", "runsOn",
                     fmt::format("has intervals in which \"{}\" has none; there it would fail", resource.id));
  }
}

}  // namespace

void check_intervals(Compilation& c) {
  Meetings meetings{c};
  std::vector<bool> used(c.components.size(), false);
  c.each_component([&](const Draft& draft, const Component& component) {
    if (component.runs_on) {
      used[*component.runs_on] = true;
      if (component.kind == Kind::activity) check_resource(c, meetings, draft, component, c.components[*component.runs_on]);
    }
    if (!component.calendar) return;
    for (const ComponentIndex dependency : component.dependencies) check_dependency(c, meetings, draft, dependency);
  });
  c.each_component([&](const Draft& draft, const Component& component) {
    if (component.kind != Kind::resource || used[draft.component]) return;
    c.report.warning(draft.id, "UnusedResource", "", "nothing runs on it, so it is never created");
  });
}

}  // namespace penstock::compiling
