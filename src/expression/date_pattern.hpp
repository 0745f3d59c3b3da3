// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A Joda-Time date pattern, read once. Knows letters and widths (S-206); knows nothing of expressions.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expression/zone.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/result.hpp"

namespace penstock::expression {

class DatePattern {
 public:
  /// One run of the same letter, or literal text.
  struct Part {
    char letter = '\0';  ///< '\0': text
    int width = 0;
    std::string text;
  };

  /// The error is `BadFormat`; its position counts from the start of the pattern. A quote that is never closed goes on to the end, as in
  /// Joda-Time.
  [[nodiscard]] static Result<DatePattern, ExpressionError> parse(std::string_view pattern);

  /// Writes `instant` as clocks in `zone` show it.
  void print(std::string& out, Instant instant, const Zone& zone) const;

  /// Reads text that was written with the pattern, as Joda-Time does; fields that it lacks are those of 1970-01-01T00:00:00. The error is
  /// `BadFormat`, with a position in `text`.
  [[nodiscard]] Result<Instant, ExpressionError> read(std::string_view text, const Zone& zone) const;

  /// What is legal but hardly meant, one sentence each (S-206).
  [[nodiscard]] std::vector<std::string> traps() const;

  /// Whether a quote is never closed: Joda-Time does not mind, the language does, since it can only be a slip.
  [[nodiscard]] bool has_open_quote() const noexcept { return has_open_quote_; }

 private:
  std::vector<Part> parts_;
  bool has_open_quote_ = false;
};

/// The names that patterns write and read, in English.
[[nodiscard]] std::string_view month_name(int month);
[[nodiscard]] std::string_view weekday_name(int iso_weekday);
inline constexpr std::size_t short_name_length = 3;

}  // namespace penstock::expression
