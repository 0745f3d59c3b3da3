// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Schedules as people say them, and what comes next.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/plan/plan.hpp"

namespace penstock::cli {

/// `every day from 2024-03-01T00:00:00, 3 times, until 2024-03-04T00:00:00`.
[[nodiscard]] std::string in_words(const Recurrence& recurrence, ScheduleType type);

/// `cron`, `timeseries`, `ondemand`.
[[nodiscard]] std::string_view name_of(ScheduleType type) noexcept;
/// `due when the interval begins`, `due when the interval ends`.
[[nodiscard]] std::string_view meaning_of(ScheduleType type) noexcept;

struct NextRun {
  Instant due;
  Interval interval;
};
struct Outlook {
  std::int64_t due_before = 0;  ///< intervals that are due earlier: the backfill
  std::vector<NextRun> next;
};
/// What is due at or after `from`, and how much was due before.
[[nodiscard]] Outlook outlook(const Recurrence& recurrence, ScheduleType type, Instant from, std::size_t most);

}  // namespace penstock::cli
