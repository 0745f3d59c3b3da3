// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A template as the evaluator runs it: literal pieces, and expressions in postfix order. Postfix, so that evaluating needs no recursion
/// however the text nests.

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "expression/date_pattern.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"

namespace penstock::expression {

enum class Op : std::uint8_t {
  push_constant,  ///< constants[operand]
  push_pattern,   ///< an empty text; patterns[operand] goes to the call that takes it
  push_name,      ///< the name of `operand` bytes that stands at `position`, asked of the scope
  field,          ///< the field of `operand` bytes that stands at `position`, of the reference on top; `count` 1: in a chain of names
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
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] bool is_expression() const noexcept { return first < last; }
  bool operator==(const Piece&) const = default;
};

/// What stands in a text with expressions. A definition has thousands of them, so most have their arrays inside, and names are not copied
/// out of the text until somebody asks for all of them.
struct Code {
  boost::container::small_vector<Piece, 4> pieces;
  boost::container::small_vector<Instruction, 6> instructions;
  std::vector<Value> constants;
  std::vector<DatePattern> patterns;

  mutable std::once_flag names_were_collected;
  mutable std::vector<NameUse> names;
};

struct Program {
  std::string text;
  const Code* code = nullptr;  ///< null if there is no expression in the text

  /// The name that a `push_name` or `field` reads.
  [[nodiscard]] std::string_view name(const Instruction& instruction) const noexcept {
    return std::string_view{text}.substr(instruction.position, instruction.operand);
  }
};

/// A program together with its code, so that both are in one piece of memory.
struct WholeProgram {
  explicit WholeProgram(std::string_view text) : program{std::string{text}, &code} {}
  WholeProgram(const WholeProgram&) = delete;
  WholeProgram& operator=(const WholeProgram&) = delete;

  Program program;
  Code code;
};

/// The first instruction that reads a name, alone or in front of a chain, for which `is_wanted(name)` holds; null if there is none.
template <class Predicate>
const Instruction* find_name(const Program& program, Predicate is_wanted) {
  if (program.code == nullptr) return nullptr;
  for (const Instruction& instruction : program.code->instructions) {
    if (instruction.op == Op::push_name && is_wanted(program.name(instruction))) return &instruction;
  }
  return nullptr;
}

}  // namespace penstock::expression
