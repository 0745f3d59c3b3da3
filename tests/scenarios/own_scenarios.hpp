// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The scenarios of this folder, read once.

#include <set>
#include <string>
#include <vector>

namespace penstock::testing {

struct OwnScenario {
  std::string file;             ///< name without folder
  std::string id;
  std::set<std::string> rules;  ///< `S-67`
  std::string text;             ///< for `run_scenario`
};

/// By file, then in the order of the file. Throws if one of them cannot be read or names no rules.
[[nodiscard]] const std::vector<OwnScenario>& own_scenarios();

}  // namespace penstock::testing
