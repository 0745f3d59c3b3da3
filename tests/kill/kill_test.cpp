// SPDX-License-Identifier: Apache-2.0

/// A program with a busy pipeline is killed at random moments and started again, until the pipeline is finished; then another one begins.
/// Only the program is killed: what it has started lives on. After each death the store is held against the ledger that the activities
/// have written themselves.
///
/// The units kill 20 times, the slow test kill.two_hundred_times 200 times. On demand
///
///     PENSTOCK_KILLS=2000 PENSTOCK_SEED=7 penstock_kill_test --gtest_filter=KilledProgram.*

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "executor/pidfd.hpp"
#include "kill/busy_pipeline.hpp"
#include "kill/judge.hpp"
#include "kill/ledger.hpp"
#include "kill/program.hpp"
#include "penstock/sqlite/upkeep.hpp"
#include "store/scratch_folder.hpp"

namespace penstock::testing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Nothing takes that long on the slowest machine.
constexpr microseconds patience = std::chrono::seconds{60};

std::uint64_t number(const char* variable, std::uint64_t usual) {
  const char* const given = std::getenv(variable);
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

struct Tally {
  std::size_t kills = 0;
  std::size_t while_opening = 0;
  std::size_t rounds = 0;
  std::size_t attempts = 0;
  std::size_t lost = 0;      ///< attempts
  std::size_t orphans = 0;   ///< processes that outlived their program
  std::size_t sleepers = 0;  ///< of those the ones that would have slept on for a minute, and were gone when the next one had opened
};

/// When to kill: a third of the lives end before the store is open, and some last.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_{seed} {}

  bool before_opening() { return one_in(3); }
  microseconds in_opening() { return between(microseconds{0}, opening_ * 5 / 4); }
  microseconds at_work() { return between(microseconds{0}, one_in(8) ? milliseconds{800} : milliseconds{300}); }
  void opening_took(microseconds time) { opening_ = time; }

 private:
  bool one_in(int count) { return std::uniform_int_distribution{1, count}(random_) == 1; }
  microseconds between(microseconds from, microseconds to) {
    return microseconds{std::uniform_int_distribution{from.count(), to.count()}(random_)};
  }
  std::mt19937_64 random_;
  microseconds opening_ = milliseconds{30};
};

/// One pipeline from its beginning to its end.
class Round {
 public:
  Round(Chance& chance, Tally& tally) : chance_{chance}, tally_{tally} {}
  ~Round() {
    for (const auto& [pid, started] : processes_of(folder_.path())) ::kill(pid, SIGKILL);
  }
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;

  /// Kills until the pipeline is finished, or so many times, and lets it finish then.
  void play(std::size_t kills) {
    bool finished = false;
    while (!finished && !::testing::Test::HasFailure()) {
      finished = tally_.kills < kills ? live_and_die() : live();
      if (!::testing::Test::HasFailure()) judge_now(finished);
    }
    if (finished && !::testing::Test::HasFailure()) judge_at_the_end();
    ++tally_.rounds;
    if (::testing::Test::HasFailure()) std::cout << "log of the program:\n" << log();
  }

 private:
  /// Lets the program come to its end. Whether it did.
  bool live() {
    Program program{folder_.path(), ++life_};
    const auto code = program.wait(patience);
    opened_ = true;
    EXPECT_EQ(code, 0) << "life " << life_ << " goes on and on, or failed";
    return code == 0;
  }

  /// Kills it at some moment. Whether it had come to its end before.
  bool live_and_die() {
    Program program{folder_.path(), ++life_};
    if (chance_.before_opening()) {
      program.live_for(chance_.in_opening());
    } else if (const auto time = program.wait_until_opened(patience)) {
      chance_.opening_took(*time);
      program.live_for(chance_.at_work());
    }
    const auto code = program.kill();
    const auto ledger = read_ledger(folder_.path() / ledger_file);
    opened_ =
        std::any_of(ledger.begin(), ledger.end(), [&](const Entry& entry) { return entry.deed == Deed::opened && entry.life == life_; });
    ever_opened_ = ever_opened_ || opened_;
    if (code) {
      EXPECT_EQ(*code, 0) << "life " << life_ << " failed";
      return true;
    }
    ++tally_.kills;
    if (!opened_) ++tally_.while_opening;
    return false;
  }

  void judge_now(bool finished) {
    judge_orphans(finished);
    if (!ever_opened_) return;
    for (const auto& violation : check_store(folder_.path() / store_file)) fail(violation.row + ' ' + violation.words);
    const auto ledger = read_ledger(folder_.path() / ledger_file);
    auto record = read_record(folder_.path());
    for (const auto& verdict : judge(steps_, ledger, record, record_)) fail(verdict);
    record_ = std::move(record);
  }

  /// What earlier lives left behind is gone once a later one has opened the store.
  void judge_orphans(bool finished) {
    const auto found = processes_of(folder_.path());
    const auto ledger = read_ledger(folder_.path() / ledger_file);
    if (opened_) {
      for (const auto& orphan : orphans_) {
        if (std::find(found.begin(), found.end(), orphan) != found.end()) fail("was not ended: " + words_for(orphan, ledger));
        const auto sleeps = [&](const Entry& entry) { return entry.deed == Deed::sleeping && entry.pid == orphan.first; };
        if (std::any_of(ledger.begin(), ledger.end(), sleeps)) ++tally_.sleepers;
      }
      orphans_.clear();
    }
    if (finished) return;
    for (const auto& process : found) {
      if (orphans_.insert(process).second) ++tally_.orphans;
    }
  }

  [[nodiscard]] static std::string words_for(const Identity& process, const std::vector<Entry>& ledger) {
    const auto said = std::find_if(ledger.rbegin(), ledger.rend(), [&](const Entry& entry) { return entry.pid == process.first; });
    return said == ledger.rend() ? fmt::format("process {}, of which the ledger knows nothing", process.first) : to_text(*said);
  }

  void judge_at_the_end() {
    for (const auto& verdict : judge_end(steps_, read_ledger(folder_.path() / ledger_file), record_)) fail(verdict);
    tally_.lost += lost_attempts(record_);
    for (const auto& [id, step] : record_) tally_.attempts += step.attempts.size();
    // What the last commands had in the background was told to end, and takes its moment.
    for (const auto& [pid, started] : processes_of(folder_.path())) {
      if (const auto process = open_pidfd(pid)) {
        pollfd ended{.fd = process.number(), .events = POLLIN, .revents = 0};
        ::poll(&ended, 1, static_cast<int>(std::chrono::ceil<milliseconds>(patience).count()));
      }
    }
    const auto ledger = read_ledger(folder_.path() / ledger_file);
    for (const auto& process : processes_of(folder_.path())) fail("is left at the end: " + words_for(process, ledger));
  }

  void fail(const std::string& words) const { ADD_FAILURE() << "life " << life_ << ": " << words; }

  [[nodiscard]] std::string log() const {
    std::ifstream in{folder_.path() / log_file};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  Chance& chance_;
  Tally& tally_;
  const ScratchFolder folder_;
  const std::vector<Step> steps_ = busy_steps();
  int life_ = 0;
  bool opened_ = false;  // in this life
  bool ever_opened_ = false;
  Record record_;
  std::set<Identity> orphans_;
};

TEST(KilledProgram, RepeatsNothingThatFinishedAndLosesNothing) {
  const auto seed = number("PENSTOCK_SEED", std::random_device{}());
  const auto kills = number("PENSTOCK_KILLS", 20);
  SCOPED_TRACE(fmt::format("PENSTOCK_SEED={}", seed));
  Chance chance{seed};
  Tally tally;
  while (tally.kills < kills && !HasFailure()) Round{chance, tally}.play(kills);
  std::cout << fmt::format(
      "seed {}: killed {} times, {} of them before the store was open, in {} rounds with {} attempts; {} attempts lost; {} processes "
      "outlived the program, {} of them until the next one ended them\n",
      seed, tally.kills, tally.while_opening, tally.rounds, tally.attempts, tally.lost, tally.orphans, tally.sleepers);
  // Otherwise nothing was tried; a few kills on a busy machine may all have missed.
  constexpr std::size_t enough = 100;
  if (tally.kills >= enough) {
    EXPECT_GT(tally.lost, 0U);
    EXPECT_GT(tally.sleepers, 0U);
  }
}

}  // namespace
}  // namespace penstock::testing
