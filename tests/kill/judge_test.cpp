// SPDX-License-Identifier: Apache-2.0

/// A judge that never finds anything proves nothing: each thing that must not happen is planted once.

#include "kill/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace penstock::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

AttemptRow finished(int number) { return {.number = number, .status = AttemptStatus::finished}; }
AttemptRow running(int number) { return {.number = number, .status = AttemptStatus::running}; }
AttemptRow ended(int number, std::string error_id, std::string message = "said so") {
  return {.number = number, .status = AttemptStatus::failed, .error_id = std::move(error_id), .error_message = std::move(message)};
}
AttemptRow lost(int number) { return ended(number, "Service_EngineRestarted"); }

/// Two steps, one after the other, in a program that was killed once while the first one ran, and had finished both when it was killed
/// again.
struct Case {
  const std::vector<Step> steps = {{.id = "A"}, {.id = "B", .after = {0}}};
  std::vector<Entry> ledger = {
      {.deed = Deed::opened, .life = 1},
      {.deed = Deed::begun, .who = "A", .attempt = 1, .life = 1},
      {.deed = Deed::opened, .life = 2},
      {.deed = Deed::begun, .who = "A", .attempt = 2, .life = 2},
      {.deed = Deed::succeeded, .who = "A", .attempt = 2, .life = 2},
      {.deed = Deed::begun, .who = "B", .attempt = 1, .life = 2},
      {.deed = Deed::succeeded, .who = "B", .attempt = 1, .life = 2},
  };
  Record record = {{"A", {.status = Status::finished, .attempts = {lost(1), finished(2)}}},
                   {"B", {.status = Status::finished, .attempts = {finished(1)}}}};
  Record earlier;

  void then(Deed deed, std::string who, int attempt, int life = 2) {
    ledger.push_back({.deed = deed, .who = std::move(who), .attempt = attempt, .life = life});
  }
  [[nodiscard]] std::vector<std::string> verdicts() const { return judge(steps, ledger, record, earlier); }
  [[nodiscard]] std::vector<std::string> verdicts_at_the_end() const { return judge_end(steps, ledger, record); }
};

TEST(Judge, FindsNothingWrongWithALostAttemptThatIsTriedAgain) {
  Case case_of;
  case_of.earlier = case_of.record;
  EXPECT_THAT(case_of.verdicts(), IsEmpty());
  EXPECT_THAT(case_of.verdicts_at_the_end(), IsEmpty());
}

TEST(Judge, FindsFinishedWorkThatIsBegunAgain) {
  Case repeated;
  repeated.record["A"].attempts.push_back(running(3));
  repeated.then(Deed::begun, "A", 3);
  EXPECT_THAT(repeated.verdicts(), Contains(HasSubstr("attempt 2 had finished it")));
}

TEST(Judge, FindsWorkThatFinishedTwice) {
  Case twice;
  twice.then(Deed::begun, "B", 2);
  twice.then(Deed::succeeded, "B", 2);
  twice.record["B"].attempts.push_back(finished(2));
  EXPECT_THAT(twice.verdicts(), Contains("attempt 2 of B finished what was finished"));
}

TEST(Judge, FindsAFinishThatWasForgotten) {
  Case forgotten;
  forgotten.earlier = forgotten.record;
  forgotten.record["B"] = {.status = Status::running, .attempts = {running(1)}};
  EXPECT_THAT(forgotten.verdicts(), ElementsAre("B was FINISHED, and has changed since"));
}

TEST(Judge, FindsAnAttemptThatIsBegunTwice) {
  Case twice;
  twice.record["B"] = {.status = Status::running, .attempts = {running(1)}};
  twice.then(Deed::begun, "B", 1);
  EXPECT_THAT(twice.verdicts(), ElementsAre(HasSubstr("for the second time")));
}

TEST(Judge, FindsAnAttemptThatWasBegunBeforeItWasRecorded) {
  Case unrecorded;
  unrecorded.record["B"] = {.status = Status::waiting_for_runner};
  EXPECT_THAT(unrecorded.verdicts(), ElementsAre(HasSubstr("the store does not know of it")));
}

TEST(Judge, FindsAFinishThatNeverHappened) {
  Case invented;
  invented.ledger.pop_back();
  EXPECT_THAT(invented.verdicts(), ElementsAre("attempt 1 of B is FINISHED, and has not succeeded"));
}

TEST(Judge, FindsAFailureThatNeverHappened) {
  Case invented;
  invented.record["A"].attempts[0] = ended(1, "ActivityFailed");
  EXPECT_THAT(invented.verdicts(), ElementsAre(HasSubstr("attempt 1 of A is FAILED with ActivityFailed")));
}

TEST(Judge, FindsALostAttemptWithoutAReason) {
  Case unreasoned;
  unreasoned.record["A"].attempts[0] = ended(1, "Service_EngineRestarted", "");
  EXPECT_THAT(unreasoned.verdicts(), ElementsAre("attempt 1 of A is lost without a reason"));
}

TEST(Judge, FindsTwoAttemptsAtWorkAtTheSameTime) {
  Case together;
  together.then(Deed::overlapped, "A", 2);
  EXPECT_THAT(together.verdicts(), ElementsAre(HasSubstr("another attempt of it was at work")));
}

TEST(Judge, FindsWorkOfADeadProgram) {
  Case late;
  late.then(Deed::succeeded, "A", 1, 1);
  EXPECT_THAT(late.verdicts(), ElementsAre(HasSubstr("its program was dead, and life 2 had opened the store")));
}

TEST(Judge, FindsWorkThatBeganBeforeWhatItDependsOnHadFinished) {
  Case early;
  std::swap(early.ledger[4], early.ledger[5]);
  EXPECT_THAT(early.verdicts(), ElementsAre(HasSubstr("A had not finished")));
}

TEST(Judge, TrustsNoSuccessOfAnAttemptThatWasLost) {
  Case orphan;
  orphan.ledger.insert(orphan.ledger.begin() + 2, {.deed = Deed::succeeded, .who = "A", .attempt = 1, .life = 1});
  std::swap(orphan.ledger[5], orphan.ledger[6]);
  EXPECT_THAT(orphan.verdicts(), ElementsAre(HasSubstr("A had not finished")));
}

TEST(Judge, MissesInTheEndWhatTheStoreDoesNotHave) {
  Case gone;
  gone.record.erase("B");
  EXPECT_THAT(gone.verdicts_at_the_end(), ElementsAre("B is lost: the store does not have it"));
}

TEST(Judge, MissesInTheEndWhatIsNotFinished) {
  Case unfinished;
  unfinished.record["B"] = {.status = Status::failed, .attempts = {ended(1, "ActivityFailed")}};
  EXPECT_THAT(unfinished.verdicts_at_the_end(), ElementsAre("B is FAILED in the end"));
}

TEST(Judge, MissesInTheEndWhatNeverSucceeded) {
  Case missing;
  missing.ledger.pop_back();
  EXPECT_THAT(missing.verdicts_at_the_end(), ElementsAre("B is lost: it never succeeded"));
}

}  // namespace
}  // namespace penstock::testing
