// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Text with `#{…}` in it, parsed once. Knows the grammar (S-190 to S-195); knows nothing of objects or definitions.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/result.hpp"

namespace penstock {

/// Which brackets open an expression: `#{…}` alone, or `#<…>` as well. Each is closed by its own bracket outside text in quotes.
enum class Delimiters { braces, both };

/// Why a text cannot be read or evaluated. `code` is one of the published codes (`ExpressionSyntax`, `UnknownFunction`, …);
/// `position` counts bytes from the start of the whole text.
struct ExpressionError {
  std::string code;
  std::string message;
  std::size_t position = 0;

  bool operator==(const ExpressionError&) const = default;
};

/// A name that an expression reads: `path` is `{"input", "directoryPath"}` for `input.directoryPath`. The `*` of a secret is left out
/// (S-26).
struct NameUse {
  std::vector<std::string> path;
  std::size_t position = 0;
};

/// A date pattern that is legal but hardly meant, or another thing worth telling the author (S-206).
struct ExpressionWarning {
  std::string code;
  std::string message;
  std::size_t position = 0;
};

namespace expression {
struct Program;
}

/// One field value: literal text, expressions, or both. Immutable and cheap to copy; may be read from several threads. The grammar is that
/// of S-195; besides, a number may have an exponent, so that every number that is printed can be read back.
class Template {
 public:
  /// The empty text.
  Template();

  /// Reads the text. Function names and the number of their arguments are checked here (S-204). Bounded: the text may have 4 MiB, an
  /// expression 64 KiB and 64 levels of brackets.
  [[nodiscard]] static Result<Template, ExpressionError> parse(std::string_view text, Delimiters delimiters = Delimiters::braces);

  /// A text that is not scanned for expressions (S-22, S-194).
  [[nodiscard]] static Template literal(std::string text);

  /// As it was written.
  [[nodiscard]] const std::string& text() const noexcept;
  /// Whether there is no expression in it, so that evaluating gives `text()`.
  [[nodiscard]] bool is_literal() const noexcept;
  /// Every name that is read, in order of appearance. A method call `x.f(…)` reports `x` only.
  [[nodiscard]] const std::vector<NameUse>& names() const& noexcept;
  [[nodiscard]] std::vector<NameUse> names() &&;
  /// What is legal but hardly meant in the date patterns that are written out in the text.
  [[nodiscard]] std::vector<ExpressionWarning> warnings() const;

  [[nodiscard]] const expression::Program& program() const noexcept { return *program_; }

  /// Whether both are the same text, read the same way.
  bool operator==(const Template& other) const;

 private:
  explicit Template(std::shared_ptr<const expression::Program> program);
  std::shared_ptr<const expression::Program> program_;
};

}  // namespace penstock
