// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What people call the times of a zone, in English. The time-zone data holds abbreviations only, and for many zones just digits.

#include <string_view>

namespace penstock::expression {

struct ZoneNames {
  std::string_view zone;          ///< empty: in every zone that uses the abbreviation
  std::string_view abbreviation;  ///< as the time-zone data has it
  std::string_view short_name;
  std::string_view long_name;
};

/// The names that zone `zone` has while its abbreviation is `abbreviation`; null if it has none that are known here.
[[nodiscard]] const ZoneNames* zone_names(std::string_view zone, std::string_view abbreviation);

}  // namespace penstock::expression
