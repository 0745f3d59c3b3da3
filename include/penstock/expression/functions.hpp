// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Date arithmetic and date text as Joda-Time does them, which the functions of the expression language use (S-204 to S-206).

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

/// Prints `instant` as seen in `zone` ("UTC", "Europe/Berlin", "+02:00") with a Joda-Time pattern. The error is `BadFormat` or, for a zone that
/// nobody knows, `TypeError`.
[[nodiscard]] Result<std::string, ExpressionError> format(Instant instant, std::string_view pattern, std::string_view zone = "UTC");

/// Calendar arithmetic in a zone: dates move on local time, hours and smaller on the time line, as Joda-Time does.
[[nodiscard]] Result<Instant, ExpressionError> add_in_zone(Instant from, const Period& period, std::int64_t n, std::string_view zone);

}  // namespace penstock
