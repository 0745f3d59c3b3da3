// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads the grammar of S-195 and writes postfix instructions. Knows the function table; knows nothing of values at run time.

#include <optional>
#include <string_view>
#include <vector>

#include "expression/lexer.hpp"
#include "expression/program.hpp"

namespace penstock::expression {

/// Reads one expression of a text into code.
class Parser {
 public:
  /// The expression's opening bracket stands at `opening`, two characters long; `close` ends it.
  Parser(std::string_view text, std::size_t opening, char close, Code& code)
      : text_{text},
        opening_{opening},
        lexer_{text.substr(0, opening + longest_expression), opening, opening + 2, close},
        code_{code} {}

  /// Appends the instructions. Gives the position behind the closing bracket.
  [[nodiscard]] Result<std::size_t, ExpressionError> parse();

 private:
  static constexpr std::size_t longest_expression = 64 * 1024;
  static constexpr int deepest = 64;

  // Each gives false once `error_` is set.
  [[nodiscard]] bool sum();
  [[nodiscard]] bool product();
  [[nodiscard]] bool unary();
  [[nodiscard]] bool power();
  [[nodiscard]] bool postfix();
  [[nodiscard]] bool primary();
  [[nodiscard]] bool member(bool& chain);
  [[nodiscard]] bool call(const Token& name, std::size_t arguments);
  [[nodiscard]] bool advance();
  [[nodiscard]] bool fail(const char* code, std::string message, std::size_t position);
  [[nodiscard]] bool unexpected(std::string_view wanted);

  [[nodiscard]] bool at_starred_name() const noexcept;
  void keep_pattern(std::size_t argument_position);
  void push_constant(Value value, std::size_t position);
  void emit(Op op, std::size_t operand, std::size_t position, std::size_t count = 0);

  std::string_view text_;
  std::size_t opening_;
  Lexer lexer_;
  Code& code_;
  Token token_;
  std::optional<ExpressionError> error_;
  int depth_ = 0;
  bool chain_ = false;  ///< whether the primary just read is a name, to which further names may belong
  std::uint32_t pattern_ = Instruction::no_pattern;
};

}  // namespace penstock::expression
