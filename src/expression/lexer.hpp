// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Cuts one expression into words and signs (S-190, S-191). Knows characters; knows nothing of grammar.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "penstock/expression/expression.hpp"
#include "penstock/result.hpp"

namespace penstock::expression {

struct Token {
  enum class Kind { close, sign, name, text, integer, real };

  Kind kind = Kind::close;
  std::size_t position = 0;
  std::size_t end = 0;
  char sign = '\0';
  std::string_view text;  ///< of a name, or of a literal without its quotes; valid until the next literal is read
  std::uint64_t integer = 0;
  double real = 0;

  [[nodiscard]] bool is(char wanted) const noexcept { return kind == Kind::sign && sign == wanted; }
};

class Lexer {
 public:
  /// Reads `text` from `position`, which is behind the opening bracket at `opening`, until the bracket `close`.
  Lexer(std::string_view text, std::size_t opening, std::size_t position, char close)
      : text_{text}, opening_{opening}, position_{position}, close_{close} {}

  /// The error is `ExpressionSyntax`.
  [[nodiscard]] Result<Token, ExpressionError> next();

  /// Whether a name could begin at `position`.
  [[nodiscard]] bool name_begins_at(std::size_t position) const noexcept;

  /// Whether the text was read to its end.
  [[nodiscard]] bool at_end() const noexcept { return position_ >= text_.size(); }

 private:
  [[nodiscard]] Result<Token, ExpressionError> literal();
  [[nodiscard]] Result<Token, ExpressionError> number();
  [[nodiscard]] Result<Token, ExpressionError> strange_character() const;
  [[nodiscard]] bool digit_at(std::size_t position) const noexcept;
  [[nodiscard]] bool name_continues_at(std::size_t position) const noexcept;

  std::string_view text_;
  std::size_t opening_;
  std::size_t position_;
  char close_;
  std::string unescaped_;  ///< the last literal that has escapes
};

}  // namespace penstock::expression
