// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The file format of definitions: AWS's, in its command-line form and in its web-service form.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// Reads a definition (S-1, S-5), in either form. Only what cannot be represented is refused here: text that is not JSON or whose known
/// members have the wrong shape (`JsonSyntax`, with line, column and the likely cause), that has no array `objects` of JSON objects
/// (`MissingObjects`), or that is larger than 64 MiB or two million values (`TooLarge`). Everything else is kept for `compile` to judge.
/// The time is proportional to the length of the text; no input overflows the stack. May be called from several threads.
[[nodiscard]] Result<Definition, Diagnostics> read_definition(std::string_view json);

/// The same from a file; throws `std::system_error` if it cannot be read.
[[nodiscard]] Result<Definition, Diagnostics> read_definition_file(const std::filesystem::path& file);

/// Declarations of parameters that are kept apart from their definition, to be put into `Definition::parameters`, where they replace its
/// own as AWS's `--parameter-objects` does: `{"parameters": […]}`, just `[…]`, or the web service's `{"parameterObjects": […]}`.
[[nodiscard]] Result<std::vector<Parameter>, Diagnostics> read_parameters(std::string_view json);

/// Values of parameters: `{"values": {…}}`, just `{…}`, or the web service's `{"parameterValues": [{"id": …, "stringValue": …}, …]}`.
[[nodiscard]] Result<ParameterValues, Diagnostics> read_values(std::string_view json);

/// Writes the command-line form: order kept, nothing lost; reading it gives an equal definition (except for its name). Bytes that are not
/// UTF-8, which only a program can have put there, become U+FFFD.
[[nodiscard]] std::string write_definition(const Definition& definition);
/// The form that `read_values` and AWS's `--parameter-values-uri` read.
[[nodiscard]] std::string write_values(const ParameterValues& values);

}  // namespace penstock
