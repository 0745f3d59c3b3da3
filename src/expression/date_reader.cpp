// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <optional>

#include "civil.hpp"
#include "expression/date_pattern.hpp"
#include "expression/text_cursor.hpp"
#include "expression/week_date.hpp"

namespace penstock::expression {

namespace {

using Number = std::optional<std::int64_t>;

constexpr bool is_number(const DatePattern::Part& part) {
  if (part.letter == 'M') return part.width <= 2;
  return part.letter != '\0' && std::string_view{"CYyxweDdKhHkmsS"}.find(part.letter) != std::string_view::npos;
}

/// A year of two digits lies between 1950 and 2049. A window that moves with the clock would read the same text differently next year.
constexpr std::int64_t year_of_two_digits(std::int64_t digits) { return digits < 50 ? 2000 + digits : 1900 + digits; }

/// Gathers what the letters of a pattern find in a text, then puts it together.
class DateReader {
 public:
  DateReader(std::string_view text, const Zone& zone) : cursor_{text}, zone_{zone} {}

  [[nodiscard]] bool read(const std::vector<DatePattern::Part>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool number_follows = i + 1 < parts.size() && is_number(parts[i + 1]);
      if (!(parts[i].letter == '\0' ? cursor_.take(parts[i].text) : read_field(parts[i], number_follows))) return false;
    }
    return cursor_.at_end();
  }

  /// None for a date that does not exist, or a local time that the zone skips.
  [[nodiscard]] std::optional<Instant> moment() const {
    const auto days = day();
    const auto time = ms_of_day();
    if (!days || !time) return std::nullopt;
    const auto midnight = civil::product(*days, civil::ms_per_day);
    const auto local = midnight ? civil::sum(*midnight, *time) : std::nullopt;
    if (!local) return std::nullopt;
    if (!offset_) return (read_zone_ ? *read_zone_ : zone_).from_local(*local, Zone::Lookup::exact);
    const auto ms = civil::difference(*local, offset_->count());
    return ms ? std::optional{civil::from_ms(*ms)} : std::nullopt;
  }

  [[nodiscard]] std::size_t position() const noexcept { return cursor_.position(); }
  [[nodiscard]] char unreadable_letter() const noexcept { return unreadable_letter_; }

 private:
  [[nodiscard]] bool store(Number& field, Number value, std::int64_t smallest, std::int64_t largest) {
    if (!value || *value < smallest || *value > largest) return false;
    field = value;
    return true;
  }

  [[nodiscard]] bool read_field(const DatePattern::Part& part, bool number_follows) {
    switch (part.letter) {
      case 'G':
        return read_era();
      case 'Y':
      case 'y':
        return read_year(year_, part, number_follows);
      case 'x':
        return read_year(week_year_, part, number_follows);
      case 'w':
        return store(week_, cursor_.number(2), 1, 53);
      case 'e':
        return store(weekday_, cursor_.number(1), 1, 7);
      case 'E':
        return read_name(weekday_, 7, weekday_name);
      case 'D':
        return store(day_of_year_, cursor_.number(3), 1, 366);
      case 'M':
        return part.width >= 3 ? read_name(month_, 12, month_name) : store(month_, cursor_.number(2), 1, 12);
      case 'd':
        return store(day_of_month_, cursor_.number(2), 1, 31);
      case 'a':
        return read_half_of_day();
      case 'K':
        return store(half_hour_, cursor_.number(2), 0, 11);
      case 'h':
        return store(half_hour_, cursor_.number(2), 1, 12);
      case 'H':
        return store(hour_, cursor_.number(2), 0, 23);
      case 'k':
        return store(hour_, cursor_.number(2), 1, 24);
      case 'm':
        return store(minute_, cursor_.number(2), 0, 59);
      case 's':
        return store(second_, cursor_.number(2), 0, 59);
      case 'S':
        return store(ms_, cursor_.decimals(civil::ms_per_second, static_cast<std::size_t>(part.width)), 0, 999);
      case 'Z':
        return part.width >= 3 ? read_zone() : read_offset();
      default:
        unreadable_letter_ = part.letter;
        return false;
    }
  }

  /// Two letters ask for two digits, but `5/4/2011` is read by `M/d/yy` as well, as long as no number follows at once.
  [[nodiscard]] bool read_year(Number& field, const DatePattern::Part& part, bool number_follows) {
    constexpr std::size_t most_digits = 9;
    const auto width = static_cast<std::size_t>(part.width);
    if (width == 2 && (cursor_.digits() == 2 || (number_follows && cursor_.digits() > 2))) {
      field = year_of_two_digits(*cursor_.number(2));
      return true;
    }
    if (width == 2 && number_follows) return false;
    const std::size_t longest = number_follows && width < most_digits ? width : most_digits;
    return store(field, cursor_.signed_number(longest), -civil::largest_year, civil::largest_year);
  }

  [[nodiscard]] bool read_era() {
    before_christ_ = cursor_.take("BC");
    return before_christ_ || cursor_.take("AD");
  }

  [[nodiscard]] bool read_half_of_day() {
    afternoon_ = cursor_.take("PM");
    return afternoon_ || cursor_.take("AM");
  }

  /// Reads the whole name or its first three letters.
  [[nodiscard]] bool read_name(Number& field, int count, std::string_view (*name)(int)) {
    for (int i = 1; i <= count; ++i) {
      if (cursor_.take(name(i)) || cursor_.take(name(i).substr(0, short_name_length))) {
        field = i;
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool read_offset() {
    if (cursor_.take("Z")) {
      offset_ = Duration::zero();
      return true;
    }
    // The longest form first: what follows the offset may be digits, too.
    for (const std::size_t length : {9U, 7U, 6U, 5U, 3U}) {
      const auto offset = cursor_.rest().size() < length ? std::nullopt : Zone::parse_offset(cursor_.rest().substr(0, length));
      if (!offset) continue;
      offset_ = offset;
      cursor_.skip(length);
      return true;
    }
    return false;
  }

  [[nodiscard]] bool read_zone() {
    const std::string_view rest = cursor_.rest();
    std::size_t length = rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-:");
    if (length == std::string_view::npos) length = rest.size();
    read_zone_ = Zone::find(rest.substr(0, length));
    cursor_.skip(read_zone_ ? length : 0);
    return read_zone_.has_value();
  }

  /// Days since 1970-01-01. A date without a year is one of 2000, so that a February 29 can be read.
  [[nodiscard]] Number day() const {
    constexpr std::int64_t leap_year = 2000;
    if (week_year_ || week_) return day_of_week_date(week_year_.value_or(leap_year), week_.value_or(1), weekday_.value_or(1));
    if (!year_ && !month_ && !day_of_month_ && !day_of_year_ && !weekday_) return 0;
    std::int64_t year = year_.value_or(leap_year);
    if (before_christ_ && year > 0) year = 1 - year;
    Number days;
    if (day_of_year_) {
      days = expression::day_of_year(year, *day_of_year_);
    } else {
      const civil::Date date{year, static_cast<int>(month_.value_or(1)), static_cast<int>(day_of_month_.value_or(1))};
      if (civil::is_valid(date)) days = civil::to_days(date);
    }
    // A weekday beside a date moves it within its week, as Joda-Time does; beside the right date it changes nothing.
    if (days && weekday_) *days += *weekday_ - civil::iso_weekday(*days);
    return days;
  }

  [[nodiscard]] Number ms_of_day() const {
    std::int64_t hour = hour_.value_or(0) % 24;
    if (half_hour_) hour = *half_hour_ % 12 + (afternoon_ ? 12 : 0);
    return hour * civil::ms_per_hour + minute_.value_or(0) * civil::ms_per_minute + second_.value_or(0) * civil::ms_per_second +
           ms_.value_or(0);
  }

  TextCursor cursor_;
  const Zone& zone_;
  Number year_, week_year_, week_, weekday_, day_of_year_, month_, day_of_month_;
  Number half_hour_, hour_, minute_, second_, ms_;
  bool before_christ_ = false;
  bool afternoon_ = false;
  std::optional<Duration> offset_;
  std::optional<Zone> read_zone_;
  char unreadable_letter_ = '\0';
};

}  // namespace

Result<Instant, ExpressionError> DatePattern::read(std::string_view text, const Zone& zone) const {
  DateReader reader{text, zone};
  std::string message;
  if (reader.read(parts_)) {
    if (const auto instant = reader.moment()) return *instant;
    message = "no clock in this time zone ever shows this date";
  } else if (reader.unreadable_letter() != '\0') {
    message = fmt::format("the letter {} can only be written, not read", reader.unreadable_letter());
  } else {
    message = fmt::format("the text does not fit the date pattern from its character {} on", reader.position() + 1);
  }
  return Failure{ExpressionError{"BadFormat", std::move(message), reader.position()}};
}

}  // namespace penstock::expression
