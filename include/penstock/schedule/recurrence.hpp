// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Divides time into intervals. Knows the calendar; knows nothing of pipelines, stores or clocks.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "penstock/time.hpp"

namespace penstock {

/// "15 minutes", "1 month". Months and years are calendar steps, so a Period has no fixed length (S-58).
struct Period {
  enum class Unit { milliseconds, seconds, minutes, hours, days, weeks, months, years };
  std::int64_t count = 1;
  Unit unit = Unit::days;

  bool operator==(const Period&) const = default;
};

/// Reads `N unit`, singular or plural, any case, N >= 1 (S-50); none for anything else. Seconds and milliseconds are read too: whether a
/// schedule may be that fast is not decided here (S-51).
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);

/// "15 minutes", "1 day": the form that `parse_period` reads.
[[nodiscard]] std::string to_text(const Period& period);

/// `from` moved by `n` periods; a day that the target month lacks becomes its last day (S-58). `n` may be negative. What would lie outside
/// the range of an `Instant` becomes the nearest end of it.
[[nodiscard]] Instant add(Instant from, const Period& period, std::int64_t n = 1);

/// Length for time-outs and delays, where a month counts as 30 days and a year as 365; `Duration::max()` if it is longer than that.
[[nodiscard]] Duration nominal_length(const Period& period);

struct Forever {
  bool operator==(const Forever&) const = default;
};
struct Until {
  Instant end;
  bool operator==(const Until&) const = default;
};
struct Times {
  std::int64_t count = 1;
  bool operator==(const Times&) const = default;
};
/// A variant, not two optionals: the guide allows an end or a count, never both (S-53).
using Stop = std::variant<Forever, Until, Times>;

/// Interval n is `[start + n*period, start + (n+1)*period)`, counted from the origin so that months do not drift (S-57, S-58). The period
/// counts at least one unit. Nothing that is asked of a recurrence walks over its intervals: every answer is arithmetic.
struct Recurrence {
  Instant start;
  Period period;
  Stop stop = Forever{};

  bool operator==(const Recurrence&) const = default;
};

/// When, within its interval, an instance is due (S-59). On demand there are no intervals; asked about a recurrence all the same, it
/// answers like cron.
enum class ScheduleType { cron, timeseries, ondemand };

/// Numbers of intervals, half-open: `[first, last)`. Empty when `first == last`.
struct IntervalRange {
  std::int64_t first = 0;
  std::int64_t last = 0;

  [[nodiscard]] bool empty() const noexcept { return first >= last; }
  [[nodiscard]] std::int64_t size() const noexcept { return empty() ? 0 : last - first; }
  bool operator==(const IntervalRange&) const = default;
};

/// Interval number `n` of the recurrence, whether or not the recurrence still has it.
[[nodiscard]] Interval interval(const Recurrence& recurrence, std::int64_t n);

/// When interval `n` is due: its start under cron, its end under timeseries (S-59).
[[nodiscard]] Instant due_time(const Recurrence& recurrence, ScheduleType type, std::int64_t n);

/// How many intervals there are; none means for ever. With an end, S-62 decides which intervals still count.
[[nodiscard]] std::optional<std::int64_t> count(const Recurrence& recurrence, ScheduleType type);

/// Which intervals that the recurrence has under `type` overlap `span` (S-42). A span without length matches the interval that contains it.
/// When there are none, the range is `{0, 0}`.
[[nodiscard]] IntervalRange overlapping(const Recurrence& recurrence, ScheduleType type, const Interval& span);

/// The first interval that begins at or after `from`; none once the recurrence is over.
[[nodiscard]] std::optional<Interval> next_interval(const Recurrence& recurrence, ScheduleType type, Instant from);

}  // namespace penstock
