// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/value.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace penstock {
namespace {

TEST(ValueText, OfATextIsTheText) { EXPECT_EQ(to_text(Value{"a,b"}), "a,b"); }

TEST(ValueText, OfAnIntegerIsItsDigits) {
  EXPECT_EQ(to_text(Value{std::int64_t{-7}}), "-7");
  EXPECT_EQ(to_text(Value{std::numeric_limits<std::int64_t>::min()}), "-9223372036854775808");
}

TEST(ValueText, OfADoubleHasADecimal) {
  EXPECT_EQ(to_text(Value{4.0}), "4.0");
  EXPECT_EQ(to_text(Value{-0.5}), "-0.5");
}

TEST(ValueText, OfADoubleReadsBackAsTheSameNumber) {
  for (const double number : {0.1, 1.0 / 3, 1e-7, 123456.789, 1e20, 1e21, 1.7976931348623157e308, 5e-324}) {
    EXPECT_EQ(std::strtod(to_text(Value{number}).c_str(), nullptr), number);
  }
}

TEST(ValueText, OfADateHasNoZone) { EXPECT_EQ(to_text(Value{utc("2011-05-24T17:10:00")}), "2011-05-24T17:10:00"); }

TEST(ValueText, OfAReferenceIsItsId) { EXPECT_EQ(to_text(Value{ObjectRef{"@Copy_2011-05-24T00:00:00", 7}}), "@Copy_2011-05-24T00:00:00"); }

TEST(ValueText, OfAListJoinsItsElementsWithCommas) {
  EXPECT_EQ(to_text(Value{List{"a", std::int64_t{1}, List{"b", 0.5}}}), "a,1,b,0.5");
  EXPECT_EQ(to_text(Value{List{}}), "");
}

TEST(Value, IsAnEmptyTextAtFirst) { EXPECT_EQ(Value{}, Value{""}); }

TEST(Value, EqualsAValueOfTheSameTypeOnly) {
  EXPECT_NE(Value{std::int64_t{1}}, Value{1.0});
  EXPECT_NE(Value{std::int64_t{1}}, Value{"1"});
}

}  // namespace
}  // namespace penstock
