// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/secret_texts.hpp"

#include <gtest/gtest.h>

#include <string>

namespace penstock {
namespace {

std::string hidden(const SecretTexts& secrets, std::string_view text) {
  std::vector<bool> marks(text.size());
  return secrets.mark(text, marks) ? without_marked(text, marks) : std::string{text};
}

TEST(SecretTexts, AreHiddenWhereverTheyStand) {
  SecretTexts secrets;
  secrets.add("hunter2");
  EXPECT_EQ(hidden(secrets, "hunter2, not hunter3, hunter2"), "******, not hunter3, ******");
}

TEST(SecretTexts, ThatOverlapLeaveNoEndBehind) {
  SecretTexts secrets;
  secrets.add("abcd");
  secrets.add("cdefg");
  EXPECT_EQ(hidden(secrets, "xabcdefgx"), "x******x");
}

TEST(SecretTexts, AreHiddenWithoutTheWhiteSpaceAtTheirEnds) {
  SecretTexts secrets;
  secrets.add(" hunter2\n");
  EXPECT_EQ(hidden(secrets, "said hunter2."), "said ******.");
}

TEST(SecretTexts, OfNothingButWhiteSpaceAreNone) {
  SecretTexts secrets;
  secrets.add("");
  secrets.add(" \n");
  EXPECT_TRUE(secrets.empty());
}

/// One by one they would take minutes, and run into the time limit that every test has.
TEST(SecretTexts, MayBeVeryMany) {
  SecretTexts secrets;
  for (int i = 0; i < 200'000; ++i) secrets.add("secret-" + std::to_string(1'000'000 + i));
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "plain-" + std::to_string(i) + " ";
  EXPECT_EQ(hidden(secrets, text + "secret-1199999"), text + "******");
}

}  // namespace
}  // namespace penstock
