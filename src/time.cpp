// SPDX-License-Identifier: Apache-2.0
#include "penstock/time.hpp"

#include <charconv>
#include <stdexcept>

#include "civil.hpp"
#include "time_text.hpp"

namespace penstock {

void append_padded(std::string& out, std::int64_t value, int width) {
  char digits[20];
  const bool negative = value < 0;
  // Negating as unsigned keeps the smallest integer defined.
  auto magnitude = static_cast<std::uint64_t>(value);
  if (negative) magnitude = 0 - magnitude;
  const auto written = std::to_chars(digits, digits + sizeof digits, magnitude);
  const auto length = static_cast<int>(written.ptr - digits);
  if (negative) out.push_back('-');
  if (length < width) out.append(static_cast<std::size_t>(width - length), '0');
  out.append(digits, written.ptr);
}

void append_text(std::string& out, Instant instant) {
  const std::int64_t ms = civil::to_ms(instant);
  const std::int64_t days = civil::floor_div(ms, civil::ms_per_day);
  const std::int64_t second_of_day = civil::floor_mod(ms, civil::ms_per_day) / civil::ms_per_second;
  const civil::Date date = civil::to_date(days);
  append_padded(out, date.year, 4);
  out.push_back('-');
  append_padded(out, date.month, 2);
  out.push_back('-');
  append_padded(out, date.day, 2);
  out.push_back('T');
  append_padded(out, second_of_day / 3'600, 2);
  out.push_back(':');
  append_padded(out, second_of_day / 60 % 60, 2);
  out.push_back(':');
  append_padded(out, second_of_day % 60, 2);
}

std::optional<int> digits_at(std::string_view text, std::size_t position, std::size_t width) {
  if (position > text.size() || text.size() - position < width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(position, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string to_text(Instant instant) {
  std::string text;
  append_text(text, instant);
  return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
  constexpr std::string_view date_shape = "YYYY-MM-DD";
  constexpr std::string_view shape = "YYYY-MM-DDTHH:MM:SS";
  if (text.size() == shape.size() + 1 && text.back() == 'Z') text.remove_suffix(1);
  if (text.size() != date_shape.size() && text.size() != shape.size()) return std::nullopt;

  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const civil::Date date{*year, *month, *day};
  if (!civil::is_valid(date)) return std::nullopt;

  std::int64_t second_of_day = 0;
  if (text.size() == shape.size()) {
    const auto hour = digits_at(text, 11, 2);
    const auto minute = digits_at(text, 14, 2);
    const auto second = digits_at(text, 17, 2);
    if (!hour || !minute || !second || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    second_of_day = *hour * 3'600 + *minute * 60 + *second;
  }
  return civil::from_ms(civil::to_days(date) * civil::ms_per_day + second_of_day * civil::ms_per_second);
}

Instant utc(std::string_view text) {
  if (const auto instant = parse_instant(text)) return *instant;
  throw std::invalid_argument{"\"" + std::string{text} + "\" is no date; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"};
}

Instant SystemClock::now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()) + shift_; }

}  // namespace penstock
