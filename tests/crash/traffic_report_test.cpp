// SPDX-License-Identifier: Apache-2.0
#include "traffic_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/time.hpp"

namespace penstock::testing {
namespace {

using std::chrono::milliseconds;

struct Times {
  Instant started;
  Instant ended;
};

/// When the attempt that finished the step began and ended, by component and interval.
std::map<std::pair<std::string, Instant>, Times> finished_work(const std::filesystem::path& folder) {
  SqliteReader reader{folder / "penstock.db"};
  std::map<std::pair<std::string, Instant>, Times> found;
  for (const auto& run : reader.runs({})) {
    for (const auto& attempt : reader.attempts(run.instance.key)) {
      if (attempt.status == AttemptStatus::finished) {
        found[{run.component_id, run.instance.scheduled.start}] = {.started = attempt.started, .ended = *attempt.ended};
      }
    }
  }
  return found;
}

/// How often each step was finished: more than once would be repeated work.
int most_finished_attempts(const std::filesystem::path& folder) {
  SqliteReader reader{folder / "penstock.db"};
  int most = 0;
  for (const auto& run : reader.runs({})) {
    int finished = 0;
    for (const auto& attempt : reader.attempts(run.instance.key)) finished += attempt.status == AttemptStatus::finished ? 1 : 0;
    most = std::max(most, finished);
  }
  return most;
}

void expect_deleted_only_when_safe(const std::filesystem::path& folder) {
  const auto work = finished_work(folder);
  int deletions = 0;
  for (const auto& [what, times] : work) {
    if (what.first != "DeleteRaw") continue;
    ++deletions;
    EXPECT_GE(times.started, work.at({"Archive", what.second}).ended) << to_text(what.second);
    EXPECT_GE(times.started, work.at({"CountHits", what.second}).ended) << to_text(what.second);
  }
  EXPECT_GT(deletions, 0);
}

std::string undisturbed_report(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  EXPECT_EQ((ReportRun{folder.path(), arguments}.wait()), 0) << text_of(folder.path() / "output.txt");
  return text_of(folder.path() / "report.html") + text_of(folder.path() / "report.csv");
}

TEST(TrafficReport, IsTheSameByteForByteHoweverOftenTheProgramIsKilled) {
  const auto expected = undisturbed_report({"--delay", "100"});
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};

  const TemporaryFolder folder;
  int kills = 0;
  // A run that ends by itself has nothing left to kill: it begins anew in an empty folder, until twenty kills have hit.
  while (kills < 20) {
    std::uniform_int_distribution<int> life{1'000, 250'000};
    const auto code = ReportRun{folder.path(), {"--delay", "100"}}.kill_after(std::chrono::microseconds{life(random)});
    if (!code) {
      ++kills;
      continue;
    }
    ASSERT_EQ(*code, 0) << text_of(folder.path() / "output.txt");
    ASSERT_EQ(text_of(folder.path() / "report.html") + text_of(folder.path() / "report.csv"), expected);
    expect_deleted_only_when_safe(folder.path());
    ASSERT_EQ(most_finished_attempts(folder.path()), 1);
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) std::filesystem::remove_all(entry.path());
  }

  ASSERT_EQ((ReportRun{folder.path(), {"--delay", "100"}}.wait()), 0) << text_of(folder.path() / "output.txt");
  EXPECT_EQ(text_of(folder.path() / "report.html") + text_of(folder.path() / "report.csv"), expected);
  expect_deleted_only_when_safe(folder.path());
  EXPECT_EQ(most_finished_attempts(folder.path()), 1);
}

TEST(TrafficReport, DoesNothingTheSecondTimeAndSaysSo) {
  const TemporaryFolder folder;
  ASSERT_EQ((ReportRun{folder.path(), {"--delay", "0"}}.wait()), 0);
  const auto written = std::filesystem::last_write_time(folder.path() / "report.html");

  ASSERT_EQ((ReportRun{folder.path(), {"--delay", "0"}}.wait()), 0);
  EXPECT_NE(text_of(folder.path() / "output.txt").find("nothing to do"), std::string::npos);
  EXPECT_EQ(std::filesystem::last_write_time(folder.path() / "report.html"), written);
}

TEST(TrafficReport, WaitsForTheLogThatArrivesLate) {
  const TemporaryFolder folder;
  const auto before = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  ASSERT_EQ((ReportRun{folder.path(), {"--delay", "700"}}.wait()), 0);

  const auto work = finished_work(folder.path());
  const auto report = std::find_if(work.begin(), work.end(), [](const auto& entry) { return entry.first.first == "Report"; });
  ASSERT_NE(report, work.end());
  EXPECT_GE(report->second.started, before + milliseconds{700});
}

/// The reference log of 10,000 real requests, if it is here.
class TrafficReportShared : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("PENSTOCK_SHARED");
    const std::filesystem::path shared = given != nullptr ? std::filesystem::path{given} : std::filesystem::path{PENSTOCK_SOURCE_DIR} / "../shared";
    if (!std::filesystem::exists(shared / "scenarios/README.md")) GTEST_SKIP() << "no shared data";
    log_ = shared / "data/apache_logs";
  }
  std::filesystem::path log_;
};

TEST_F(TrafficReportShared, CountsTheRequestsOfEachDayExactly) {
  const TemporaryFolder folder;
  ASSERT_EQ((ReportRun{folder.path(), {log_.string(), "--delay", "0"}}.wait()), 0) << text_of(folder.path() / "output.txt");

  const auto csv = text_of(folder.path() / "report.csv");
  for (const auto* total : {"\n2015-05-17,1632,", "\n2015-05-18,2893,", "\n2015-05-19,2896,", "\n2015-05-20,2579,"}) {
    EXPECT_NE(csv.find(total), std::string::npos) << total << " is not in\n" << csv;
  }
}

}  // namespace
}  // namespace penstock::testing
