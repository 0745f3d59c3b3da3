// SPDX-License-Identifier: Apache-2.0
#pragma once

/// JSON as it was written: members in order, repeated keys kept, numbers with their digits. Knows nothing of definitions.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/result.hpp"

namespace penstock::json {

struct Value {
  enum class Type { null, boolean, number, string, array, object };

  Type type = Type::null;
  std::string key = {};              ///< within an object
  std::string text = {};             ///< of a string; the digits of a number; `true` or `false`
  std::vector<Value> children = {};  ///< elements of an array, members of an object

  [[nodiscard]] bool is_scalar() const noexcept { return type != Type::array && type != Type::object && type != Type::null; }
};

/// Why a text was refused, and at which byte of it.
struct Refusal {
  enum class Reason { syntax, too_deep, too_many_values };
  Reason reason = Reason::syntax;
  std::size_t position = 0;
};

// A definition needs six levels; more can only stand in members that mean nothing to us.
inline constexpr std::size_t greatest_depth = 100;
// About 300 MB in memory. The largest definitions that AWS's limits allow have ten thousand.
inline constexpr std::size_t most_values = 2'000'000;

[[nodiscard]] Result<Value, Refusal> parse(std::string_view text);

/// The value on one line: `{"a": [1, "x"]}`.
[[nodiscard]] std::string print(const Value& value);

/// A text in quotes, with escapes.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace penstock::json
