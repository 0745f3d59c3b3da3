// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Days that are named by their week or by their number in the year.

#include <cstdint>
#include <optional>

#include "civil.hpp"

namespace penstock::expression {

/// Days since 1970-01-01 of a day in an ISO week; none if the year has no such week.
[[nodiscard]] constexpr std::optional<std::int64_t> day_of_week_date(std::int64_t week_year, std::int64_t week, std::int64_t weekday) {
  // Week 1 is the week of January 4, whatever weekday that is.
  const auto first_monday = [](std::int64_t year) {
    const std::int64_t january_4 = civil::to_days({year, 1, 4});
    return january_4 - civil::iso_weekday(january_4) + 1;
  };
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return std::nullopt;
  const std::int64_t monday = first_monday(week_year) + (week - 1) * 7;
  if (monday >= first_monday(week_year + 1)) return std::nullopt;
  return monday + weekday - 1;
}

/// The same for a day counted from the beginning of its year.
[[nodiscard]] constexpr std::optional<std::int64_t> day_of_year(std::int64_t year, std::int64_t day) {
  if (day < 1 || day > (civil::is_leap(year) ? 366 : 365)) return std::nullopt;
  return civil::to_days({year, 1, 1}) + day - 1;
}

}  // namespace penstock::expression
