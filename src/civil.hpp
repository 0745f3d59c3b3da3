// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The proleptic Gregorian calendar on plain integers. Knows days, months and years; knows nothing of zones or text.
/// Written here because `std::chrono::year` ends at 32767 while an `Instant` reaches much further, and because overflow must be an answer.

#include <cstdint>
#include <limits>
#include <optional>

#include "penstock/time.hpp"

namespace penstock::civil {

inline constexpr std::int64_t ms_per_second = 1'000;
inline constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
inline constexpr std::int64_t ms_per_hour = 60 * ms_per_minute;
inline constexpr std::int64_t ms_per_day = 24 * ms_per_hour;

/// A little more than an `Instant` can hold, so that sums of dates inside it cannot overflow.
inline constexpr std::int64_t largest_year = 300'000'000;

struct Date {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;

  bool operator==(const Date&) const = default;
};

/// Both divisions want a positive divisor.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t value, std::int64_t divisor) noexcept {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}
[[nodiscard]] constexpr std::int64_t floor_mod(std::int64_t value, std::int64_t divisor) noexcept {
  const std::int64_t rest = value % divisor;
  return rest < 0 ? rest + divisor : rest;
}

[[nodiscard]] constexpr bool is_leap(std::int64_t year) noexcept { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

[[nodiscard]] constexpr int days_in_month(std::int64_t year, int month) noexcept {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

[[nodiscard]] constexpr bool is_valid(const Date& date) noexcept {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

/// Days since 1970-01-01. Counts years from March, so that the leap day is the last day of its year.
[[nodiscard]] constexpr std::int64_t to_days(const Date& date) noexcept {
  const std::int64_t march_year = date.month > 2 ? date.year : date.year - 1;
  const std::int64_t month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t days =
      365 * march_year + floor_div(march_year, 4) - floor_div(march_year, 100) + floor_div(march_year, 400) + day_of_year;
  return days - 719'468;
}

[[nodiscard]] constexpr Date to_date(std::int64_t days) noexcept {
  constexpr std::int64_t days_per_400_years = 146'097;
  const std::int64_t shifted = days + 719'468;
  const std::int64_t cycle = floor_div(shifted, days_per_400_years);
  const std::int64_t day = shifted - cycle * days_per_400_years;
  const std::int64_t year = (day - day / 1'460 + day / 36'524 - day / 146'096) / 365;
  const std::int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto day_of_month = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const auto month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  return {cycle * 400 + year + (month <= 2 ? 1 : 0), month, day_of_month};
}

/// 1 is Monday, 7 is Sunday.
[[nodiscard]] constexpr int iso_weekday(std::int64_t days) noexcept { return static_cast<int>(floor_mod(days + 3, 7)) + 1; }

[[nodiscard]] constexpr int day_of_year(std::int64_t days, std::int64_t year) noexcept {
  return static_cast<int>(days - to_days({year, 1, 1})) + 1;
}

[[nodiscard]] constexpr Instant from_ms(std::int64_t ms) noexcept { return Instant{Duration{ms}}; }
[[nodiscard]] constexpr std::int64_t to_ms(Instant instant) noexcept { return instant.time_since_epoch().count(); }

/// None where the result does not fit 64 bits.
[[nodiscard]] constexpr std::optional<std::int64_t> sum(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}
[[nodiscard]] constexpr std::optional<std::int64_t> difference(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t result = 0;
  if (__builtin_sub_overflow(a, b, &result)) return std::nullopt;
  return result;
}
[[nodiscard]] constexpr std::optional<std::int64_t> product(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

/// The moment `ms_of_day` after the midnight that begins `date`; none if it is out of reach.
[[nodiscard]] constexpr std::optional<std::int64_t> moment(const Date& date, std::int64_t ms_of_day) noexcept {
  if (date.year > largest_year || date.year < -largest_year) return std::nullopt;
  const auto ms = product(to_days(date), ms_per_day);
  return ms ? sum(*ms, ms_of_day) : std::nullopt;
}

/// Moves `ms` by calendar months; a day that the target month lacks becomes its last day (S-58). None if the result is out of reach.
[[nodiscard]] constexpr std::optional<std::int64_t> add_months(std::int64_t ms, std::int64_t months) noexcept {
  const std::int64_t days = floor_div(ms, ms_per_day);
  const Date date = to_date(days);
  const auto month_index = sum(date.year * 12 + date.month - 1, months);
  if (!month_index) return std::nullopt;
  const std::int64_t year = floor_div(*month_index, 12);
  const auto month = static_cast<int>(floor_mod(*month_index, 12)) + 1;
  const int last = days_in_month(year, month);
  return moment({year, month, date.day < last ? date.day : last}, floor_mod(ms, ms_per_day));
}

/// Moves `ms` by `n` steps of `unit` milliseconds; none if the result is out of reach.
[[nodiscard]] constexpr std::optional<std::int64_t> add_steps(std::int64_t ms, std::int64_t n, std::int64_t unit) noexcept {
  const auto distance = product(n, unit);
  return distance ? sum(ms, *distance) : std::nullopt;
}

}  // namespace penstock::civil
