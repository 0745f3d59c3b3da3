// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The text of a value, written onto the end of another text.

#include <string>
#include <string_view>

#include "penstock/expression/value.hpp"

namespace penstock::expression {

/// Writes what `to_text(value)` returns.
void append_text(std::string& out, const Value& value);

/// "a text", "an Integer", "a list": for messages, which never show the value itself since it may be secret (S-26).
[[nodiscard]] std::string_view kind_of(const Value& value);

}  // namespace penstock::expression
