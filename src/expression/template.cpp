// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "expression/parser.hpp"
#include "expression/program.hpp"
#include "penstock/expression/expression.hpp"

namespace penstock {

namespace {

constexpr std::size_t longest_text = std::size_t{4} * 1024 * 1024;

std::shared_ptr<expression::Program> literal_program(std::string text) {
  auto program = std::make_shared<expression::Program>();
  program->text = std::move(text);
  return program;
}

/// The bracket that closes an expression which opens at `position`; '\0' if none opens there.
char closing_bracket(std::string_view text, std::size_t position, Delimiters delimiters) {
  const char bracket = position + 1 < text.size() ? text[position + 1] : '\0';
  if (bracket == '{') return '}';
  return bracket == '<' && delimiters == Delimiters::both ? '>' : '\0';
}

}  // namespace

Template::Template() : Template{literal_program({})} {}

Template::Template(std::shared_ptr<const expression::Program> program) : program_{std::move(program)} {}

Template Template::literal(std::string text) { return Template{literal_program(std::move(text))}; }

Result<Template, ExpressionError> Template::parse(std::string_view text, Delimiters delimiters) {
  if (text.size() > longest_text) {
    return Failure{ExpressionError{"ExpressionSyntax", fmt::format("the text is longer than {} bytes", longest_text), longest_text}};
  }
  auto program = std::make_shared<expression::Program>();
  program->text = text;
  std::size_t literal_begin = 0;
  for (std::size_t position = text.find('#'); position != std::string_view::npos; position = text.find('#', position)) {
    const char close = closing_bracket(text, position, delimiters);
    if (close == '\0') {
      ++position;
      continue;
    }
    if (literal_begin < position) program->pieces.push_back({literal_begin, position});
    const std::size_t first = program->code.size();
    const auto end = expression::Parser{text, position, close, *program}.parse();
    if (!end) return Failure{end.error()};
    program->pieces.push_back({position, *end, true, first, program->code.size()});
    position = literal_begin = *end;
  }
  if (literal_begin > 0 && literal_begin < text.size()) program->pieces.push_back({literal_begin, text.size()});
  return Template{std::move(program)};
}

const std::string& Template::text() const noexcept { return program_->text; }

bool Template::is_literal() const noexcept { return program_->pieces.empty(); }

const std::vector<NameUse>& Template::names() const& noexcept { return program_->uses; }

std::vector<NameUse> Template::names() && { return program_->uses; }

std::vector<ExpressionWarning> Template::warnings() const { return program_->warnings; }

bool Template::operator==(const Template& other) const {
  return program_ == other.program_ || (program_->text == other.program_->text && program_->pieces == other.program_->pieces);
}

}  // namespace penstock
