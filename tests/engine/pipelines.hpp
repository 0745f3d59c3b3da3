// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small pipelines that several tests run.

#include <chrono>
#include <string_view>

#include "penstock/definition/builder.hpp"
#include "penstock/testing/rig.hpp"

namespace penstock::testing {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

inline const Instant first_day = utc("2015-05-17");

/// A builder whose objects run on a daily schedule in cron style, for this many days from `first_day`.
struct Daily {
  explicit Daily(int count = 1) {
    const auto schedule = builder.add("Day", Schedule{.period = days{1}, .start_date_time = first_day, .occurrences = count});
    builder.defaults().schedule(schedule).schedule_type(ScheduleType::cron);
  }

  auto step(std::string_view id) { return builder.add(id, ShellCommandActivity{.command = "true"}); }

  PipelineBuilder builder{"test"};
};

}  // namespace penstock::testing
