// SPDX-License-Identifier: Apache-2.0

/// Words, lines and tables.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "cli/output.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "executor/scratch_folder.hpp"

namespace penstock::cli {
namespace {

TEST(Words, CountInSingularAndPlural) {
  EXPECT_EQ(counted(1, "error"), "1 error");
  EXPECT_EQ(counted(0, "error"), "0 errors");
  EXPECT_EQ(counted(2, "retry", "retries"), "2 retries");
}

TEST(Words, SayDurationsAsPeopleDo) {
  EXPECT_EQ(in_words(Duration{250}), "250 ms");
  EXPECT_EQ(in_words(Duration{1'500}), "1.5 s");
  EXPECT_EQ(in_words(Duration{12'345}), "12 s");
  EXPECT_EQ(in_words(Duration{600'000}), "10 min");
  EXPECT_EQ(in_words(Duration{7'500'000}), "2 h 5 min");
  EXPECT_EQ(in_words(Duration{259'200'000}), "3 d");
}

TEST(Words, DoNotRoundToSixtySeconds) { EXPECT_EQ(in_words(Duration{59'900}), "1 min"); }

TEST(OneLine, TakesAwayWhatCouldMoveACursor) { EXPECT_EQ(one_line("a\x1b[2J\tb\nc\xc2\x9b\x7f\n"), "a [2J b c  "); }

TEST(OneLine, KeepsLettersOfAllLanguages) { EXPECT_EQ(one_line("Prüfung ✓"), "Prüfung ✓"); }

TEST(DisplayWidth, CountsCodePointsNotBytes) { EXPECT_EQ(display_width("Prüfung"), 7U); }

TEST(Fitting, DoesNotCutACharacterInTwo) { EXPECT_EQ(fitting("aüb", 2), "aü"); }

TEST(Fitting, LeavesShortTextAlone) { EXPECT_EQ(fitting("abc", 3), "abc"); }

class Printed : public testing::Test {
 protected:
  template <class Print>
  std::string printed(Print print) {
    const auto file = folder_ / "out";
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    {
      Output out{descriptor};
      print(out);
    }
    ::close(descriptor);
    return contents(file);
  }

  ScratchFolder folder_;
};

TEST_F(Printed, TableAlignsColumnsAndLeavesNoBlanksAtTheEnd) {
  EXPECT_EQ(printed([](Output& out) {
              Table table{{"A", "B"}};
              table.add({{"long text"}, {"x"}});
              table.add({{"s"}, {"y"}});
              table.print(out);
            }),
            "A          B\nlong text  x\ns          y\n");
}

TEST_F(Printed, TableLeavesOutAColumnWithoutText) {
  EXPECT_EQ(printed([](Output& out) {
              Table table{{"A", "B", "C"}};
              table.add({{"1"}, {""}, {"3"}});
              table.print(out);
            }),
            "A  C\n1  3\n");
}

TEST_F(Printed, FileGetsNoColors) {
  EXPECT_EQ(printed([](Output& out) { out.line(out.colored(Color::red, "bad")); }), "bad\n");
}

TEST(Output, RemembersThatTheDiskIsFull) {
  const int descriptor = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_NE(descriptor, -1);
  Output out{descriptor};
  out.line("text");
  out.flush();
  EXPECT_EQ(out.error(), std::errc::no_space_on_device);
  ::close(descriptor);
}

}  // namespace
}  // namespace penstock::cli
