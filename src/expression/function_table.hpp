// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The functions of the language: name, number of arguments, body (S-204, S-205). Knows nothing of lists: the evaluator calls once per
/// element.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "expression/date_pattern.hpp"
#include "expression/operand.hpp"
#include "penstock/expression/functions.hpp"

namespace penstock::expression {

struct Call {
  std::span<const Operand> arguments;
  const DatePattern* pattern = nullptr;  ///< the second argument, where it was a literal and is a date pattern
  Allowance& allowance;
};

struct Function {
  FunctionSignature signature;
  std::size_t fewest = 1;  ///< arguments
  std::size_t most = 1;
  Evaluated (*body)(const Call&) = nullptr;
  bool takes_pattern = false;
};

/// Sorted by name.
[[nodiscard]] std::span<const Function> function_table() noexcept;

[[nodiscard]] const Function* find_function(std::string_view name) noexcept;

/// The name that was probably meant; empty if none is near.
[[nodiscard]] std::string_view nearest_function(std::string_view name);

/// "2", "2 or 3".
[[nodiscard]] std::string argument_count(const Function& function);

/// Moves a date on the clocks of a zone; hours and smaller units on the time line. None if the result is out of reach.
[[nodiscard]] std::optional<Instant> shift(Instant from, Period::Unit unit, std::int64_t steps, const Zone& zone);

}  // namespace penstock::expression
