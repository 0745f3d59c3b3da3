// SPDX-License-Identifier: Apache-2.0
#include "expression/iso_date.hpp"

#include "civil.hpp"
#include "expression/text_cursor.hpp"
#include "expression/week_date.hpp"
#include "expression/zone.hpp"

namespace penstock::expression {

namespace {

constexpr std::size_t year_digits = 9;
constexpr std::size_t fraction_digits = 9;

/// Grammar, where every part behind the year may be missing and a time may stand alone:
///   text   = [date] ["T" [time] [offset]]
///   date   = year ["-" month ["-" day]] | year "-" day-of-year | week-year "-W" week ["-" weekday]
///   time   = hour [":" minute [":" second]], the last of them with a fraction behind "." or ","
///   offset = "Z" | ("+" | "-") hour [minute [second]], with or without colons
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : cursor_{text} {}

  [[nodiscard]] std::optional<Instant> read() {
    if (cursor_.at_end()) return std::nullopt;
    std::int64_t days = 0;
    if (!next_is_time()) {
      const auto date = read_date();
      if (!date) return std::nullopt;
      days = *date;
    }
    std::int64_t ms = 0;
    std::int64_t offset = 0;
    if (cursor_.take("T")) {
      if (cursor_.digits() > 0) {
        const auto time = read_time();
        if (!time) return std::nullopt;
        ms = *time;
      }
      const auto zone = read_offset();
      if (!zone) return std::nullopt;
      offset = *zone;
    }
    if (!cursor_.at_end()) return std::nullopt;
    const auto midnight = civil::product(days, civil::ms_per_day);
    const auto moment = midnight ? civil::sum(*midnight, ms - offset) : std::nullopt;
    return moment ? std::optional{civil::from_ms(*moment)} : std::nullopt;
  }

  [[nodiscard]] std::size_t position() const noexcept { return cursor_.position(); }

 private:
  [[nodiscard]] bool next_is_time() const { return cursor_.rest()[0] == 'T' || cursor_.rest()[0] == 't'; }

  [[nodiscard]] std::optional<std::int64_t> read_date() {
    const auto year = cursor_.signed_number(year_digits);
    if (!year || *year > civil::largest_year || *year < -civil::largest_year) return std::nullopt;
    if (!cursor_.take("-")) return civil::to_days({*year, 1, 1});
    if (cursor_.take("W")) return read_week(*year);
    if (cursor_.digits() == 3) return day_of_year(*year, *cursor_.number(3));
    const auto month = cursor_.number(2);
    const auto day = month && cursor_.take("-") ? cursor_.number(2) : std::optional<std::int64_t>{1};
    if (!month || !day) return std::nullopt;
    const civil::Date date{*year, static_cast<int>(*month), static_cast<int>(*day)};
    return civil::is_valid(date) ? std::optional{civil::to_days(date)} : std::nullopt;
  }

  [[nodiscard]] std::optional<std::int64_t> read_week(std::int64_t year) {
    const auto week = cursor_.number(2);
    const auto weekday = week && cursor_.take("-") ? cursor_.number(1) : std::optional<std::int64_t>{1};
    if (!week || !weekday) return std::nullopt;
    return day_of_week_date(year, *week, *weekday);
  }

  [[nodiscard]] std::optional<std::int64_t> read_time() {
    constexpr std::int64_t units[] = {civil::ms_per_hour, civil::ms_per_minute, civil::ms_per_second};
    constexpr std::int64_t limits[] = {23, 59, 59};
    std::int64_t ms = 0;
    for (std::size_t part = 0; part < 3; ++part) {
      const auto value = cursor_.number(2);
      if (!value || *value > limits[part]) return std::nullopt;
      ms += *value * units[part];
      if (cursor_.take(".") || cursor_.take(",")) {
        const auto fraction = cursor_.decimals(units[part], fraction_digits);
        return fraction ? std::optional{ms + *fraction} : std::nullopt;
      }
      if (part == 2 || !cursor_.take(":")) break;
    }
    return ms;
  }

  [[nodiscard]] std::optional<std::int64_t> read_offset() {
    if (cursor_.at_end() || cursor_.take("Z")) return 0;
    const auto offset = Zone::parse_offset(cursor_.rest());
    if (!offset) return std::nullopt;
    cursor_.skip(cursor_.rest().size());
    return offset->count();
  }

  TextCursor cursor_;
};

}  // namespace

Result<Instant, ExpressionError> read_iso_date(std::string_view text) {
  IsoReader reader{text};
  if (const auto instant = reader.read()) return *instant;
  return Failure{ExpressionError{"BadFormat", "this text is no date of ISO 8601, such as 2011-05-24T17:10:00+02:00", reader.position()}};
}

}  // namespace penstock::expression
