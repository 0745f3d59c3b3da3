// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The calendar. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// When the intervals of activities, data nodes and resources come. Exactly one of `start_date_time` and `start_at` (S-52); at most
/// one of `end_date_time` and `occurrences` (S-53).
struct Schedule {
  static constexpr Kind kind = Kind::schedule;
  static constexpr std::string_view type_name = "Schedule";

  PeriodValue period = {};
  Text start_at = {};  ///< FIRST_ACTIVATION_DATE_TIME; deprecated
  DateTimeValue start_date_time = {};
  DateTimeValue end_date_time = {};  ///< none: for ever
  IntegerValue occurrences = {};     ///< how many intervals there are

  static constexpr auto fields() {
    return std::tuple{field("period", &Schedule::period), field("startAt", &Schedule::start_at),
                      field("startDateTime", &Schedule::start_date_time), field("endDateTime", &Schedule::end_date_time),
                      field("occurrences", &Schedule::occurrences)};
  }
};

}  // namespace penstock
