// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an author must or should change, all of it at once (S-27).

#include <stdexcept>
#include <string>
#include <vector>

namespace penstock {

enum class Severity { warning, error };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< `BadReference`; every code is listed in the reference documentation
  std::string object;   ///< id of the object or parameter; empty for the definition as a whole
  std::string field;    ///< empty if no single field is to blame
  std::string message;  ///< what is wrong, and a way out

  bool operator==(const Diagnostic&) const = default;
};

/// `error  Crunch.input: refers to "Logz", which is not defined; did you mean "Logs"?  [BadReference]`
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics) noexcept;

/// One line each.
[[nodiscard]] std::string to_text(const Diagnostics& diagnostics);

/// Thrown where a definition with errors cannot go on. `what()` has all of them.
class DefinitionError : public std::runtime_error {
 public:
  explicit DefinitionError(Diagnostics diagnostics);
  [[nodiscard]] const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

/// The candidate that `word` was probably meant to be, or empty: for "did you mean".
[[nodiscard]] std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace penstock
