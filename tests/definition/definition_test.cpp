// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/definition.hpp"

#include <gtest/gtest.h>

namespace penstock {
namespace {

TEST(FieldValue, ScalarsHaveATextAndTheOthersNone) {
  EXPECT_EQ(to_text(FieldValue{std::string{"1 day"}}), "1 day");
  EXPECT_EQ(to_text(FieldValue{Number{"1.50"}}), "1.50");
  EXPECT_EQ(to_text(FieldValue{true}), "true");
  EXPECT_EQ(to_text(FieldValue{false}), "false");
  EXPECT_EQ(to_text(FieldValue{Reference{"X"}}), "");
  EXPECT_EQ(to_text(FieldValue{Null{}}), "");
  EXPECT_EQ(to_text(FieldValue{Unreadable{"[1]"}}), "");
}

TEST(Object, FindsASecretFieldWithAndWithoutItsStar) {
  Object object;
  object.fields.push_back({.name = "*password", .values = {FieldValue{std::string{"x"}}}});
  EXPECT_EQ(object.find("password"), &object.fields[0]);
  EXPECT_EQ(object.find("*password"), &object.fields[0]);
}

TEST(Object, HasNoFieldThatWasNotWritten) { EXPECT_EQ(Object{}.find("period"), nullptr); }

TEST(Definition, FindsAnObjectById) {
  Definition definition;
  definition.objects.resize(2);
  definition.objects[1].id = "Daily";
  EXPECT_EQ(definition.find("Daily"), &definition.objects[1]);
  EXPECT_EQ(definition.find("Hourly"), nullptr);
}

TEST(Field, IsEqualWhetherOrNotAListWasWrittenAsRepeatedKeys) {
  const Field list{.name = "step", .values = {FieldValue{std::string{"a"}}}, .written_as_list = true, .repeated_key = false};
  Field repeated = list;
  repeated.repeated_key = true;
  EXPECT_EQ(list, repeated);
}

TEST(Secret, IsMarkedByAStarThatIsNotPartOfTheName) {
  EXPECT_TRUE(is_secret("*myPassword"));
  EXPECT_FALSE(is_secret("myPassword"));
  EXPECT_EQ(without_star("*myPassword"), "myPassword");
  EXPECT_EQ(without_star("myPassword"), "myPassword");
}

}  // namespace
}  // namespace penstock
