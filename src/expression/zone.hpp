// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A time zone as Joda-Time names it. The only place that knows cctz; local times are milliseconds since 1970-01-01 on the zone's own
/// clock.

#include <cctz/time_zone.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "penstock/time.hpp"

namespace penstock::expression {

/// The rule of a zone whose clocks never change.
struct FixedOffset {
  std::int64_t seconds = 0;
};

class Zone {
 public:
  /// UTC. Needs no time-zone data.
  Zone() : id_{"UTC"} {}

  /// "UTC", an offset ("+05", "+0530", "-12:34", "+01:02:03") or a name of the system's time-zone data, exactly as that spells it.
  [[nodiscard]] static std::optional<Zone> find(std::string_view id);

  [[nodiscard]] const std::string& id() const noexcept { return id_; }

  /// `+HH`, `+HHmm`, `+HH:mm`, `+HHmmss` or `+HH:mm:ss`, or the same with a minus; none for anything else.
  [[nodiscard]] static std::optional<Duration> parse_offset(std::string_view text);

  /// How far local clocks are ahead of UTC at that moment.
  [[nodiscard]] Duration offset(Instant instant) const;

  /// What an ambiguous or missing local time means.
  enum class Lookup {
    earlier_offset,  ///< the first of two; a missing time moves forward by the gap
    start_of_day,    ///< the first of two; a missing time becomes the end of the gap
    exact            ///< the first of two; a missing time is none
  };
  /// The moment when local clocks show `local_ms`; none as `lookup` says, or if it is out of reach.
  [[nodiscard]] std::optional<Instant> from_local(std::int64_t local_ms, Lookup lookup) const;

  /// As people write it there: "CET" and "Central European Time". Zones that have no name in words get their offset.
  [[nodiscard]] std::string short_name(Instant instant) const;
  [[nodiscard]] std::string long_name(Instant instant) const;

  /// "+02:00", or "+0200" without the colon; seconds of the offset are left out, as Joda-Time does.
  static void append_offset(std::string& out, Duration offset, std::string_view separator);

  bool operator==(const Zone& other) const noexcept { return id_ == other.id_; }

 private:
  Zone(std::string id, FixedOffset fixed) : id_{std::move(id)}, rule_{fixed} {}
  Zone(std::string id, cctz::time_zone zone) : id_{std::move(id)}, rule_{zone} {}

  [[nodiscard]] std::string abbreviation(Instant instant) const;

  std::string id_;
  std::variant<FixedOffset, cctz::time_zone> rule_;
};

}  // namespace penstock::expression
