// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "store/stores.hpp"

namespace penstock {

void PrintTo(const StoreCase& check, std::ostream* out) { *out << check.name; }

namespace {

using Parameter = std::tuple<StoreKind, StoreCase>;

class StoreConformance : public ::testing::TestWithParam<Parameter> {};

TEST_P(StoreConformance, Holds) {
  const auto& [kind, check] = GetParam();
  const auto [factory, reader] = kind.make();
  EXPECT_NO_THROW(check.run(factory));
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreConformance,
                         ::testing::Combine(::testing::Values(memory_kind(), sqlite_kind()), ::testing::ValuesIn(store_conformance())),
                         [](const ::testing::TestParamInfo<Parameter>& info) {
                           return std::get<0>(info.param).name + std::get<1>(info.param).name;
                         });

}  // namespace
}  // namespace penstock
