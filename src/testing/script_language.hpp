// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One entry of a script: from words to what they mean.

#include <string>
#include <string_view>
#include <variant>

#include "penstock/result.hpp"
#include "penstock/testing/script.hpp"

namespace penstock::testing {

using ScriptEntry = std::variant<ActivityEntry, CheckEntry, ResourceEntry>;

/// Reads `10m ok`, `up 5m`, `true from 2015-05-17T00:00:00` and the like; the error says what could not be understood.
[[nodiscard]] Result<ScriptEntry, std::string> parse_entry(std::string_view text);

}  // namespace penstock::testing
