// SPDX-License-Identifier: Apache-2.0
#include "activities/atomic_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <system_error>
#include <vector>

#include "executor/scratch_folder.hpp"

namespace penstock::activities {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) names.push_back(entry.path().filename());
  return names;
}

TEST(AtomicFile, IsNotThereBeforeItIsCommitted) {
  const ScratchFolder folder;
  AtomicFile file{folder / "report"};
  file.write("half");
  file.sync();
  EXPECT_FALSE(std::filesystem::exists(folder / "report"));
}

TEST(AtomicFile, ReplacesTheEarlierOneAsAWhole) {
  const ScratchFolder folder;
  folder.write("report", "earlier and longer");
  AtomicFile file{folder / "report"};
  file.write("new");
  file.commit();
  EXPECT_EQ(contents(folder / "report"), "new");
  EXPECT_THAT(names_in(folder.path()), ElementsAre("report"));
}

TEST(AtomicFile, LeavesNothingWhenItIsGivenUp) {
  const ScratchFolder folder;
  folder.write("report", "earlier");
  { AtomicFile{folder / "report"}.write("new"); }
  EXPECT_EQ(contents(folder / "report"), "earlier");
  EXPECT_THAT(names_in(folder.path()), ElementsAre("report"));
}

TEST(AtomicFile, MakesMissingFolders) {
  const ScratchFolder folder;
  AtomicFile file{folder / "a/b/report"};
  file.commit();
  EXPECT_TRUE(std::filesystem::is_regular_file(folder / "a/b/report"));
}

TEST(AtomicFile, TakesOverWhatAKilledWriterLeft) {
  const ScratchFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    AtomicFile file{folder / "report"};
    file.write("half of what was to be written, and more than comes later");
    file.sync();
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  ASSERT_THAT(names_in(folder.path()), ElementsAre(".report.part"));

  AtomicFile file{folder / "report"};
  file.write("whole");
  file.commit();
  EXPECT_EQ(contents(folder / "report"), "whole");
  EXPECT_THAT(names_in(folder.path()), ElementsAre("report"));
}

TEST(AtomicFile, RefusesASecondWriterAtTheSameTime) {
  const ScratchFolder folder;
  const AtomicFile first{folder / "report"};
  try {
    const AtomicFile second{folder / "report"};
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr(".report.part is being written by another attempt"));
  }
}

TEST(AtomicFile, ForgetsWhatWasWrittenWhenCleared) {
  const ScratchFolder folder;
  AtomicFile file{folder / "report"};
  file.write(std::string(1'000'000, 'x'));
  file.clear();
  file.write("short");
  file.commit();
  EXPECT_EQ(contents(folder / "report"), "short");
}

TEST(AtomicFile, WritesThroughALinkInsteadOfReplacingIt) {
  const ScratchFolder folder;
  folder.write("target", "old");
  std::filesystem::create_symlink(folder / "target", folder / "report");
  AtomicFile file{folder / "report"};
  file.write("new");
  file.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "report"));
  EXPECT_EQ(contents(folder / "target"), "new");
}

TEST(AtomicFile, NeverReplacesADevice) { EXPECT_THROW(AtomicFile{"/dev/null"}, std::system_error); }

TEST(AtomicFile, NamesTheFolderThatIsInTheWay) {
  const ScratchFolder folder;
  try {
    const AtomicFile file{folder.path()};
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Is a directory"));
  }
}

}  // namespace
}  // namespace penstock::activities
