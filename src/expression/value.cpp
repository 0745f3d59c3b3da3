// SPDX-License-Identifier: Apache-2.0
#include "expression/value_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "time_text.hpp"

namespace penstock {

namespace expression {

namespace {

/// Shortest digits that read back as the same number, with at least one decimal (S-198). The exponent comes only where digits would be
/// mostly zeros.
void append_double(std::string& out, double number) {
  constexpr double plain_below = 1e21;
  constexpr double plain_from = 1e-6;
  const double magnitude = std::fabs(number);
  const bool plain = magnitude == 0 || (magnitude >= plain_from && magnitude < plain_below);
  std::array<char, 64> buffer;
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, plain ? std::chars_format::fixed : std::chars_format::scientific);
  const std::string_view digits{buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data())};
  const std::size_t exponent = digits.find('e');
  const std::string_view mantissa = digits.substr(0, exponent);
  out += mantissa;
  if (std::isfinite(number) && mantissa.find('.') == std::string_view::npos) out += ".0";
  if (exponent != std::string_view::npos) out += digits.substr(exponent);
}

struct Appender {
  std::string& out;

  void operator()(const std::string& text) const { out += text; }
  void operator()(std::int64_t integer) const { append_padded(out, integer, 1); }
  void operator()(double number) const { append_double(out, number); }
  void operator()(Instant instant) const { penstock::append_text(out, instant); }
  void operator()(const ObjectRef& reference) const { out += reference.id; }
  void operator()(const List& list) const {
    bool first = true;
    for (const Value& element : list) {
      if (!first) out.push_back(',');
      first = false;
      expression::append_text(out, element);
    }
  }
};

struct KindName {
  std::string_view operator()(const std::string&) const { return "a text"; }
  std::string_view operator()(std::int64_t) const { return "an Integer"; }
  std::string_view operator()(double) const { return "a Double"; }
  std::string_view operator()(Instant) const { return "a DateTime"; }
  std::string_view operator()(const ObjectRef&) const { return "a reference"; }
  std::string_view operator()(const List&) const { return "a list"; }
};

}  // namespace

void append_text(std::string& out, const Value& value) { std::visit(Appender{out}, value.held()); }

std::string_view kind_of(const Value& value) { return std::visit(KindName{}, value.held()); }

}  // namespace expression

std::string to_text(const Value& value) {
  std::string text;
  expression::append_text(text, value);
  return text;
}

}  // namespace penstock
