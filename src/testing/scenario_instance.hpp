// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can be seen of one instance, in the words of a scenario.

#include <optional>
#include <string>
#include <string_view>

#include "testing/scenario_stage.hpp"

namespace penstock::testing {

/// What the check of that name (`status`, `attempts`, …) sees of an instance; none while the instance is not there. Instances are named as
/// the scenario names them.
[[nodiscard]] std::optional<Json> observe(Stage& stage, std::string_view check, const std::string& instance);

/// An evaluated field; `"!Code"` if it cannot be evaluated, null if the instance or the field is not there.
[[nodiscard]] Json field_of(Stage& stage, const std::string& instance, const std::string& field);
/// A template evaluated in the context of the instance; after the prefix `[list]` as a slot that takes lists.
[[nodiscard]] Json expression_of(Stage& stage, const std::string& instance, const std::string& text);

}  // namespace penstock::testing
