// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Explains to the author of a hand-written file what is wrong with its JSON.

#include <cstddef>
#include <string>
#include <string_view>

#include "penstock/definition/diagnostics.hpp"

namespace penstock::json {

/// `JsonSyntax` with line and column for a text in which everything before the byte at `position` could be read. Names the likely cause: a
/// trailing comma, a raw line break in a string, a typographic quote, a comment, …
[[nodiscard]] Diagnostic explain_syntax_error(std::string_view text, std::size_t position);

/// `JsonSyntax` for a text that begins with a byte order mark or is not UTF-8 at all; empty otherwise. Python's reader, and so AWS's tools,
/// refuse the mark as well.
[[nodiscard]] Diagnostics refuse_encoding(std::string_view text);

/// `line 3, column 7`, both from 1; a column is a character, not a byte.
[[nodiscard]] std::string line_and_column(std::string_view text, std::size_t position);

}  // namespace penstock::json
