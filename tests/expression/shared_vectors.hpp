// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where the reference data is that some tests compare with. It is not part of the source tree, so those tests skip themselves without it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace penstock {

inline std::optional<nlohmann::json> shared_json(const std::string& path) {
  const char* const named = std::getenv("PENSTOCK_SHARED");
  const std::filesystem::path root =
      named != nullptr ? std::filesystem::path{named} : std::filesystem::path{PENSTOCK_SOURCE_DIR} / "../shared";
  if (!std::filesystem::exists(root / "scenarios/README.md")) return std::nullopt;
  std::ifstream file{root / path};
  return nlohmann::json::parse(file);
}

}  // namespace penstock
