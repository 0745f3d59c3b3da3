// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A template as the evaluator runs it: literal pieces, and expressions in postfix order. Postfix, so that evaluating needs no recursion
/// however the text nests.

#include <cstdint>
#include <string>
#include <vector>

#include "expression/date_pattern.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"

namespace penstock::expression {

enum class Op : std::uint8_t {
  push_constant,  ///< constants[operand]
  push_pattern,   ///< an empty text; the call that takes it has the pattern
  push_name,      ///< uses[operand], its first name, asked of the scope
  field,          ///< fields[operand] of the reference on top
  call,           ///< function_table()[operand] with `count` arguments
  negate,
  add,
  subtract,
  multiply,
  divide,
  power
};

struct Instruction {
  static constexpr std::uint32_t no_pattern = UINT32_MAX;

  Op op = Op::push_constant;
  std::uint8_t count = 0;
  std::uint32_t operand = 0;
  std::uint32_t pattern = no_pattern;  ///< patterns[pattern], for a date pattern that was written as a literal
  std::uint32_t position = 0;
};

/// Bytes `[begin, end)` of the text, and for an expression its instructions `[first, last)`.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_expression = false;
  std::size_t first = 0;
  std::size_t last = 0;

  bool operator==(const Piece&) const = default;
};

struct Program {
  std::string text;
  std::vector<Piece> pieces;  ///< none if there is no expression in the text
  std::vector<Instruction> code;
  std::vector<Value> constants;
  std::vector<std::string> fields;
  std::vector<DatePattern> patterns;
  std::vector<NameUse> uses;
  std::vector<ExpressionWarning> warnings;
};

}  // namespace penstock::expression
