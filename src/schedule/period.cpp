// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>

#include "civil.hpp"
#include "penstock/schedule/recurrence.hpp"

namespace penstock {

namespace {

struct UnitRow {
  Period::Unit unit;
  std::string_view singular;
  std::int64_t nominal_ms;
};

constexpr std::array<UnitRow, 8> units{{
    {Period::Unit::milliseconds, "millisecond", 1},
    {Period::Unit::seconds, "second", civil::ms_per_second},
    {Period::Unit::minutes, "minute", civil::ms_per_minute},
    {Period::Unit::hours, "hour", civil::ms_per_hour},
    {Period::Unit::days, "day", civil::ms_per_day},
    {Period::Unit::weeks, "week", 7 * civil::ms_per_day},
    {Period::Unit::months, "month", 30 * civil::ms_per_day},
    {Period::Unit::years, "year", 365 * civil::ms_per_day},
}};

constexpr const UnitRow& row(Period::Unit unit) { return units[static_cast<std::size_t>(unit)]; }

constexpr bool in_order() {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].unit != static_cast<Period::Unit>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "rows stand at the index of their unit");

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool names_unit(std::string_view word, std::string_view singular) {
  if (word.size() == singular.size() + 1 && (word.back() == 's' || word.back() == 'S')) word.remove_suffix(1);
  return std::equal(word.begin(), word.end(), singular.begin(), singular.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

Instant latest(bool forwards) { return forwards ? Instant::max() : Instant::min(); }

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, count);
  if (number.ec != std::errc{} || count < 1 || number.ptr == end || !is_blank(*number.ptr)) return std::nullopt;
  const char* const word = std::find_if_not(number.ptr, end, is_blank);
  const std::string_view unit{word, static_cast<std::size_t>(end - word)};
  const auto found = std::find_if(units.begin(), units.end(), [&](const UnitRow& r) { return names_unit(unit, r.singular); });
  if (found == units.end()) return std::nullopt;
  return Period{count, found->unit};
}

std::string to_text(const Period& period) {
  std::string text = std::to_string(period.count);
  text += ' ';
  text += row(period.unit).singular;
  if (period.count != 1) text += 's';
  return text;
}

Instant add(Instant from, const Period& period, std::int64_t n) {
  const bool forwards = (period.count < 0) == (n < 0);
  const auto steps = civil::product(period.count, n);
  if (!steps) return latest(forwards);
  std::optional<std::int64_t> moved;
  if (period.unit == Period::Unit::months) {
    moved = civil::add_months(civil::to_ms(from), *steps);
  } else if (period.unit == Period::Unit::years) {
    const auto months = civil::product(*steps, 12);
    if (months) moved = civil::add_months(civil::to_ms(from), *months);
  } else {
    moved = civil::add_steps(civil::to_ms(from), *steps, row(period.unit).nominal_ms);
  }
  return moved ? civil::from_ms(*moved) : latest(forwards);
}

Duration nominal_length(const Period& period) {
  const auto length = civil::product(period.count, row(period.unit).nominal_ms);
  return length ? Duration{*length} : Duration::max();
}

}  // namespace penstock
