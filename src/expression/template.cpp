// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "expression/parser.hpp"
#include "expression/program.hpp"
#include "penstock/expression/expression.hpp"

namespace penstock {

using expression::Instruction;
using expression::Op;
using expression::Program;

namespace {

constexpr std::size_t longest_text = std::size_t{4} * 1024 * 1024;

/// The bracket that closes an expression which opens at `position`; '\0' if none opens there.
char closing_bracket(std::string_view text, std::size_t position, Delimiters delimiters) {
  const char bracket = position + 1 < text.size() ? text[position + 1] : '\0';
  if (bracket == '{') return '}';
  return bracket == '<' && delimiters == Delimiters::both ? '>' : '\0';
}

/// The text from `begin` to `end` is what the instructions from `first` on are for, or plain if there are none.
void add_piece(expression::Code& code, std::size_t begin, std::size_t end, std::size_t first) {
  code.pieces.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(first),
                         static_cast<std::uint32_t>(code.instructions.size())});
}

std::vector<NameUse> collect_names(const Program& program) {
  std::vector<NameUse> uses;
  for (const Instruction& instruction : program.code->instructions) {
    if (instruction.op == Op::push_name) uses.push_back({.path = {}, .position = instruction.position});
    const bool in_chain = instruction.op == Op::field && instruction.count == 1;
    if (instruction.op == Op::push_name || in_chain) uses.back().path.emplace_back(program.name(instruction));
  }
  return uses;
}

}  // namespace

Template::Template() : Template{literal({})} {}

Template::Template(std::shared_ptr<const Program> program) : program_{std::move(program)} {}

Template Template::literal(std::string text) {
  auto program = std::make_shared<Program>();
  program->text = std::move(text);
  return Template{std::move(program)};
}

Result<Template, ExpressionError> Template::parse(std::string_view text, Delimiters delimiters) {
  if (text.size() > longest_text) {
    return Failure{ExpressionError{"ExpressionSyntax", fmt::format("the text is longer than {} bytes", longest_text), longest_text}};
  }
  std::shared_ptr<expression::WholeProgram> whole;
  std::size_t literal_begin = 0;
  for (std::size_t position = text.find('#'); position != std::string_view::npos; position = text.find('#', position)) {
    const char close = closing_bracket(text, position, delimiters);
    if (close == '\0') {
      ++position;
      continue;
    }
    if (!whole) whole = std::make_shared<expression::WholeProgram>(text);
    expression::Code& code = whole->code;
    const std::size_t first = code.instructions.size();
    if (literal_begin < position) add_piece(code, literal_begin, position, first);
    const auto end = expression::Parser{text, position, close, code}.parse();
    if (!end) return Failure{end.error()};
    add_piece(code, position, *end, first);
    position = literal_begin = *end;
  }
  if (!whole) return literal(std::string{text});
  if (literal_begin < text.size()) add_piece(whole->code, literal_begin, text.size(), whole->code.instructions.size());
  return Template{std::shared_ptr<const Program>{whole, &whole->program}};
}

const std::string& Template::text() const noexcept { return program_->text; }

bool Template::is_literal() const noexcept { return program_->code == nullptr; }

const std::vector<NameUse>& Template::names() const& noexcept {
  static const std::vector<NameUse> none;
  if (is_literal()) return none;
  const expression::Code& code = *program_->code;
  std::call_once(code.names_were_collected, [&] { code.names = collect_names(*program_); });
  return code.names;
}

std::vector<NameUse> Template::names() && { return is_literal() ? std::vector<NameUse>{} : collect_names(*program_); }

std::vector<ExpressionWarning> Template::warnings() const {
  std::vector<ExpressionWarning> found;
  if (is_literal()) return found;
  for (const Instruction& instruction : program_->code->instructions) {
    if (instruction.op != Op::push_pattern) continue;
    for (std::string& trap : program_->code->patterns[instruction.operand].traps()) {
      found.push_back({"SuspiciousPattern", std::move(trap), instruction.position});
    }
  }
  return found;
}

bool Template::operator==(const Template& other) const {
  if (program_ == other.program_) return true;
  if (text() != other.text() || is_literal() != other.is_literal()) return false;
  return is_literal() || program_->code->pieces == other.program_->code->pieces;
}

}  // namespace penstock
