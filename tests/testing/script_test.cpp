// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

ActivityEntry activity_entry(const std::string& text) {
  const auto script = Script::read(R"({"A": ")" + text + R"("})");
  return script.find_activity({.component = "A"})->entry(1);
}

CheckEntry check_entry(const std::string& text) {
  const auto script = Script::read(R"({"P": ")" + text + R"("})");
  return script.find_precondition({.component = "P"})->entries().at(0);
}

ResourceEntry resource_entry(const std::string& text) {
  const auto script = Script::read(R"({"R": ")" + text + R"("})");
  return script.find_resource({.component = "R"})->entry(1);
}

std::string complaint(const std::string& json) {
  try {
    (void)Script::read(json);
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "none";
}

TEST(ScriptDuration, IsANumberAndAUnit) {
  EXPECT_EQ(parse_script_duration("90s"), 90s);
  EXPECT_EQ(parse_script_duration("10m"), 10min);
  EXPECT_EQ(parse_script_duration("5h"), 5h);
  EXPECT_EQ(parse_script_duration("2d"), 48h);
}

TEST(ScriptDuration, IsNothingElse) {
  for (const auto* text : {"", "m", "10", "10x", "-1m", "1.5h", "10 m", "99999999999h"})
    EXPECT_EQ(parse_script_duration(text), std::nullopt) << text;
}

TEST(ScriptEntry, SaysHowAnAttemptEnds) {
  EXPECT_EQ(activity_entry("10m ok"), (ActivityEntry{.takes = 10min, .outcome = Outcome::success()}));
  EXPECT_EQ(activity_entry("3m fail"), (ActivityEntry{.takes = 3min, .outcome = Outcome::failure("")}));
  EXPECT_EQ(activity_entry("3m fail E7"), (ActivityEntry{.takes = 3min, .outcome = Outcome::failure("", "E7")}));
}

TEST(ScriptEntry, KeepsTheSpacesOfAMessage) {
  EXPECT_EQ(activity_entry("1m fail E7 disk  is full").outcome, Outcome::failure("disk  is full", "E7"));
}

TEST(ScriptEntry, SaysThatAnAttemptDoesNotEnd) {
  using What = ActivityEntry::What;
  EXPECT_EQ(activity_entry("hang").what, What::hangs);
  EXPECT_EQ(activity_entry("stall").what, What::stalls);
  EXPECT_EQ(activity_entry("manual").what, What::polled);
  EXPECT_EQ(activity_entry("never").what, What::ignored);
}

TEST(ScriptEntry, SaysWhatACheckAnswers) {
  EXPECT_EQ(check_entry("true").result, CheckResult::met());
  EXPECT_EQ(check_entry("false").result, CheckResult::not_yet());
  EXPECT_EQ(check_entry("error").result.answer, CheckResult::Answer::error);
  EXPECT_EQ(check_entry("true from 2015-05-17T03:00:00").met_from, utc("2015-05-17T03:00:00"));
}

TEST(ScriptEntry, SaysWhatBecomesOfAResource) {
  EXPECT_EQ(resource_entry("up 5m"), (ResourceEntry{.comes_up = true, .takes = 5min}));
  EXPECT_EQ(resource_entry("fail 3m"), (ResourceEntry{.comes_up = false, .takes = 3min}));
  EXPECT_EQ(resource_entry("up 1m die 10m"), (ResourceEntry{.comes_up = true, .takes = 1min, .dies_after = 10min}));
}

struct BadScript {
  const char* json;
  const char* place;
  const char* reason;
};

class BadScripts : public ::testing::TestWithParam<BadScript> {};

TEST_P(BadScripts, AreRefusedWithPlaceAndReason) {
  EXPECT_THAT(complaint(GetParam().json), AllOf(HasSubstr(GetParam().place), HasSubstr(GetParam().reason)));
}

INSTANTIATE_TEST_SUITE_P(Texts, BadScripts,
                         ::testing::Values(BadScript{"[]", "", "JSON object"}, BadScript{"{", "", "JSON object"},
                                           BadScript{R"({"A": "10x ok"})", "A: \"10x ok\"", "nothing that a script can say"},
                                           BadScript{R"({"A": ["1m ok", "1m maybe"]})", "A[1]: \"1m maybe\"", "\"ok\" or \"fail\""},
                                           BadScript{R"({"A": "1m ok now"})", "A: ", "after \"ok\" nothing"},
                                           BadScript{R"({"A": "up soon"})", "A: ", "\"soon\" is no time"},
                                           BadScript{R"({"A": "up 1m die"})", "A: ", "\"\" is no time"},
                                           BadScript{R"({"A": "up 1m ok"})", "A: ", "\"die\""},
                                           BadScript{R"({"A": "fail 1m die 2m"})", "A: ", "comes nothing"},
                                           BadScript{R"({"A": "true from noon"})", "A: ", "\"noon\" is no date"},
                                           BadScript{R"({"A": true})", "A: true", "no text"},
                                           BadScript{R"({"A": []})", "A: ", "empty list"},
                                           BadScript{R"({"A": ["1m ok", "true"]})", "A[1]: ", "another kind"},
                                           BadScript{R"({"shutdown": {"R": "2"}})", "shutdown.R: \"2\"", "no time"},
                                           BadScript{R"({"shutdown": "2m"})", "shutdown: ", "JSON object"}));

TEST(ActivityScript, RepeatsItsLastEntry) {
  const auto script = Script::read(R"({"A": ["1m fail", "2m ok"]})");
  EXPECT_EQ(script.find_activity({.component = "A"})->entry(1).takes, 1min);
  EXPECT_EQ(script.find_activity({.component = "A"})->entry(2).takes, 2min);
  EXPECT_EQ(script.find_activity({.component = "A"})->entry(7).takes, 2min);
}

TEST(CheckScript, IsMetFromItsMomentOn) {
  CheckScript script;
  script.is_met_from(utc("2015-05-17T03:00:00"));
  EXPECT_EQ(script.answer(0, utc("2015-05-17T02:59:59")), CheckResult::not_yet());
  EXPECT_EQ(script.answer(0, utc("2015-05-17T03:00:00")), CheckResult::met());
}

TEST(Script, PrefersTheMoreExactName) {
  auto script = Script::read(R"({"P": "true", "P#1": "false", "P#1/A": "error"})");
  script.precondition("@P_2015-05-17T00:00:00@B").is_not_met();
  const auto answer = [&](const ScriptedName& name) { return script.find_precondition(name)->answer(0, Instant{}).answer; };
  EXPECT_EQ(answer({.component = "P", .instance = "@P_x@A", .interval = 0, .owner = "A"}), CheckResult::Answer::met);
  EXPECT_EQ(answer({.component = "P", .instance = "@P_x@B", .interval = 1, .owner = "B"}), CheckResult::Answer::not_yet);
  EXPECT_EQ(answer({.component = "P", .instance = "@P_x@A", .interval = 1, .owner = "A"}), CheckResult::Answer::error);
  EXPECT_EQ(answer({.component = "P", .instance = "@P_2015-05-17T00:00:00@B", .interval = 1, .owner = "A"}), CheckResult::Answer::not_yet);
}

TEST(Script, SaysNothingOfWhatItDoesNotName) { EXPECT_EQ(Script{}.find_activity({.component = "A"}), nullptr); }

TEST(Script, KnowsHowLongResourcesTakeToGo) {
  const auto script = Script::read(R"({"shutdown": {"Box": "2m"}})");
  EXPECT_EQ(script.shutdown_of("Box"), 2min);
  EXPECT_EQ(script.shutdown_of("Other"), 0min);
}

TEST(Script, KnowsWhoseWorkWaitsForTaskRunners) {
  const auto script = Script::read(R"({"A": "manual", "B#2": "never", "C": "1m ok"})");
  EXPECT_TRUE(script.is_polled("A"));
  EXPECT_TRUE(script.is_polled("B"));
  EXPECT_FALSE(script.is_polled("C"));
}

/// An activity A with a precondition P.
std::shared_ptr<const Plan> small_plan() {
  const auto definition = read_definition(R"({"objects": [
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2015-05-17T00:00:00"},
    {"id": "P", "type": "ShellCommandPrecondition", "command": "true"},
    {"id": "A", "type": "ShellCommandActivity", "command": "true", "schedule": {"ref": "Daily"}, "precondition": {"ref": "P"}}]})");
  return compile(definition.value(), std::make_shared<const Catalog>(Catalog::standard())).value().plan;
}

TEST(ScriptProblems, AreNoneWhenAllNamesFit) {
  EXPECT_THAT(Script::read(R"({"A": "1m ok", "A#3": "2m ok", "P#3/A": "false"})").problems(*small_plan()), IsEmpty());
}

TEST(ScriptProblems, NameWhatTheDefinitionDoesNotHave) {
  EXPECT_THAT(Script::read(R"({"Load#2": "1m ok"})").problems(*small_plan()), ElementsAre(HasSubstr("no object \"Load\"")));
}

TEST(ScriptProblems, NameEntriesOfAnotherKind) {
  EXPECT_THAT(Script::read(R"({"P": "1m ok"})").problems(*small_plan()), ElementsAre(HasSubstr("for an activity, but P is a Shell")));
}

TEST(ScriptProblems, NameRunnersBesideTimes) {
  EXPECT_THAT(Script::read(R"({"A": ["1m ok", "manual"]})").problems(*small_plan()), ElementsAre(HasSubstr("all attempts of a component")));
}

}  // namespace
}  // namespace penstock::testing
