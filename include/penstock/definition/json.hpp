// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The file format of definitions: AWS's, in its command-line form and in its web-service form.

#include <filesystem>
#include <string>
#include <string_view>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// Reads a definition (S-1, S-5). Only what cannot be represented is refused here: text that is not JSON (`JsonSyntax`, with line, column and the
/// likely cause) or has no `objects` (`MissingObjects`). Everything else is kept for `compile` to judge.
[[nodiscard]] Result<Definition, Diagnostics> read_definition(std::string_view json);

/// The same from a file; throws `std::system_error` if it cannot be read.
[[nodiscard]] Result<Definition, Diagnostics> read_definition_file(const std::filesystem::path& file);

/// Values of parameters: `{"values": {…}}` or just `{…}`.
[[nodiscard]] Result<ParameterValues, Diagnostics> read_values(std::string_view json);

/// Writes the command-line form: order kept, nothing lost; reading it gives an equal definition (except for its name).
[[nodiscard]] std::string write_definition(const Definition& definition);
[[nodiscard]] std::string write_values(const ParameterValues& values);

}  // namespace penstock
