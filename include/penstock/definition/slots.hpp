// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a member of an object aggregate can be given: its typed value, or text, which may hold `#{…}`. Knows nothing of objects.
///
/// Each slot type says which `Slot` of the catalog it fills, whether it takes a list, and by `values()` what becomes of it in the
/// definition: nothing while it is unset. Values are texts, as AWS's tools want them.

#include <chrono>
#include <concepts>
#include <initializer_list>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/schedule/recurrence.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Literals, `std::string` and `std::string_view`.
template <class T>
concept TextLike = std::convertible_to<T, std::string_view>;

/// A whole number; `bool` is none.
template <class T>
concept WholeNumber = std::integral<T> && !std::same_as<T, bool>;

/// Text, or a text made by an expression; also the names of enumerations.
class Text {
 public:
  static constexpr Slot slot = Slot::string;
  static constexpr bool list = false;

  Text() = default;
  template <TextLike T>
  Text(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::optional<std::string> text_;
};

/// Several texts: `{"a", "b"}`, one text, or a vector.
class TextList {
 public:
  static constexpr Slot slot = Slot::string;
  static constexpr bool list = true;

  TextList() = default;
  TextList(std::initializer_list<std::string_view> texts) : texts_{texts.begin(), texts.end()} {}
  TextList(std::vector<std::string> texts) : texts_{std::move(texts)} {}
  template <TextLike T>
  TextList(const T& text) : texts_{std::string{std::string_view{text}}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::vector<std::string> texts_;
};

/// A whole number, or text.
class IntegerValue {
 public:
  static constexpr Slot slot = Slot::integer;
  static constexpr bool list = false;

  IntegerValue() = default;
  template <WholeNumber T>
  IntegerValue(T number) : text_{std::to_string(number)} {}
  template <TextLike T>
  IntegerValue(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::optional<std::string> text_;
};

/// A number with a fraction, or text.
class NumberValue {
 public:
  static constexpr Slot slot = Slot::number;
  static constexpr bool list = false;

  NumberValue() = default;
  NumberValue(double number);
  template <TextLike T>
  NumberValue(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::optional<std::string> text_;
};

/// `true`, `false`, or text.
class BooleanValue {
 public:
  static constexpr Slot slot = Slot::boolean;
  static constexpr bool list = false;

  BooleanValue() = default;
  template <std::same_as<bool> T>
  BooleanValue(T truth) : text_{truth ? "true" : "false"} {}
  template <TextLike T>
  BooleanValue(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::optional<std::string> text_;
};

/// A length of time: `days{1}`, `30s`, `Period{1, Period::Unit::months}`, or text such as "15 minutes".
class PeriodValue {
 public:
  static constexpr Slot slot = Slot::period;
  static constexpr bool list = false;

  PeriodValue() = default;
  PeriodValue(const Period& period) : text_{to_text(period)} {}
  template <class Rep, class Ratio>
  PeriodValue(std::chrono::duration<Rep, Ratio> duration) : PeriodValue{period_of(duration)} {}
  template <TextLike T>
  PeriodValue(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  /// In the unit of the duration, because a month is a step in the calendar and not a number of seconds.
  template <class Rep, class Ratio>
  static Period period_of(std::chrono::duration<Rep, Ratio> duration) {
    static_assert(std::is_integral_v<Rep>, "Penstock: a period is a whole number of its unit");
    static_assert(std::ratio_greater_equal_v<Ratio, std::milli>, "Penstock: a period is counted in milliseconds or longer units");
    const auto unit = [] {
      using Unit = Period::Unit;
      if (std::ratio_equal_v<Ratio, std::chrono::seconds::period>) return Unit::seconds;
      if (std::ratio_equal_v<Ratio, std::chrono::minutes::period>) return Unit::minutes;
      if (std::ratio_equal_v<Ratio, std::chrono::hours::period>) return Unit::hours;
      if (std::ratio_equal_v<Ratio, std::chrono::days::period>) return Unit::days;
      if (std::ratio_equal_v<Ratio, std::chrono::weeks::period>) return Unit::weeks;
      if (std::ratio_equal_v<Ratio, std::chrono::months::period>) return Unit::months;
      if (std::ratio_equal_v<Ratio, std::chrono::years::period>) return Unit::years;
      return Unit::milliseconds;
    }();
    if (unit == Period::Unit::milliseconds) return {std::chrono::duration_cast<std::chrono::milliseconds>(duration).count(), unit};
    return {static_cast<std::int64_t>(duration.count()), unit};
  }

  std::optional<std::string> text_;
};

/// A date and time in UTC: `utc("2015-05-17")`, any `std::chrono::sys_time`, or text. Fractions of a second are dropped (S-203).
class DateTimeValue {
 public:
  static constexpr Slot slot = Slot::date_time;
  static constexpr bool list = false;

  DateTimeValue() = default;
  template <class Precision>
  DateTimeValue(std::chrono::sys_time<Precision> time) : text_{to_text(std::chrono::floor<Duration>(time))} {}
  template <TextLike T>
  DateTimeValue(const T& text) : text_{std::string_view{text}} {}

  [[nodiscard]] std::vector<FieldValue> values() const;

 private:
  std::optional<std::string> text_;
};

}  // namespace penstock
