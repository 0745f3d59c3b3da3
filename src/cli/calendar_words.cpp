// SPDX-License-Identifier: Apache-2.0
#include "cli/calendar_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "cli/words.hpp"

namespace penstock::cli {

namespace {

std::string period_in_words(const Period& period) {
  auto text = to_text(period);
  if (period.count == 1 && text.starts_with("1 ")) text.erase(0, 2);
  return "every " + text;
}

/// The number of the first interval that is due at or after `from`, whether or not there are so many.
std::int64_t first_due(const Recurrence& recurrence, ScheduleType type, Instant from) {
  if (due_time(recurrence, type, 0) >= from) return 0;
  // As if it went on for ever: the interval that holds `from`, and the one after it, are all that can be meant.
  const Recurrence endless{.start = recurrence.start, .period = recurrence.period};
  auto n = std::max<std::int64_t>(overlapping(endless, ScheduleType::cron, {from, from}).first - 1, 0);
  while (due_time(recurrence, type, n) < from) ++n;
  return n;
}

}  // namespace

std::string in_words(const Recurrence& recurrence, ScheduleType type) {
  auto text = fmt::format("{} from {}", period_in_words(recurrence.period), to_text(recurrence.start));
  const auto intervals = count(recurrence, type);
  if (!intervals) return text + ", without an end";
  const auto times = counted(*intervals, "time");
  if (const auto* const until = std::get_if<Until>(&recurrence.stop)) {
    return text + fmt::format(", until {}: {}", to_text(until->end), times);
  }
  return text + fmt::format(", {}, until {}", times, to_text(interval(recurrence, *intervals - 1).end));
}

std::string_view name_of(ScheduleType type) noexcept {
  switch (type) {
    case ScheduleType::cron:
      return "cron";
    case ScheduleType::timeseries:
      return "timeseries";
    case ScheduleType::ondemand:
      return "ondemand";
  }
  return "";
}

std::string_view meaning_of(ScheduleType type) noexcept {
  return type == ScheduleType::timeseries ? "due when the interval ends" : "due when the interval begins";
}

Outlook outlook(const Recurrence& recurrence, ScheduleType type, Instant from, std::size_t most) {
  Outlook result;
  const auto all = count(recurrence, type);
  auto n = first_due(recurrence, type, from);
  result.due_before = all ? std::min(n, *all) : n;
  for (; result.next.size() < most && (!all || n < *all); ++n) {
    result.next.push_back({.due = due_time(recurrence, type, n), .interval = interval(recurrence, n)});
  }
  return result;
}

}  // namespace penstock::cli
