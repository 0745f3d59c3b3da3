// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Says what was found out about a definition.

#include <string>
#include <vector>

#include "cli/check.hpp"
#include "cli/exit_code.hpp"
#include "cli/output.hpp"

namespace penstock::cli {

/// Notes with the same code, field and message become one that names all their objects: what stands on Default is inherited by many.
[[nodiscard]] std::vector<Note> merged(const std::vector<Note>& notes);

/// Prints errors and notes, a line each and warnings and notes once per cause, and a verdict at last. As JSON, which keeps every one:
/// {"file", "profile": "embedded" | "service", "valid": true | false,
///  "diagnostics": [{"severity": "error" | "warning", "code", "object", "field", "message"}],
///  "notes": [{"code", "objects": [id], "field", "message"}]}
/// An empty `object` means the definition as a whole, an empty `field` the object as a whole.
ExitCode report(const Judgement& judgement, const std::string& file, Profile profile, bool json, Output& out);

}  // namespace penstock::cli
