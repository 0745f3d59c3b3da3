// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/functions.hpp"

#include "civil.hpp"
#include "expression/date_pattern.hpp"
#include "expression/function_table.hpp"
#include "expression/iso_date.hpp"

namespace penstock::expression {

std::optional<Instant> shift(Instant from, Period::Unit unit, std::int64_t steps, const Zone& zone) {
  if (steps == 0) return from;
  using Unit = Period::Unit;
  const bool on_time_line = unit == Unit::milliseconds || unit == Unit::seconds || unit == Unit::minutes || unit == Unit::hours;
  const std::int64_t ms = civil::to_ms(from);
  const auto to_instant = [](std::optional<std::int64_t> moment) { return moment ? std::optional{civil::from_ms(*moment)} : std::nullopt; };
  if (on_time_line) return to_instant(civil::add_steps(ms, steps, nominal_length({1, unit}).count()));

  const auto local_ms = civil::sum(ms, zone.offset(from).count());
  if (!local_ms) return std::nullopt;
  std::optional<std::int64_t> target;
  if (unit == Unit::months) {
    target = civil::add_months(*local_ms, steps);
  } else if (unit == Unit::years) {
    const auto months = civil::product(steps, 12);
    target = months ? civil::add_months(*local_ms, *months) : std::nullopt;
  } else {
    target = civil::add_steps(*local_ms, steps, nominal_length({1, unit}).count());
  }
  return target ? zone.from_local(*target, Zone::Lookup::earlier_offset) : std::nullopt;
}

}  // namespace penstock::expression

namespace penstock {

namespace {

Failure<ExpressionError> unknown_zone(std::string_view zone) {
  return Failure{ExpressionError{"TypeError", "no time zone is called \"" + std::string{zone} + "\"", 0}};
}

}  // namespace

Result<std::string, ExpressionError> format(Instant instant, std::string_view pattern, std::string_view zone) {
  const auto found = expression::Zone::find(zone);
  if (!found) return unknown_zone(zone);
  const auto parsed = expression::DatePattern::parse(pattern);
  if (!parsed) return Failure{parsed.error()};
  std::string text;
  parsed->print(text, instant, *found);
  return text;
}

Result<Instant, ExpressionError> add_in_zone(Instant from, const Period& period, std::int64_t n, std::string_view zone) {
  const auto found = expression::Zone::find(zone);
  if (!found) return unknown_zone(zone);
  const auto steps = civil::product(period.count, n);
  const auto moved = steps ? expression::shift(from, period.unit, *steps, *found) : std::nullopt;
  if (!moved) return Failure{ExpressionError{"Overflow", "the date lies beyond what can be represented", 0}};
  return *moved;
}

Result<Instant, ExpressionError> parse_date(std::string_view text) { return expression::read_iso_date(text); }

Result<Instant, ExpressionError> parse_date(std::string_view text, std::string_view pattern, std::string_view zone) {
  const auto found = expression::Zone::find(zone);
  if (!found) return unknown_zone(zone);
  const auto parsed = expression::DatePattern::parse(pattern);
  if (!parsed) return Failure{parsed.error()};
  return parsed->read(text, *found);
}

}  // namespace penstock
