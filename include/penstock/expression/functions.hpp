// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Date arithmetic and date text as Joda-Time does them, which the functions of the expression language use (S-204 to S-206).
///
/// Beyond the guide's functions there are `inTimeZone(t, 'Europe/Berlin')`, a third argument of `format` that names a zone, and
/// `parseDateTime(text[, pattern[, zone]])`. Within one expression a date remembers the zone that `inTimeZone` gave it: `format`, `hour`,
/// `midnight`, `plusDays` and the others then see the clocks there. A zone is a way to look at a moment, not a part of it: a date printed
/// without `format` is UTC (S-203), and the value that leaves the expression is the moment alone.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/result.hpp"
#include "penstock/schedule/recurrence.hpp"

namespace penstock {

/// A function that expressions can call, for documentation and completion.
struct FunctionSignature {
  std::string_view name;
  std::string_view parameters;  ///< "DateTime, Integer"
  std::string_view result;
  std::string_view meaning;
};

/// All of them, sorted by name.
[[nodiscard]] std::span<const FunctionSignature> functions();

/// Prints `instant` as seen in `zone` ("UTC", "Europe/Berlin", "+02:00") with a Joda-Time pattern. The error is `BadFormat`, with a
/// position in the pattern, or, for a zone that nobody knows, `TypeError`. Names of zones are those of the system's time-zone data. A quote
/// that is never closed goes on to the end of the pattern as in Joda-Time; the language's own `format` calls that `BadFormat`.
[[nodiscard]] Result<std::string, ExpressionError> format(Instant instant, std::string_view pattern, std::string_view zone = "UTC");

/// Calendar arithmetic in a zone: dates move on local time, hours and smaller on the time line, as Joda-Time does. A local time that is
/// skipped moves on by the gap, of one that comes twice the earlier is taken. The error is `Overflow` or, for an unknown zone, `TypeError`.
[[nodiscard]] Result<Instant, ExpressionError> add_in_zone(Instant from, const Period& period, std::int64_t n, std::string_view zone);

/// Reads the ISO forms of Joda-Time's `dateTimeParser`: date, ordinal date or week date, each shortened as one likes, time, fraction,
/// offset. Without an offset it is UTC. The error is `BadFormat`, with a position in `text`.
[[nodiscard]] Result<Instant, ExpressionError> parse_date(std::string_view text);

/// Reads a text that was written with `pattern`; what the pattern leaves out is that of 1970-01-01T00:00:00 (but a month or day without its
/// year is one of 2000), and a year of two digits lies between 1950 and 2049. The error is `BadFormat`, also for a local time that `zone`
/// skips, with a position in `text`, or in `pattern` if that is none; or `TypeError` for an unknown zone.
[[nodiscard]] Result<Instant, ExpressionError> parse_date(std::string_view text, std::string_view pattern, std::string_view zone = "UTC");

}  // namespace penstock
