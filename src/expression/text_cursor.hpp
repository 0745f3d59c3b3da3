// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads a text from left to right. Knows digits and words; knows nothing of dates.

#include <cstdint>
#include <optional>
#include <string_view>

namespace penstock::expression {

class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : text_{text} {}

  [[nodiscard]] std::size_t position() const noexcept { return position_; }
  [[nodiscard]] bool at_end() const noexcept { return position_ == text_.size(); }
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(position_); }
  void skip(std::size_t count) noexcept { position_ += count; }

  /// Whether `word` comes next, whatever its capitals; it is passed over if so.
  [[nodiscard]] bool take(std::string_view word) noexcept {
    if (rest().size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (lower(rest()[i]) != lower(word[i])) return false;
    }
    skip(word.size());
    return true;
  }

  [[nodiscard]] std::size_t digits() const noexcept {
    std::size_t count = 0;
    while (count < rest().size() && rest()[count] >= '0' && rest()[count] <= '9') ++count;
    return count;
  }

  /// A number of one to `longest` digits, at most 18; none if there is no digit.
  [[nodiscard]] std::optional<std::int64_t> number(std::size_t longest) noexcept {
    const std::size_t count = digits() < longest ? digits() : longest;
    if (count == 0) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (rest()[i] - '0');
    skip(count);
    return value;
  }

  /// The same with a sign in front.
  [[nodiscard]] std::optional<std::int64_t> signed_number(std::size_t longest) noexcept {
    const std::size_t begin = position_;
    const bool negative = take("-");
    if (!negative) static_cast<void>(take("+"));
    const auto magnitude = number(longest);
    if (!magnitude) position_ = begin;
    return magnitude && negative ? -*magnitude : magnitude;
  }

  /// Digits as the decimals of `unit`: "5" of an hour is half an hour. What is smaller than one is cut off.
  [[nodiscard]] std::optional<std::int64_t> decimals(std::int64_t unit, std::size_t longest) noexcept {
    constexpr std::size_t precise = 9;
    const std::size_t count = digits() < longest ? digits() : longest;
    const auto value = number(count < precise ? count : precise);
    if (!value) return std::nullopt;
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < count && i < precise; ++i) scale *= 10;
    if (count > precise) skip(count - precise);
    return unit * *value / scale;
  }

 private:
  static constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace penstock::expression
