// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Numbers in definitions: JSON numbers, and texts that must be numbers.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "penstock/definition/definition.hpp"
#include "penstock/expression/value.hpp"

namespace penstock::compiling {

/// The whole text as a whole number; none for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;
/// The whole text as a finite decimal number; none for anything else.
[[nodiscard]] std::optional<double> parse_double(std::string_view text) noexcept;

/// An integer if it is one that fits, else a double.
[[nodiscard]] Value number_value(const Number& number);
/// The text that stands for the number in a slot for text (S-5).
[[nodiscard]] std::string canonical_text(const Number& number);

}  // namespace penstock::compiling
