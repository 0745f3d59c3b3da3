// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Finds the reference material, which lies outside the source tree and is not always there.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace penstock {

/// A test suite that is skipped where the reference material is absent.
class SharedFiles : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(root() / "scenarios" / "README.md")) GTEST_SKIP() << "no reference material at " << root();
  }

  static std::filesystem::path root() {
    const char* given = std::getenv("PENSTOCK_SHARED");
    return given != nullptr ? std::filesystem::path{given} : std::filesystem::path{PENSTOCK_SOURCE_DIR} / ".." / "shared";
  }

  static std::string read(const std::filesystem::path& file) {
    std::ifstream stream{root() / file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }
};

}  // namespace penstock
