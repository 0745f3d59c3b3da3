// SPDX-License-Identifier: Apache-2.0

/// What the program says of files that are no stores, or no longer, and what it does to them: nothing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "executor/scratch_folder.hpp"
#include "sqlite/connection.hpp"

namespace penstock::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int store_error = static_cast<int>(ExitCode::store_error);

void execute(const std::filesystem::path& file, std::string_view sql) { sqlite::Connection{file, sqlite::Access::create}.execute(sql); }

struct BadStore {
  const char* name;
  std::function<void(const std::filesystem::path&)> spoil;  ///< a sound store
  const char* words;

  friend std::ostream& operator<<(std::ostream& out, const BadStore& bad) { return out << bad.name; }
};

class ProgramOnABadStore : public ::testing::TestWithParam<BadStore> {
 protected:
  ProgramOnABadStore() {
    folder_.write("work.json", one_step("true"));
    EXPECT_EQ(penstock(folder_.path(), {"run", "work.json"}).exit_code, 0);
    GetParam().spoil(store());
  }
  [[nodiscard]] std::filesystem::path store() const { return folder_ / "penstock.db"; }

  ScratchFolder folder_;
};

TEST_P(ProgramOnABadStore, SaysWhatIsWrongAndLeavesItAsItIs) {
  const auto before = contents(store());
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"run", "work.json"}, {"status"}, {"list-runs"}, {"rerun", std::string{step}}, {"db", "check"}, {"db", "backup", "copy.db"}}) {
    const auto ended = penstock(folder_.path(), command);
    EXPECT_EQ(ended.exit_code, store_error) << ::testing::PrintToString(command) << ended.out;
    EXPECT_THAT(ended.err, StartsWith("penstock: ")) << ::testing::PrintToString(command);
    EXPECT_THAT(ended.err, HasSubstr(GetParam().words)) << ::testing::PrintToString(command);
  }
  EXPECT_EQ(contents(store()), before);
}

const BadStore bad_stores[] = {
    {"NoDatabase",
     [](const auto& file) {
       std::ofstream{file, std::ios::binary} << std::string(5'000, 'x');
     },
     "is no SQLite database"},
    {"AnotherApplications",
     [](const auto& file) {
       std::filesystem::remove(file);
       execute(file, "CREATE TABLE pipeline (key INTEGER)");
     },
     "of another application"},
    {"Newer", [](const auto& file) { execute(file, "PRAGMA user_version = 1000"); }, "written by a newer Penstock"},
    {"Damaged",
     [](const auto& file) {
       auto bytes = contents(file);
       std::fill(bytes.begin() + 200, bytes.end(), '\x5a');
       std::ofstream{file, std::ios::binary} << bytes;
     },
     "is damaged"},
};

INSTANTIATE_TEST_SUITE_P(Each, ProgramOnABadStore, ::testing::ValuesIn(bad_stores), [](const auto& info) { return info.param.name; });

TEST(ProgramWithoutAStore, NamesTheFolderThatIsMissing) {
  const ScratchFolder folder;
  folder.write("work.json", one_step("true"));
  const auto ended = penstock(folder.path(), {"run", "work.json", "--db", "missing/penstock.db"});
  EXPECT_EQ(ended.exit_code, store_error);
  EXPECT_THAT(ended.err, HasSubstr("the folder does not exist"));
}

TEST(ProgramWithoutAStore, MakesNoneToReadIt) {
  const ScratchFolder folder;
  const auto ended = penstock(folder.path(), {"status"});
  EXPECT_EQ(ended.exit_code, store_error);
  EXPECT_THAT(ended.err, HasSubstr("there is no store"));
  EXPECT_FALSE(std::filesystem::exists(folder / "penstock.db"));
}

TEST(ProgramOnARemovedStore, SaysSoAndBeginsNothingMore) {
  const ScratchFolder folder;
  folder.write("work.json", one_step("rm penstock.db"));
  const auto ended = penstock(folder.path(), {"run", "work.json"});
  EXPECT_EQ(ended.exit_code, store_error) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("moved, replaced or removed while it was in use"));
}

}  // namespace
}  // namespace penstock::cli
