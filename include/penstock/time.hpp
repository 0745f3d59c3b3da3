// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Points and spans of time. Everything is UTC with millisecond resolution; time zones exist in expressions only.

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

/// The half-open span `[start, end)` (S-41). An on-demand run has `start == end` (S-76).
struct Interval {
  Instant start;
  Instant end;

  auto operator<=>(const Interval&) const = default;
};

/// Whether the two spans share a moment; spans that only touch do not (S-41).
[[nodiscard]] constexpr bool overlap(const Interval& a, const Interval& b) noexcept { return a.start < b.end && b.start < a.end; }

/// `YYYY-MM-DDTHH:MM:SS`, without zone and without fraction (S-203).
[[nodiscard]] std::string to_text(Instant instant);

/// Reads `YYYY-MM-DDTHH:MM:SS` with an optional `Z` (S-54), or a date alone, which means its midnight; none if it is neither.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// The same for texts in a program: `utc("2015-05-17")`. Throws `std::invalid_argument` when the text is no date.
[[nodiscard]] Instant utc(std::string_view text);

/// Port: where the time comes from. `now` may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock, optionally shifted, so that a host can begin at another date and go on from there.
class SystemClock final : public Clock {
 public:
  explicit SystemClock(Duration shift = Duration::zero()) : shift_{shift} {}
  [[nodiscard]] Instant now() const override;

 private:
  Duration shift_;
};

}  // namespace penstock
