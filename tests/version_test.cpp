// SPDX-License-Identifier: Apache-2.0
#include "penstock/version.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace penstock {
namespace {

TEST(Version, HasMajorMinorAndPatchLevel) { EXPECT_EQ(std::ranges::count(version(), '.'), 2); }

}  // namespace
}  // namespace penstock
