// SPDX-License-Identifier: Apache-2.0
#include "kill/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>
#include <string>

#include "store/scratch_folder.hpp"

namespace penstock::testing {
namespace {

TEST(Ledger, KeepsEntriesInTheOrderOfWriting) {
  const ScratchFolder folder;
  const Entry first{.deed = Deed::opening, .who = "-", .attempt = 0, .life = 1, .pid = 17};
  const Entry second{.deed = Deed::overlapped, .who = "CheckS017", .attempt = 123456, .life = 1999, .pid = 4194303};
  write_entry(folder.path() / "ledger", first);
  write_entry(folder.path() / "ledger", second);
  EXPECT_THAT(read_ledger(folder.path() / "ledger"), ::testing::ElementsAre(first, second));
}

TEST(Ledger, IsEmptyBeforeAnythingIsWritten) { EXPECT_THAT(read_ledger(ScratchFolder{}.path() / "ledger"), ::testing::IsEmpty()); }

TEST(Ledger, RefusesALineThatCouldCrossAPage) {
  const ScratchFolder folder;
  EXPECT_THROW(write_entry(folder.path() / "ledger", {.who = std::string(64, 'x')}), std::length_error);
}

TEST(Ledger, RefusesToReadWhatIsNoEntry) {
  const ScratchFolder folder;
  std::ofstream{folder.path() / "ledger"} << "begun S001 1\n";
  EXPECT_THROW((void)read_ledger(folder.path() / "ledger"), std::runtime_error);
}

}  // namespace
}  // namespace penstock::testing
