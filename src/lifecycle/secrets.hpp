// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What must not be shown (S-26).

#include <string>
#include <string_view>
#include <vector>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// Texts of all secret parameters and fields, as far as they can be evaluated from the instance in sight.
[[nodiscard]] std::vector<std::string> secrets_of(const Sight& sight);

/// The text with every stretch that belongs to a secret replaced by `******`.
[[nodiscard]] std::string hide(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace penstock
