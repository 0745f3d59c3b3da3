// SPDX-License-Identifier: Apache-2.0

/// What work would be, in lines that a test can compare.

#include <string_view>

#include "penstock/testing/simulation.hpp"

namespace penstock::testing {

std::vector<std::string> commands_of(const ObjectView& object) {
  std::vector<std::string> lines;
  // An object has at most one of these: the catalog lets no type have two of them at once.
  for (const std::string_view field : {"command", "script", "hiveScript", "scriptUri", "jarUri", "function"}) {
    if (!object.has(field)) continue;
    auto line = object.text(field);
    for (const std::string_view arguments : {"scriptArgument", "argument"}) {
      for (const auto& argument : object.texts(arguments)) line.append(" ").append(argument);
    }
    lines.push_back(std::move(line));
    break;
  }
  for (auto& step : object.texts("step")) lines.push_back(std::move(step));
  return lines;
}

}  // namespace penstock::testing
