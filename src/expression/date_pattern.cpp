// SPDX-License-Identifier: Apache-2.0
#include "expression/date_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "civil.hpp"
#include "time_text.hpp"

namespace penstock::expression {

namespace {

constexpr std::string_view date_letters = "GCYyxweEDMdaKhHkmsSzZ";

constexpr std::array<std::string_view, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

constexpr bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// What the letters ask about one moment on a local clock.
struct LocalTime {
  LocalTime(Instant instant, Duration offset)
      : local_ms{civil::sum(civil::to_ms(instant), offset.count()).value_or(civil::to_ms(instant))},
        days{civil::floor_div(local_ms, civil::ms_per_day)},
        ms_of_day{civil::floor_mod(local_ms, civil::ms_per_day)},
        date{civil::to_date(days)} {}

  [[nodiscard]] std::int64_t hour() const { return ms_of_day / civil::ms_per_hour; }
  [[nodiscard]] std::int64_t minute() const { return ms_of_day / civil::ms_per_minute % 60; }
  [[nodiscard]] std::int64_t second() const { return ms_of_day / civil::ms_per_second % 60; }
  [[nodiscard]] std::int64_t year_of_era() const { return date.year > 0 ? date.year : 1 - date.year; }
  /// An ISO week belongs to the year that holds its Thursday.
  [[nodiscard]] std::int64_t thursday() const { return days - civil::iso_weekday(days) + 4; }
  [[nodiscard]] std::int64_t week_year() const { return civil::to_date(thursday()).year; }
  [[nodiscard]] std::int64_t week() const { return (civil::day_of_year(thursday(), week_year()) - 1) / 7 + 1; }

  std::int64_t local_ms;
  std::int64_t days;
  std::int64_t ms_of_day;
  civil::Date date;
};

void append_year(std::string& out, std::int64_t year, std::int64_t two_digit_source, int width) {
  if (width == 2) {
    append_padded(out, (two_digit_source < 0 ? -two_digit_source : two_digit_source) % 100, 2);
  } else {
    append_padded(out, year, width);
  }
}

void append_name(std::string& out, std::string_view name, int width) { out += width >= 4 ? name : name.substr(0, short_name_length); }

/// A fraction is cut off, never rounded, and milliseconds are all there is.
void append_fraction(std::string& out, std::int64_t ms, int width) {
  constexpr int known = 3;
  std::string digits;
  append_padded(digits, ms, known);
  out.append(digits, 0, static_cast<std::size_t>(std::min(width, known)));
  if (width > known) out.append(static_cast<std::size_t>(width - known), '0');
}

void append_zone(std::string& out, const DatePattern::Part& part, Instant instant, const Zone& zone) {
  if (part.letter == 'z') {
    out += part.width >= 4 ? zone.long_name(instant) : zone.short_name(instant);
  } else if (part.width >= 3) {
    out += zone.id();
  } else {
    Zone::append_offset(out, zone.offset(instant), part.width == 2 ? ":" : "");
  }
}

void append_field(std::string& out, const DatePattern::Part& part, const LocalTime& time) {
  const int width = part.width;
  switch (part.letter) {
    case 'G':
      out += time.date.year > 0 ? "AD" : "BC";
      break;
    case 'C':
      append_padded(out, time.year_of_era() / 100, width);
      break;
    case 'Y':
      append_year(out, time.year_of_era(), time.date.year, width);
      break;
    case 'y':
      append_year(out, time.date.year, time.date.year, width);
      break;
    case 'x':
      append_year(out, time.week_year(), time.week_year(), width);
      break;
    case 'w':
      append_padded(out, time.week(), width);
      break;
    case 'e':
      append_padded(out, civil::iso_weekday(time.days), width);
      break;
    case 'E':
      append_name(out, weekday_name(civil::iso_weekday(time.days)), width);
      break;
    case 'D':
      append_padded(out, civil::day_of_year(time.days, time.date.year), width);
      break;
    case 'M':
      if (width >= 3) {
        append_name(out, month_name(time.date.month), width);
      } else {
        append_padded(out, time.date.month, width);
      }
      break;
    case 'd':
      append_padded(out, time.date.day, width);
      break;
    case 'a':
      out += time.hour() < 12 ? "AM" : "PM";
      break;
    case 'K':
      append_padded(out, time.hour() % 12, width);
      break;
    case 'h':
      append_padded(out, (time.hour() + 11) % 12 + 1, width);
      break;
    case 'H':
      append_padded(out, time.hour(), width);
      break;
    case 'k':
      append_padded(out, (time.hour() + 23) % 24 + 1, width);
      break;
    case 'm':
      append_padded(out, time.minute(), width);
      break;
    case 's':
      append_padded(out, time.second(), width);
      break;
    case 'S':
      append_fraction(out, time.ms_of_day % civil::ms_per_second, width);
      break;
    default:
      break;  // z and Z are written by append_zone
  }
}

Failure<ExpressionError> bad_format(std::string message, std::size_t position) {
  return Failure{ExpressionError{"BadFormat", std::move(message), position}};
}

}  // namespace

std::string_view month_name(int month) { return months[static_cast<std::size_t>(month - 1)]; }
std::string_view weekday_name(int iso_weekday) { return weekdays[static_cast<std::size_t>(iso_weekday - 1)]; }

Result<DatePattern, ExpressionError> DatePattern::parse(std::string_view pattern) {
  if (pattern.empty()) return bad_format("a date pattern may not be empty", 0);
  DatePattern result;
  result.parts_.reserve(pattern.size() / 2 + 1);
  const auto append_text = [&](std::string_view text) {
    if (result.parts_.empty() || result.parts_.back().letter != '\0') result.parts_.emplace_back();
    result.parts_.back().text += text;
  };
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (is_letter(c)) {
      if (date_letters.find(c) == std::string_view::npos) {
        return bad_format(fmt::format("'{}' is no letter of a date pattern; text stands between single quotes", c), i);
      }
      const std::size_t end = std::min(pattern.find_first_not_of(c, i), pattern.size());
      result.parts_.push_back({c, static_cast<int>(end - i), {}});
      i = end;
    } else if (c != '\'') {
      append_text(pattern.substr(i, 1));
      ++i;
    } else if (pattern.substr(i, 2) == "''") {
      append_text("'");
      i += 2;
    } else {
      for (++i; i < pattern.size(); ++i) {
        if (pattern[i] == '\'' && pattern.substr(i, 2) != "''") break;
        if (pattern[i] == '\'') ++i;
        append_text(pattern.substr(i, 1));
      }
      result.has_open_quote_ = i == pattern.size();
      ++i;
    }
  }
  return result;
}

void DatePattern::print(std::string& out, Instant instant, const Zone& zone) const {
  const LocalTime time{instant, zone.offset(instant)};
  for (const Part& part : parts_) {
    if (part.letter == '\0') {
      out += part.text;
    } else if (part.letter == 'z' || part.letter == 'Z') {
      append_zone(out, part, instant, zone);
    } else {
      append_field(out, part, time);
    }
  }
}

std::vector<std::string> DatePattern::traps() const {
  std::vector<std::string> found;
  const auto has = [&](char letter) {
    return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.letter == letter; });
  };
  bool day_of_year_beside_month = false;
  bool month_after_hour = false;
  char previous = '\0';
  for (const Part& part : parts_) {
    if (part.letter == '\0') continue;
    day_of_year_beside_month |= (previous == 'D' && part.letter == 'M') || (previous == 'M' && part.letter == 'D');
    month_after_hour |= previous == 'H' && part.letter == 'M' && part.width <= 2;
    previous = part.letter;
  }
  if (has('h') && !has('a'))
    found.emplace_back("h is the hour from 1 to 12 and nothing says whether a.m. or p.m.; H is the hour from 0 to 23");
  if (day_of_year_beside_month) found.emplace_back("D is the day of the year; the day of the month is d");
  if (month_after_hour) found.emplace_back("M is the month; the minute is m");
  return found;
}

}  // namespace penstock::expression
