// SPDX-License-Identifier: Apache-2.0
#include "penstock/schedule/recurrence.hpp"

#include <algorithm>

#include "civil.hpp"

namespace penstock {

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

Instant start_of(const Recurrence& recurrence, std::int64_t n) { return add(recurrence.start, recurrence.period, n); }

std::int64_t month_index(Instant instant) {
  const civil::Date date = civil::to_date(civil::floor_div(civil::to_ms(instant), civil::ms_per_day));
  return date.year * 12 + date.month - 1;
}

/// A period of nothing is refused where definitions are checked; here it must only not divide by zero.
std::int64_t at_least_one(std::int64_t step) { return std::max<std::int64_t>(step, 1); }

/// For steps of months: the starts of interval n-1 and n+1 lie in other months than `time` does, so only n itself has to be compared.
std::int64_t calendar_steps_until(const Recurrence& recurrence, Instant time) {
  const std::int64_t months_per_unit = recurrence.period.unit == Period::Unit::years ? 12 : 1;
  const std::int64_t step = at_least_one(civil::product(recurrence.period.count, months_per_unit).value_or(largest));
  const std::int64_t n = civil::floor_div(month_index(time) - month_index(recurrence.start), step);
  return start_of(recurrence, n) >= time ? n : n + 1;
}

/// The smallest n >= 0 whose interval begins at or after `time`.
std::int64_t first_starting_at_or_after(const Recurrence& recurrence, Instant time) {
  if (time <= recurrence.start) return 0;
  if (recurrence.period.unit == Period::Unit::months || recurrence.period.unit == Period::Unit::years) {
    return calendar_steps_until(recurrence, time);
  }
  const std::int64_t distance = civil::difference(civil::to_ms(time), civil::to_ms(recurrence.start)).value_or(largest);
  const std::int64_t length = at_least_one(nominal_length(recurrence.period).count());
  return distance / length + (distance % length != 0 ? 1 : 0);
}

/// The smallest n >= 0 whose interval begins after `time`.
std::int64_t first_starting_after(const Recurrence& recurrence, Instant time) {
  const std::int64_t n = first_starting_at_or_after(recurrence, time);
  return start_of(recurrence, n) == time ? n + 1 : n;
}

std::int64_t count_until(const Recurrence& recurrence, ScheduleType type, Instant end) {
  // Interval n ends where n+1 begins, so the ends up to E are one fewer than the starts up to E (S-62).
  if (type == ScheduleType::timeseries) return std::max<std::int64_t>(first_starting_after(recurrence, end) - 1, 0);
  return first_starting_at_or_after(recurrence, end);
}

}  // namespace

Interval interval(const Recurrence& recurrence, std::int64_t n) {
  const Instant start = start_of(recurrence, n);
  return {start, n == largest ? Instant::max() : start_of(recurrence, n + 1)};
}

Instant due_time(const Recurrence& recurrence, ScheduleType type, std::int64_t n) {
  const Interval span = interval(recurrence, n);
  return type == ScheduleType::timeseries ? span.end : span.start;
}

std::optional<std::int64_t> count(const Recurrence& recurrence, ScheduleType type) {
  if (const auto* times = std::get_if<Times>(&recurrence.stop)) return std::max<std::int64_t>(times->count, 0);
  if (const auto* until = std::get_if<Until>(&recurrence.stop)) return count_until(recurrence, type, until->end);
  return std::nullopt;
}

IntervalRange overlapping(const Recurrence& recurrence, ScheduleType type, const Interval& span) {
  if (span.end < span.start || span.end < recurrence.start) return {};
  const std::int64_t first = std::max<std::int64_t>(first_starting_after(recurrence, span.start) - 1, 0);
  // A span without length lies in the interval that has begun by then; any other span ends before the interval that begins at its end.
  std::int64_t last =
      span.start == span.end ? first_starting_after(recurrence, span.end) : first_starting_at_or_after(recurrence, span.end);
  if (const auto limit = count(recurrence, type)) last = std::min(last, *limit);
  return first < last ? IntervalRange{first, last} : IntervalRange{};
}

std::optional<Interval> next_interval(const Recurrence& recurrence, ScheduleType type, Instant from) {
  const std::int64_t n = first_starting_at_or_after(recurrence, from);
  const auto limit = count(recurrence, type);
  if (limit && n >= *limit) return std::nullopt;
  return interval(recurrence, n);
}

}  // namespace penstock
