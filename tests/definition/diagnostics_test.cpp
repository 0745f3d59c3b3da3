// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/diagnostics.hpp"

#include <gtest/gtest.h>

namespace penstock {
namespace {

TEST(Diagnostic, NamesObjectAndFieldBeforeTheMessageAndTheCodeAfterIt) {
  EXPECT_EQ(to_text(Diagnostic{Severity::error, "BadReference", "Crunch", "input", "refers to \"Logz\""}),
            "error  Crunch.input: refers to \"Logz\"  [BadReference]");
}

TEST(Diagnostic, LeavesOutAFieldThatIsNotToBlame) {
  EXPECT_EQ(to_text(Diagnostic{Severity::warning, "UnusedResource", "Machine", "", "no object runs on it"}),
            "warning  Machine: no object runs on it  [UnusedResource]");
}

TEST(Diagnostic, OfTheWholeDefinitionNamesNoObject) {
  EXPECT_EQ(to_text(Diagnostic{Severity::error, "JsonSyntax", "", "", "line 1, column 2: unexpected '}'"}),
            "error  line 1, column 2: unexpected '}'  [JsonSyntax]");
}

TEST(Diagnostics, AreOneLineEach) {
  const Diagnostic one{Severity::error, "A", "X", "", "x"};
  EXPECT_EQ(to_text(Diagnostics{one, one}), "error  X: x  [A]\nerror  X: x  [A]\n");
}

TEST(Diagnostics, HaveErrorsOnlyIfOneOfThemIsAnError) {
  const Diagnostic warning{Severity::warning, "A", "", "", ""};
  const Diagnostic error{Severity::error, "A", "", "", ""};
  EXPECT_FALSE(has_errors({}));
  EXPECT_FALSE(has_errors({warning}));
  EXPECT_TRUE(has_errors({warning, error}));
}

TEST(DefinitionError, SaysEverythingThatIsWrong) {
  const DefinitionError error{{{Severity::error, "A", "X", "", "first"}, {Severity::error, "B", "Y", "", "second"}}};
  EXPECT_STREQ(error.what(), "error  X: first  [A]\nerror  Y: second  [B]\n");
  EXPECT_EQ(error.diagnostics().size(), 2U);
}

TEST(Nearest, FindsTheWordWithALetterWrong) { EXPECT_EQ(nearest("Logz", {"Hits", "Logs", "Report"}), "Logs"); }

TEST(Nearest, FindsTheWordWithTwoLettersSwapped) { EXPECT_EQ(nearest("Shcedule", {"Schedule", "SqlActivity"}), "Schedule"); }

TEST(Nearest, PrefersADifferenceOfCaseToAnyOther) { EXPECT_EQ(nearest("LOGS", {"LOGZ", "Logs"}), "Logs"); }

TEST(Nearest, PrefersTheWordWithFewerLettersWrong) {
  EXPECT_EQ(nearest("MyPipelineStep1", {"MyPipelineStop2", "MyPipelineStep2"}), "MyPipelineStep2");
}

TEST(Nearest, SuggestsNothingThatIsUnlike) { EXPECT_EQ(nearest("Logs", {"Report", "Hits"}), ""); }

TEST(Nearest, SuggestsNoOtherLetterForASingleLetter) { EXPECT_EQ(nearest("A", {"B", "C"}), ""); }

TEST(Nearest, SuggestsTheOtherCaseOfASingleLetter) { EXPECT_EQ(nearest("a", {"B", "A"}), "A"); }

TEST(Nearest, SuggestsNothingForAnEmptyWord) { EXPECT_EQ(nearest("", {"A"}), ""); }

}  // namespace
}  // namespace penstock
