// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What waits for what, as lines of text.

#include <string>
#include <vector>

#include "penstock/plan/plan.hpp"

namespace penstock::cli {

/// From what waits for nothing to what waits for it, in definition order. An object that waits for several is written out where it is
/// reached first and only named afterwards. Resources do not wait and are left out.
[[nodiscard]] std::vector<std::string> dependency_tree(const Plan& plan);

}  // namespace penstock::cli
