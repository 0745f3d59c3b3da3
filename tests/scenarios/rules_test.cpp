// SPDX-License-Identifier: Apache-2.0

/// The index of rules in README.md of this folder says the truth: it can be held against the scenarios, so it is.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "scenarios/own_scenarios.hpp"

namespace penstock::testing {
namespace {

using ::testing::IsEmpty;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream{file};
  EXPECT_TRUE(stream) << file;
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// A line `| S-67 | about | backfill, slots, suite Deploy |` of the index.
struct Row {
  std::string rule;
  std::string about;
  std::set<std::string> files;   ///< without extension
  std::set<std::string> suites;  ///< of tests elsewhere
  bool absent = false;           ///< said to be not there yet
};

const std::vector<Row>& rows_of_index() {
  static const auto rows = [] {
    std::vector<Row> found;
    const auto index = text_of(PENSTOCK_SOURCE_DIR "/tests/scenarios/README.md");
    const std::regex line{R"(\| (S-\d+) \| ([^|]+) \| ([^|]*) \|)"};
    const std::regex entry{R"((suite )?([^,]+)(, )?)"};
    for (std::sregex_iterator it{index.begin(), index.end(), line}, end; it != end; ++it) {
      Row row{.rule = (*it)[1], .about = (*it)[2], .files = {}, .suites = {}};
      const std::string shown = (*it)[3];
      row.absent = shown == "not there yet";
      for (std::sregex_iterator part{shown.begin(), shown.end(), entry}; part != end && !row.absent; ++part) {
        ((*part)[1].matched ? row.suites : row.files).insert((*part)[2]);
      }
      found.push_back(row);
    }
    return found;
  }();
  return rows;
}

std::string line_of(const Row& row, const std::set<std::string>& files) {
  std::vector<std::string> shown{files.begin(), files.end()};
  for (const auto& suite : row.suites) shown.push_back("suite " + suite);
  return fmt::format("| {} | {} | {} |", row.rule, row.about, fmt::join(shown, ", "));
}

/// Names of the files that show a rule.
std::map<std::string, std::set<std::string>> files_by_rule() {
  std::map<std::string, std::set<std::string>> files;
  for (const auto& scenario : own_scenarios()) {
    for (const auto& rule : scenario.rules) files[rule].insert(std::filesystem::path{scenario.file}.stem().string());
  }
  return files;
}

TEST(RulesIndex, NamesTheFilesThatShowEachRule) {
  auto files = files_by_rule();
  for (const auto& row : rows_of_index()) EXPECT_EQ(row.files, files[row.rule]) << "it should say\n" << line_of(row, files[row.rule]);
}

TEST(OwnScenarios, HaveIdsOfTheirOwn) {
  std::map<std::string, std::string> file_of;
  for (const auto& scenario : own_scenarios()) {
    const auto [other, is_new] = file_of.emplace(scenario.id, scenario.file);
    EXPECT_TRUE(is_new) << scenario.id << " stands in " << other->second << " and in " << scenario.file;
  }
}

TEST(RulesIndex, HasEveryRuleThatAScenarioNames) {
  auto files = files_by_rule();
  for (const auto& row : rows_of_index()) files.erase(row.rule);
  EXPECT_THAT(files, IsEmpty());
}

TEST(RulesIndex, LeavesNoRuleWithoutATestUnlessItIsNotThereYet) {
  for (const auto& row : rows_of_index()) {
    EXPECT_NE(row.absent, !row.files.empty() || !row.suites.empty()) << row.rule << ' ' << row.about;
  }
}

TEST(RulesIndex, NamesOnlySuitesThatExist) {
  std::set<std::string> suites;
  for (const auto& row : rows_of_index()) suites.insert(row.suites.begin(), row.suites.end());
  for (const auto& entry : std::filesystem::recursive_directory_iterator{PENSTOCK_SOURCE_DIR "/tests"}) {
    if (entry.path().extension() != ".cpp") continue;
    const auto source = text_of(entry.path());
    for (auto suite = suites.begin(); suite != suites.end();) {
      const bool here = source.find("(" + *suite + ", ") != std::string::npos;
      suite = here ? suites.erase(suite) : std::next(suite);
    }
  }
  EXPECT_THAT(suites, IsEmpty());
}

TEST(RulesIndexShared, HasTheRulesOfTheReferenceAndNoOthers) {
  const char* const given = std::getenv("PENSTOCK_SHARED");
  const auto shared = std::filesystem::path{given != nullptr ? given : PENSTOCK_SOURCE_DIR "/../shared"};
  if (!std::filesystem::exists(shared / "scenarios" / "README.md")) GTEST_SKIP() << "no reference data";

  const auto semantics = text_of(shared / "reference" / "semantics.md");
  std::set<std::string> wanted;
  const std::regex rule{R"(\* \*\*(S-\d+)\*\*)"};
  for (std::sregex_iterator it{semantics.begin(), semantics.end(), rule}, end; it != end; ++it) wanted.insert((*it)[1]);
  std::set<std::string> found;
  for (const auto& row : rows_of_index()) found.insert(row.rule);
  EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace penstock::testing
