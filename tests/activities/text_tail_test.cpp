// SPDX-License-Identifier: Apache-2.0
#include "activities/text_tail.hpp"

#include <gtest/gtest.h>

#include <string>

#include "executor/scratch_folder.hpp"

namespace penstock::activities {
namespace {

TEST(Readable, KeepsValidText) { EXPECT_EQ(readable("grün\t€ 𝄞\n"), "grün\t€ 𝄞\n"); }

TEST(Readable, MarksBytesThatAreNoText) {
  EXPECT_EQ(readable("a\xff\xfe"
                     "b\xe2\x82"),
            "a��b��");
}

TEST(Readable, MarksOverlongFormsAndSurrogates) {
  EXPECT_EQ(readable("\xc0\x80|\xe0\x80\x80|\xed\xa0\x80|\xf4\x90\x80\x80"), "��|���|���|����");
}

TEST(Readable, DropsControlCharactersThatATerminalWouldObey) { EXPECT_EQ(readable("\x1b[31mred\x07"), "[31mred"); }

TEST(TailOf, IsTheWholeOfAShortFileWithoutWhiteSpaceAround) {
  const ScratchFolder folder;
  EXPECT_EQ(tail_of(folder.write("err", "\n  no such table\n\n")), "no such table");
}

TEST(TailOf, IsTheEndOfALongFileAndSaysSo) {
  const ScratchFolder folder;
  EXPECT_EQ(tail_of(folder.write("err", "beginning, middle, end"), 3), "…end");
}

TEST(TailOf, DoesNotShowACharacterThatWasCutAsDamage) {
  const ScratchFolder folder;
  EXPECT_EQ(tail_of(folder.write("err", "x€y"), 3), "…y");
}

TEST(TailOf, IsEmptyForAMissingFile) { EXPECT_EQ(tail_of("/no/such/file"), ""); }

TEST(TailOf, IsEmptyForWhiteSpace) {
  const ScratchFolder folder;
  EXPECT_EQ(tail_of(folder.write("err", " \n \n")), "");
}

}  // namespace
}  // namespace penstock::activities
