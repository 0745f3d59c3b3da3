// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/diagnostics.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace penstock {

std::string to_text(const Diagnostic& diagnostic) {
  std::string place = diagnostic.object;
  if (!diagnostic.field.empty()) place += (place.empty() ? "" : ".") + diagnostic.field;
  if (!place.empty()) place += ": ";
  return fmt::format("{}  {}{}  [{}]", diagnostic.severity == Severity::error ? "error" : "warning", place, diagnostic.message,
                     diagnostic.code);
}

bool has_errors(const Diagnostics& diagnostics) noexcept {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

std::string to_text(const Diagnostics& diagnostics) {
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics) lines += to_text(diagnostic) + '\n';
  return lines;
}

DefinitionError::DefinitionError(Diagnostics diagnostics)
    : std::runtime_error{to_text(diagnostics)}, diagnostics_{std::move(diagnostics)} {}

}  // namespace penstock
