// SPDX-License-Identifier: Apache-2.0
#include "plan/numbers.hpp"

#include <charconv>
#include <cmath>

namespace penstock::compiling {

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return number;
}

std::optional<double> parse_double(std::string_view text) noexcept {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

Value number_value(const Number& number) {
  if (const auto integer = parse_integer(number.text)) return *integer;
  if (const auto real = parse_double(number.text)) return *real;
  return number.text;
}

std::string canonical_text(const Number& number) {
  // Digits that no integer holds would lose some of themselves in a double.
  if (number.text.find_first_not_of("-0123456789") == std::string::npos) return number.text;
  return to_text(number_value(number));
}

}  // namespace penstock::compiling
