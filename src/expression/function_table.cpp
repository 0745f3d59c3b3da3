// SPDX-License-Identifier: Apache-2.0
#include "expression/function_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "civil.hpp"
#include "expression/iso_date.hpp"
#include "expression/value_text.hpp"

namespace penstock::expression {

namespace {

const Zone& utc_zone() {
  static const Zone zone;
  return zone;
}

const Zone& zone_of(const Operand& operand) { return operand.zone ? *operand.zone : utc_zone(); }

Failure<ExpressionError> out_of_reach() { return fault("Overflow", "the date lies beyond what can be represented"); }

Failure<ExpressionError> unknown_zone() {
  return fault("TypeError", "no time zone has this name; write one as UTC, +02:00 or Europe/Berlin");
}

Failure<ExpressionError> wrong(const Call& call, std::size_t index, std::string_view wanted) {
  return fault("TypeError", fmt::format("argument {} must be {}, not {}", index + 1, wanted, kind_of(call.arguments[index].value)));
}

Failure<ExpressionError> no_date(const Call& call, std::size_t index) {
  if (call.arguments[index].value.as<std::string>() == nullptr) return wrong(call, index, "a DateTime");
  return fault("TypeError", fmt::format("argument {} must be a DateTime, and this text has not the form YYYY-MM-DDTHH:MM:SS", index + 1));
}

/// A text in date form is as good as a date (S-204).
std::optional<Instant> date(const Call& call, std::size_t index) {
  const Value& value = call.arguments[index].value;
  if (const auto* instant = value.as<Instant>()) return *instant;
  if (const auto* text = value.as<std::string>()) return parse_instant(*text);
  return std::nullopt;
}

Evaluated date_result(std::optional<Instant> instant, const Operand& like) {
  if (!instant) return out_of_reach();
  return Operand{*instant, like.zone};
}

/// A date on a clock of the zone of argument 0.
struct Local {
  std::int64_t days;
  std::int64_t ms_of_day;
  civil::Date date;
};

std::optional<Local> local(const Call& call) {
  const auto instant = date(call, 0);
  if (!instant) return std::nullopt;
  const Zone& zone = zone_of(call.arguments[0]);
  const auto ms = civil::sum(civil::to_ms(*instant), zone.offset(*instant).count()).value_or(civil::to_ms(*instant));
  const std::int64_t days = civil::floor_div(ms, civil::ms_per_day);
  return Local{days, civil::floor_mod(ms, civil::ms_per_day), civil::to_date(days)};
}

enum class Field { day, day_of_year, hour, minute, month, year };

template <Field field>
Evaluated field_of(const Call& call) {
  const auto time = local(call);
  if (!time) return no_date(call, 0);
  std::int64_t value = 0;
  switch (field) {
    case Field::day:
      value = time->date.day;
      break;
    case Field::day_of_year:
      value = civil::day_of_year(time->days, time->date.year);
      break;
    case Field::hour:
      value = time->ms_of_day / civil::ms_per_hour;
      break;
    case Field::minute:
      value = time->ms_of_day / civil::ms_per_minute % 60;
      break;
    case Field::month:
      value = time->date.month;
      break;
    case Field::year:
      value = time->date.year;
      break;
  }
  return Operand{value, {}};
}

Evaluated moved(const Call& call, Period::Unit unit, std::optional<std::int64_t> steps) {
  const auto from = date(call, 0);
  if (!from) return no_date(call, 0);
  if (!steps) return out_of_reach();
  return date_result(shift(*from, unit, *steps, zone_of(call.arguments[0])), call.arguments[0]);
}

template <Period::Unit unit, std::int64_t sign>
Evaluated move_by_units(const Call& call) {
  const auto* count = call.arguments[1].value.as<std::int64_t>();
  if (count == nullptr) return wrong(call, 1, "an Integer");
  return moved(call, unit, civil::product(*count, sign));
}

template <std::int64_t sign>
Evaluated move_by_period(const Call& call) {
  const auto* text = call.arguments[1].value.as<std::string>();
  if (text == nullptr) return wrong(call, 1, "a period such as \"1 day\"");
  const auto period = parse_period(*text);
  if (!period) return fault("BadPeriod", "argument 2 must be a period such as \"1 day\" or \"15 minutes\"");
  return moved(call, period->unit, civil::product(period->count, sign));
}

Evaluated yesterday(const Call& call) { return moved(call, Period::Unit::days, -1); }

/// That day, or the Sunday before it.
Evaluated sunday(const Call& call) {
  const auto time = local(call);
  if (!time) return no_date(call, 0);
  return moved(call, Period::Unit::days, -(civil::iso_weekday(time->days) % 7));
}

Evaluated midnight(const Call& call) {
  const auto time = local(call);
  if (!time) return no_date(call, 0);
  const auto start = civil::product(time->days, civil::ms_per_day);
  if (!start) return out_of_reach();
  return date_result(zone_of(call.arguments[0]).from_local(*start, Zone::Lookup::start_of_day), call.arguments[0]);
}

/// Keeps the time of day, and in a repeated hour also which of the two it is, as long as the clocks of that first day allow it.
Evaluated first_of_month(const Call& call) {
  const auto time = local(call);
  if (!time) return no_date(call, 0);
  const Zone& zone = zone_of(call.arguments[0]);
  const auto first = civil::moment({time->date.year, time->date.month, 1}, time->ms_of_day);
  if (!first) return out_of_reach();
  const Duration offset = zone.offset(*date(call, 0));
  const auto same_offset = civil::difference(*first, offset.count());
  if (same_offset && zone.offset(civil::from_ms(*same_offset)) == offset) {
    return date_result(civil::from_ms(*same_offset), call.arguments[0]);
  }
  return date_result(zone.from_local(*first, Zone::Lookup::earlier_offset), call.arguments[0]);
}

Evaluated make_date(const Call& call) {
  std::array<std::int64_t, 5> parts{1970, 1, 1, 0, 0};
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto* integer = call.arguments[i].value.as<std::int64_t>();
    if (integer == nullptr) return wrong(call, i, "an Integer");
    parts[i] = *integer;
  }
  const auto [year, month, day, hour, minute] = parts;
  if (year > civil::largest_year || year < -civil::largest_year) return out_of_reach();
  if (month < 1 || month > 12 || day < 1 || day > civil::days_in_month(year, static_cast<int>(month))) {
    return fault("TypeError", "the calendar has no such day");
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return fault("TypeError", "the clock shows no such time");
  const auto ms =
      civil::moment({year, static_cast<int>(month), static_cast<int>(day)}, hour * civil::ms_per_hour + minute * civil::ms_per_minute);
  if (!ms) return out_of_reach();
  return Operand{civil::from_ms(*ms), {}};
}

/// The zone that argument `index` names; null if nobody knows it or it is no text.
std::shared_ptr<const Zone> named_zone(const Call& call, std::size_t index) {
  const auto* id = call.arguments[index].value.as<std::string>();
  auto zone = id != nullptr ? Zone::find(*id) : std::nullopt;
  return zone ? std::make_shared<const Zone>(*std::move(zone)) : nullptr;
}

Failure<ExpressionError> no_zone(const Call& call, std::size_t index) {
  if (call.arguments[index].value.as<std::string>() == nullptr) return wrong(call, index, "the name of a time zone");
  return unknown_zone();
}

Evaluated printed(const Call& call, Instant instant, const DatePattern& pattern) {
  std::string text;
  if (call.arguments.size() == 3) {
    const auto zone = named_zone(call, 2);
    if (!zone) return no_zone(call, 2);
    pattern.print(text, instant, *zone);
  } else {
    pattern.print(text, instant, zone_of(call.arguments[0]));
  }
  if (!call.allowance.spend(text.size())) return Allowance::exhausted();
  return Operand{std::move(text), {}};
}

Result<DatePattern, ExpressionError> pattern_argument(const Call& call) {
  const auto* text = call.arguments[1].value.as<std::string>();
  if (text == nullptr) return wrong(call, 1, "a date pattern");
  auto pattern = DatePattern::parse(*text);
  if (pattern && pattern->has_open_quote()) return fault("BadFormat", "a quote is opened in the date pattern and never closed");
  return pattern;
}

Evaluated format_date(const Call& call) {
  const auto instant = date(call, 0);
  if (!instant) return no_date(call, 0);
  if (call.pattern != nullptr) return printed(call, *instant, *call.pattern);
  const auto pattern = pattern_argument(call);
  if (!pattern) return Failure{pattern.error()};
  return printed(call, *instant, *pattern);
}

Evaluated parse_date_time(const Call& call) {
  const auto* text = call.arguments[0].value.as<std::string>();
  if (text == nullptr) return wrong(call, 0, "a text");
  std::shared_ptr<const Zone> zone;
  if (call.arguments.size() == 3) {
    zone = named_zone(call, 2);
    if (!zone) return no_zone(call, 2);
  }
  const auto read = [&]() -> Result<Instant, ExpressionError> {
    if (call.arguments.size() == 1) return read_iso_date(*text);
    if (call.pattern != nullptr) return call.pattern->read(*text, zone ? *zone : utc_zone());
    const auto pattern = pattern_argument(call);
    if (!pattern) return Failure{pattern.error()};
    return pattern->read(*text, zone ? *zone : utc_zone());
  }();
  if (!read) return Failure{read.error()};
  return Operand{*read, zone};
}

Evaluated in_time_zone(const Call& call) {
  const auto instant = date(call, 0);
  if (!instant) return no_date(call, 0);
  auto zone = named_zone(call, 1);
  if (!zone) return no_zone(call, 1);
  return Operand{*instant, std::move(zone)};
}

using Unit = Period::Unit;

constexpr auto table = std::to_array<Function>({
    {{"day", "DateTime", "Integer", "Day of the month."}, 1, 1, field_of<Field::day>},
    {{"dayOfYear", "DateTime", "Integer", "Day of the year, from 1."}, 1, 1, field_of<Field::day_of_year>},
    {{"firstOfMonth", "DateTime", "DateTime", "First day of the month, at the same time of day."}, 1, 1, first_of_month},
    {{"format", "DateTime, Pattern[, Zone]", "String", "The date as a Joda-Time pattern writes it."}, 2, 3, format_date, true},
    {{"hour", "DateTime", "Integer", "Hour of the day, 0 to 23."}, 1, 1, field_of<Field::hour>},
    {{"inTimeZone", "DateTime, Zone", "DateTime", "The same moment; functions applied to it see the clocks of that zone."},
     2,
     2,
     in_time_zone},
    {{"makeDate", "Integer, Integer, Integer", "DateTime", "Midnight of year, month, day."}, 3, 3, make_date},
    {{"makeDateTime", "Integer, Integer, Integer, Integer, Integer", "DateTime", "Year, month, day, hour, minute."}, 5, 5, make_date},
    {{"midnight", "DateTime", "DateTime", "The beginning of that day."}, 1, 1, midnight},
    {{"minusDays", "DateTime, Integer", "DateTime", "Days earlier."}, 2, 2, move_by_units<Unit::days, -1>},
    {{"minusHours", "DateTime, Integer", "DateTime", "Hours earlier."}, 2, 2, move_by_units<Unit::hours, -1>},
    {{"minusMinutes", "DateTime, Integer", "DateTime", "Minutes earlier."}, 2, 2, move_by_units<Unit::minutes, -1>},
    {{"minusMonths", "DateTime, Integer", "DateTime", "Months earlier; at most the last day of that month."},
     2,
     2,
     move_by_units<Unit::months, -1>},
    {{"minusPeriod", "DateTime, Period", "DateTime", "A period such as \"1 day\" earlier."}, 2, 2, move_by_period<-1>},
    {{"minusWeeks", "DateTime, Integer", "DateTime", "Weeks earlier."}, 2, 2, move_by_units<Unit::weeks, -1>},
    {{"minusYears", "DateTime, Integer", "DateTime", "Years earlier; at most the last day of that month."},
     2,
     2,
     move_by_units<Unit::years, -1>},
    {{"minute", "DateTime", "Integer", "Minute of the hour."}, 1, 1, field_of<Field::minute>},
    {{"month", "DateTime", "Integer", "Month of the year, 1 to 12."}, 1, 1, field_of<Field::month>},
    {{"parseDateTime", "String[, Pattern[, Zone]]", "DateTime", "The date that a text spells, in ISO form or as a pattern says."},
     1,
     3,
     parse_date_time,
     true},
    {{"plusDays", "DateTime, Integer", "DateTime", "Days later."}, 2, 2, move_by_units<Unit::days, 1>},
    {{"plusHours", "DateTime, Integer", "DateTime", "Hours later."}, 2, 2, move_by_units<Unit::hours, 1>},
    {{"plusMinutes", "DateTime, Integer", "DateTime", "Minutes later."}, 2, 2, move_by_units<Unit::minutes, 1>},
    {{"plusMonths", "DateTime, Integer", "DateTime", "Months later; at most the last day of that month."},
     2,
     2,
     move_by_units<Unit::months, 1>},
    {{"plusPeriod", "DateTime, Period", "DateTime", "A period such as \"1 day\" later."}, 2, 2, move_by_period<1>},
    {{"plusWeeks", "DateTime, Integer", "DateTime", "Weeks later."}, 2, 2, move_by_units<Unit::weeks, 1>},
    {{"plusYears", "DateTime, Integer", "DateTime", "Years later; at most the last day of that month."},
     2,
     2,
     move_by_units<Unit::years, 1>},
    {{"sunday", "DateTime", "DateTime", "That day if it is a Sunday, else the Sunday before, at the same time of day."}, 1, 1, sunday},
    {{"year", "DateTime", "Integer", "The year."}, 1, 1, field_of<Field::year>},
    {{"yesterday", "DateTime", "DateTime", "One day earlier, at the same time of day."}, 1, 1, yesterday},
});

constexpr bool by_name(const Function& a, const Function& b) { return a.signature.name < b.signature.name; }
static_assert(std::is_sorted(table.begin(), table.end(), by_name), "find_function searches by halves");

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// How many letters have to be changed, put in or left out; a wrong capital counts nothing.
std::size_t edits(std::string_view a, std::string_view b) {
  std::array<std::size_t, 33> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const Function> function_table() noexcept { return table; }

const Function* find_function(std::string_view name) noexcept {
  const auto found = std::lower_bound(table.begin(), table.end(), name,
                                      [](const Function& function, std::string_view wanted) { return function.signature.name < wanted; });
  return found != table.end() && found->signature.name == name ? &*found : nullptr;
}

std::string_view nearest_function(std::string_view name) {
  constexpr std::size_t longest_worth_comparing = 32;
  if (name.size() > longest_worth_comparing) return {};
  const auto nearest = std::min_element(table.begin(), table.end(), [&](const Function& a, const Function& b) {
    return edits(name, a.signature.name) < edits(name, b.signature.name);
  });
  return edits(name, nearest->signature.name) <= name.size() / 3 + 1 ? nearest->signature.name : std::string_view{};
}

std::string argument_count(const Function& function) {
  if (function.fewest == function.most) return fmt::format("{}", function.fewest);
  return function.most - function.fewest == 1 ? fmt::format("{} or {}", function.fewest, function.most)
                                              : fmt::format("{} to {}", function.fewest, function.most);
}

}  // namespace penstock::expression

namespace penstock {

std::span<const FunctionSignature> functions() {
  static constexpr auto signatures = [] {
    std::array<FunctionSignature, expression::table.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = expression::table[i].signature;
    return all;
  }();
  return signatures;
}

}  // namespace penstock
