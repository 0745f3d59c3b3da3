// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the command line names: definition files and values of parameters.

#include <string>

#include "cli/arguments.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/result.hpp"

namespace penstock::cli {

/// `report` for `jobs/report.json`: the name under which a file is deployed. Throws InputError if nothing is left.
[[nodiscard]] std::string name_of_file(const std::string& file);

/// Reads a definition; `-` is standard input. Throws InputError if the file cannot be read.
[[nodiscard]] Result<Definition, Diagnostics> load_definition(const std::string& file);

/// The values of the file, with the single ones put over them. Throws InputError if the file cannot be read, or if an assignment has no
/// `=`.
[[nodiscard]] Result<ParameterValues, Diagnostics> load_values(const GivenValues& given);

}  // namespace penstock::cli
