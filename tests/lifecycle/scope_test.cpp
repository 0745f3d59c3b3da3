// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/scope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "lifecycle/plan_by_hand.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Period day{1, Period::Unit::days};
constexpr Period week{1, Period::Unit::weeks};

/// The evaluated text, or `!Code`.
std::string shown(const ObjectView& view, std::string_view text) {
  try {
    return to_text(view.evaluate(text_of(text)));
  } catch (const EvaluationFailed& failed) {
    return "!" + failed.error().code;
  }
}

std::string code_of(const ObjectView& view, std::string_view field) {
  try {
    (void)view.value(field);
    return {};
  } catch (const EvaluationFailed& failed) {
    return failed.error().code;
  }
}

TEST(InstanceIds, AreMadeOfComponentAndStart) {
  EXPECT_EQ(instance_id("Crunch", utc("2015-05-17T01:02:03")), "@Crunch_2015-05-17T01:02:03");
}

TEST(InstanceIds, OfPreconditionsNameTheOwner) {
  EXPECT_EQ(instance_id("Ready", utc("2015-05-17"), "Logs"), "@Ready_2015-05-17T00:00:00@Logs");
}

TEST(InstanceIds, OfAttemptsEndWithTheirNumber) { EXPECT_EQ(attempt_id("@A_2015-05-17T00:00:00", 2), "@A_2015-05-17T00:00:00_Attempt=2"); }

TEST(Names, FindTheFieldBeforeTheParameter) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "myRegion", "eu");
  hand.parameter("myRegion", {"us"});
  hand.parameter("myLoose", {"loose"});
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{myRegion} #{myLoose}"), "eu loose");
}

TEST(Names, AreFoundWithAndWithoutTheStarOfASecret) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "password", "p").secret = true;
  hand.parameter("mySecret", {"s"}).secret = true;
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{password}#{*password}#{mySecret}#{*mySecret}"), "ppss");
}

TEST(Names, ThatNobodyKnowsAreUnresolved) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{unknownName}"), "!UnresolvedName");
}

TEST(Names, OfAParameterWithoutAValueAreMissing) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.parameter("myOptional", {});
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{myOptional}"), "!MissingParameterValue");
}

TEST(Names, KeepTheTypeOfConstantsAndParameters) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.field(a, "myNumber", {Value{std::int64_t{2}}});
  hand.parameter("myCount", {Value{std::int64_t{9}}});
  EXPECT_EQ(view_of(hand.sight(a)).evaluate(text_of("#{myNumber + myCount}")), Value{std::int64_t{11}});
}

TEST(Names, OfAnArrayParameterGiveAListEvenOfOne) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.parameter("myGroups", {"a"}).array = true;
  EXPECT_EQ(view_of(hand.sight(a)).evaluate(text_of("#{myGroups + '!'}")), Value{List{"a!"}});
}

TEST(Names, OfFieldsAreEvaluatedWhereTheyAreRead) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "myDay", "#{format(@scheduledStartTime,'dd')}");
  hand.text(a, "command", "run #{myDay}");
  EXPECT_EQ(view_of(hand.sight(a, 4)).text("command"), "run 05");
}

TEST(RuntimeFields, TellWhatIsRecordedOfTheInstance) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  Sight sight = hand.sight(a, 1);
  sight.instance.attempts = 2;
  sight.instance.ended = utc("2013-01-02T05:00:00");
  EXPECT_EQ(shown(view_of(sight), "#{@pipelineId}/#{@sphere}/#{@version}/#{@status}"), "df-TEST/INSTANCE/1/RUNNING");
  EXPECT_EQ(shown(view_of(sight), "#{@scheduledStartTime}..#{@scheduledEndTime}"), "2013-01-02T00:00:00..2013-01-03T00:00:00");
  EXPECT_EQ(shown(view_of(sight), "#{@actualStartTime} #{@actualEndTime} #{@finishedTime}"),
            "2013-01-01T00:00:00 2013-01-02T05:00:00 2013-01-02T05:00:00");
  EXPECT_EQ(shown(view_of(sight), "#{@attemptCount} #{@headAttempt}"), "2 @A_2013-01-02T00:00:00_Attempt=2");
}

TEST(RuntimeFields, CountAttemptsWithANumber) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  EXPECT_EQ(view_of(hand.sight(a)).evaluate(text_of("#{@attemptCount}")), Value{std::int64_t{0}});
}

TEST(RuntimeFields, NameTheInstanceAndItsComponent) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{id} #{@id} #{name} #{parent.@id} #{parent.id} #{parent} #{@componentParent} #{type}"),
            "@A_2013-01-01T00:00:00 @A_2013-01-01T00:00:00 A A A A A Test");
}

TEST(RuntimeFields, ThatAreNotSetYetCannotBeUsedForWork) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  EXPECT_EQ(shown(view_of(hand.sight(a)), "rm #{@actualEndTime}"), "!UnresolvedName");
}

TEST(RuntimeFields, AboutFailuresAreEmptyUntilThereIsOne) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  EXPECT_EQ(shown(view_of(hand.sight(a)), "[#{errorId}#{errorMessage}#{cancellationReason}#{@cascadeFailedOn}#{@waitingOn}]"), "[]");
}

TEST(RuntimeFields, ShowTheErrorOfTheLastAttempt) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  Sight sight = hand.sight(a);
  sight.attempt = AttemptRow{};
  sight.attempt->status = AttemptStatus::failed;
  sight.attempt->error_id = "ActivityFailed";
  EXPECT_EQ(shown(view_of(sight), "#{errorId} #{errorMessage} #{attemptStatus}"), "ActivityFailed ActivityFailed FAILED");
  sight.attempt->error_message = "disk full";
  EXPECT_EQ(shown(view_of(sight), "#{errorMessage}"), "disk full");
}

TEST(RuntimeFields, ShowWhatACascadeCameFrom) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  Sight sight = hand.sight(a);
  sight.instance.status = Status::cascade_failed;
  sight.error = "caused by @B_2013-01-01T00:00:00: disk full";
  sight.cascade_failed_on = {"@N_2013-01-01T00:00:00", "@B_2013-01-01T00:00:00"};
  EXPECT_EQ(shown(view_of(sight), "#{errorMessage}"), sight.error);
  EXPECT_EQ(view_of(sight).evaluate(text_of("#{@cascadeFailedOn}")), Value(List{"@N_2013-01-01T00:00:00", "@B_2013-01-01T00:00:00"}));
}

TEST(RuntimeFields, GiveTheReasonOfACancellation) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  Sight sight = hand.sight(a);
  sight.instance.status = Status::canceled;
  sight.instance.cause = Cause::canceled_by_user;
  EXPECT_EQ(shown(view_of(sight), "#{cancellationReason}"), "canceled by user");
  sight.instance.cause = Cause::pipeline_deactivated;
  EXPECT_EQ(shown(view_of(sight), "#{cancellationReason}"), "pipeline deactivated");
}

/// An activity that reads a node with its own interval, which belongs to a database.
class References : public ::testing::Test {
 protected:
  References() {
    crunch = hand.add("Crunch", Kind::activity, week);
    logs = hand.add("Logs", Kind::data_node, day);
    shop = hand.add("Shop", Kind::database);
    box = hand.add("Box", Kind::resource, week);
    hand.field(crunch, "input", {logs}).list = true;
    hand.field(crunch, "runsOn", {box});
    hand.text(crunch, "command", "cat #{input.directoryPath}");
    hand.text(crunch, "step", "job.jar,#{input.directoryPath}").list = true;
    hand.text(crunch, "myNote", "#{input.directoryPath}");
    hand.text(logs, "directoryPath", "logs/#{format(@scheduledStartTime,'dd')}");
    hand.text(logs, "myStatus", "#{@status}");
    hand.field(logs, "myOwner", {shop});
    hand.text(shop, "databaseName", "shop");
    hand.text(shop, "myWhen", "#{@scheduledStartTime}");
  }
  ObjectView crunch_in(std::int64_t n) { return view_of(hand.sight(crunch, n)); }

  PlanByHand hand;
  ComponentIndex crunch, logs, shop, box;
};

TEST_F(References, AreEvaluatedInTheirOwnContextForEveryMatchingInstance) {
  EXPECT_EQ(crunch_in(1).evaluate(text_of("#{input.directoryPath}")),
            Value(List{"logs/08", "logs/09", "logs/10", "logs/11", "logs/12", "logs/13", "logs/14"}));
}

TEST_F(References, OfOneInstanceGiveOneValue) {
  hand.field(logs, "myWeekly", {crunch});
  EXPECT_EQ(view_of(hand.sight(logs, 8)).evaluate(text_of("#{myWeekly}")).as<ObjectRef>()->id, "@Crunch_2013-01-08T00:00:00");
}

TEST_F(References, AreJoinedInASlotForOneValue) {
  EXPECT_EQ(crunch_in(0).text("command"), "cat logs/01,logs/02,logs/03,logs/04,logs/05,logs/06,logs/07");
  EXPECT_EQ(crunch_in(0).value("myNote"), Value{"logs/01,logs/02,logs/03,logs/04,logs/05,logs/06,logs/07"});
}

TEST_F(References, GiveOneValueEachInASlotForMany) {
  EXPECT_EQ(crunch_in(0).texts("step").size(), 7U);
  EXPECT_EQ(crunch_in(0).texts("step").back(), "job.jar,logs/07");
}

TEST_F(References, AreFollowedOverSeveralObjects) {
  EXPECT_EQ(shown(view_of(hand.sight(logs)), "#{myOwner.databaseName}"), "shop");
  EXPECT_THAT(shown(crunch_in(0), "#{input.myOwner.databaseName}"), HasSubstr("shop,shop"));
}

TEST_F(References, AsTextAreTheIdsOfInstancesOrOfComponents) {
  EXPECT_EQ(shown(crunch_in(0), "#{runsOn}"), "@Box_2013-01-01T00:00:00");
  EXPECT_EQ(shown(view_of(hand.sight(logs)), "#{myOwner}"), "Shop");
}

TEST_F(References, GiveNoRuntimeFields) {
  EXPECT_EQ(shown(crunch_in(0), "#{input.@scheduledStartTime}"), "!RuntimeFieldNotTransitive");
  EXPECT_EQ(shown(crunch_in(0), "#{runsOn.errorMessage}"), "!RuntimeFieldNotTransitive");
}

TEST_F(References, GiveIdentityAllTheSame) {
  EXPECT_EQ(shown(crunch_in(0), "#{runsOn.@id} #{runsOn.name} #{runsOn.parent.@id}"), "@Box_2013-01-01T00:00:00 Box Box");
}

TEST_F(References, ToAFieldThatIsNotThereAreUnresolved) { EXPECT_EQ(shown(crunch_in(0), "#{input.nothing}"), "!UnresolvedName"); }

TEST_F(References, DoNotFindParametersInOtherObjects) {
  hand.parameter("myRegion", {"us"});
  EXPECT_EQ(shown(crunch_in(0), "#{input.myRegion}"), "!UnresolvedName");
}

TEST_F(References, CannotTellTheStatusOfAnotherInstance) { EXPECT_EQ(shown(crunch_in(0), "#{input.myStatus}"), "!UnresolvedName"); }

TEST_F(References, GiveObjectsWithoutInstancesNoTimes) {
  EXPECT_EQ(shown(view_of(hand.sight(logs)), "#{myOwner.myWhen}"), "!UnresolvedName");
}

TEST_F(References, BecomeViewsOfTheMatchingInstances) {
  const auto inputs = crunch_in(1).references("input");
  ASSERT_EQ(inputs.size(), 7U);
  EXPECT_EQ(inputs[2].instance_id(), "@Logs_2013-01-10T00:00:00");
  EXPECT_EQ(inputs[2].text("directoryPath"), "logs/10");
  EXPECT_EQ(inputs[2].scheduled().start, utc("2013-01-10"));
  EXPECT_EQ(inputs[2].reference("myOwner")->id(), "Shop");
}

TEST_F(References, ToNothingAreNoViews) {
  EXPECT_THAT(crunch_in(0).references("output"), IsEmpty());
  EXPECT_EQ(crunch_in(0).reference("output").has_value(), false);
}

TEST_F(References, ThatAnExpressionYieldsBecomeViewsToo) {
  hand.text(crunch, "myInput", "#{runsOn}");
  EXPECT_EQ(crunch_in(1).reference("myInput")->instance_id(), "@Box_2013-01-08T00:00:00");
}

TEST(ResourceReferences, MeanTheResourceOfTheMomentWhenTheActivityStarts) {
  PlanByHand hand;
  const auto crunch = hand.add("Crunch", Kind::activity, week);
  const auto box = hand.add("Box", Kind::resource, day);
  hand.field(crunch, "runsOn", {box});
  EXPECT_EQ(shown(view_of(hand.sight(crunch, 1)), "#{runsOn}"), "@Box_2013-01-08T00:00:00");
}

TEST(OnDemandReferences, MatchWithinTheRun) {
  PlanByHand hand;
  hand.on_demand();
  const auto a = hand.add("A", Kind::activity);
  const auto n = hand.add("N", Kind::data_node);
  hand.field(a, "input", {n});
  hand.text(n, "directoryPath", "at #{@scheduledStartTime}");
  Sight sight = hand.sight(a, 3);
  sight.instance.scheduled = {utc("2014-11-25T10:07:33"), utc("2014-11-25T10:07:33")};
  EXPECT_EQ(shown(view_of(sight), "#{input} #{input.directoryPath}"), "@N_2014-11-25T10:07:33 at 2014-11-25T10:07:33");
}

/// A data node with a precondition, and an alarm.
class Nodes : public ::testing::Test {
 protected:
  Nodes() {
    logs = hand.add("Logs", Kind::data_node);
    ready = hand.add("Ready", Kind::precondition);
    mail = hand.add("Mail", Kind::action);
    use = hand.add("Use", Kind::activity);
    hand.field(logs, "precondition", {ready}).list = true;
    hand.precondition(logs, ready);
    hand.text(logs, "directoryPath", "logs/#{format(@scheduledStartTime,'dd')}");
    hand.text(logs, "myEnd", "#{@actualEndTime}");
    hand.text(ready, "s3Key", "#{node.directoryPath}/#{format(minusMinutes(node.@scheduledStartTime,30),'HH:mm')}");
    hand.field(use, "input", {logs});
    hand.field(use, "onFail", {mail});
    hand.text(mail, "subject", "#{node.name} #{node.@status}");
    hand.text(mail, "message", "#{node.input} ended #{node.@actualEndTime} (#{1 / 0})");
  }
  Sight check() {
    Sight sight = hand.sight(ready, 0);
    sight.node = hand.row(logs, 2);
    sight.instance.interval = 2;
    sight.instance.scheduled = sight.node->scheduled;
    return sight;
  }
  Sight firing() {
    Sight sight = hand.sight(mail);
    sight.node = hand.row(use, 2);
    sight.node->status = Status::failed;
    return sight;
  }

  PlanByHand hand;
  ComponentIndex logs, ready, mail, use;
};

TEST_F(Nodes, OfAPreconditionAreItsOwner) {
  EXPECT_EQ(view_of(check()).text("s3Key"), "logs/03/23:30");
  EXPECT_EQ(view_of(check()).instance_id(), "@Ready_2013-01-03T00:00:00@Logs");
  EXPECT_EQ(shown(view_of(check()), "#{@scheduledStartTime}"), "2013-01-03T00:00:00");
}

TEST_F(Nodes, OfAPreconditionAreKnownFromOutsideAsWell) {
  EXPECT_EQ(shown(view_of(hand.sight(logs, 2)), "#{precondition} #{precondition.s3Key} #{precondition.node}"),
            "@Ready_2013-01-03T00:00:00@Logs logs/03/23:30 @Logs_2013-01-03T00:00:00");
}

TEST_F(Nodes, OfAnActionAreTheInstanceThatFiredIt) {
  EXPECT_EQ(view_of(firing()).text("subject"), "Use FAILED");
  EXPECT_EQ(shown(view_of(firing()), "#{node.input.directoryPath}"), "logs/03");
}

TEST_F(Nodes, GiveTheirRuntimeFieldsToTheirOwnFields) {
  Sight sight = hand.sight(mail);
  sight.node = hand.row(logs, 2);
  sight.node->ended = utc("2013-01-03T04:00:00");
  EXPECT_EQ(shown(view_of(sight), "#{node.myEnd}"), "2013-01-03T04:00:00");
}

TEST_F(Nodes, ShowTheErrorOfTheirLastAttempt) {
  Sight sight = firing();
  sight.node_attempt = AttemptRow{};
  sight.node_attempt->error_message = "disk full";
  EXPECT_EQ(shown(view_of(sight), "#{node.errorMessage}"), "disk full");
  sight.node->status = Status::cascade_failed;
  sight.node_error = "caused by @A: disk full";
  EXPECT_EQ(shown(view_of(sight), "#{node.errorMessage}"), "caused by @A: disk full");
}

TEST_F(Nodes, GiveNoRuntimeFieldsOfWhatTheyReferTo) {
  EXPECT_EQ(shown(view_of(firing()), "#{node.input.@scheduledStartTime}"), "!RuntimeFieldNotTransitive");
}

TEST_F(Nodes, AreOnlyThereForActionsAndPreconditions) {
  EXPECT_EQ(shown(view_of(hand.sight(use)), "#{node.name}"), "!NodeNotAvailable");
  EXPECT_EQ(shown(view_of(firing()), "#{node.node}"), "!NodeNotAvailable");
}

TEST_F(Nodes, AreViewsForHandlers) { EXPECT_EQ(view_of(firing()).reference("node")->instance_id(), "@Use_2013-01-03T00:00:00"); }

TEST_F(Nodes, LetAnAlarmSayWhichExpressionsFailed) {
  EXPECT_EQ(view_of(firing()).text("message"), "@Logs_2013-01-03T00:00:00 ended !UnresolvedName (!DivisionByZero)");
}

TEST_F(Nodes, LeaveAnAlarmNothingToFail) { EXPECT_NO_THROW(view_of(firing()).evaluate_all()); }

TEST(Components, AreSeenOutOfTimeThroughParent) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "myFixed", "fixed");
  hand.text(a, "myWhen", "#{@scheduledStartTime}");
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{parent.myFixed} #{parent.@sphere}"), "fixed COMPONENT");
  EXPECT_EQ(shown(view_of(hand.sight(a)), "#{parent.myWhen}"), "!UnresolvedName");
  EXPECT_EQ(view_of(hand.sight(a)).reference("parent")->instance_id(), "A");
}

TEST(Depth, EndsWhereFieldsReferToThemselves) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "myA", "#{myB}");
  hand.text(a, "myB", "#{myA}");
  EXPECT_EQ(code_of(view_of(hand.sight(a)), "myA"), "EvaluationTooDeep");
}

TEST(Depth, AllowsTheSameFieldOfDifferentInstances) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  const auto b = hand.add("B", Kind::activity);
  hand.text(a, "myPath", "#{myOther.myPath}/a");
  hand.field(a, "myOther", {b});
  hand.text(b, "myPath", "b");
  EXPECT_EQ(view_of(hand.sight(a)).text("myPath"), "b/a");
}

/// Field 1 reads field 2, and so on.
std::string chain_of(int length) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  for (int i = 1; i < length; ++i) hand.text(a, "my_" + std::to_string(i), "#{my_" + std::to_string(i + 1) + "}");
  hand.text(a, "my_" + std::to_string(length), "end");
  return shown(view_of(hand.sight(a)), "#{my_1}");
}

TEST(Depth, IsLimitedTo32Fields) {
  EXPECT_EQ(chain_of(32), "end");
  EXPECT_EQ(chain_of(33), "!EvaluationTooDeep");
}

TEST(Depth, DoesNotMultiplyWithoutLimit) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  const std::string blanks(8'000, ' ');  // a long text costs more, so that the limit comes soon
  for (int i = 1; i < 30; ++i) {
    const std::string next = "#{" + blanks + "my_" + std::to_string(i + 1) + "}";
    hand.text(a, "my_" + std::to_string(i), next + next);
  }
  hand.text(a, "my_30", "");
  EXPECT_EQ(code_of(view_of(hand.sight(a)), "my_1"), "EvaluationTooDeep");
}

TEST(Views, TellWhichFieldsTheObjectHas) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "command", "x");
  hand.text(a, "password", "p").secret = true;
  const ObjectView view = view_of(hand.sight(a));
  EXPECT_THAT(view.fields(), ElementsAre("command", "password"));
  EXPECT_TRUE(view.has("*password"));
  EXPECT_FALSE(view.has("stage"));
  EXPECT_EQ(view.value("stage"), std::nullopt);
  EXPECT_EQ(view.text("stage", "none"), "none");
  EXPECT_THAT(view.texts("stage"), IsEmpty());
}

TEST(Views, ReadFlagsInAnyCase) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "stage", "True");
  hand.text(a, "myOff", "FALSE");
  hand.text(a, "myOdd", "yes");
  const ObjectView view = view_of(hand.sight(a));
  EXPECT_TRUE(view.flag("stage"));
  EXPECT_FALSE(view.flag("myOff", true));
  EXPECT_TRUE(view.flag("absent", true));
  EXPECT_THROW((void)view.flag("myOdd"), EvaluationFailed);
}

TEST(Views, KeepWhatWasWrittenAsSeveralValues) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.field(a, "myTag", {text_of("a"), text_of("b")});
  hand.field(a, "scriptArgument", {text_of("#{myTag}"), Value{std::int64_t{1}}}).list = true;
  const ObjectView view = view_of(hand.sight(a));
  EXPECT_EQ(view.value("myTag"), Value(List{"a", "b"}));
  EXPECT_EQ(view.value("scriptArgument"), Value(List{"a", "b", Value{std::int64_t{1}}}));
}

TEST(Views, OfASlotForManyGiveAListEvenOfOne) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "scriptArgument", "one").list = true;
  EXPECT_EQ(view_of(hand.sight(a)).value("scriptArgument"), Value{List{"one"}});
}

TEST(Views, JoinSeveralValuesInASlotOfTheTypeForOne) {
  const Catalog catalog = Catalog::standard();
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.field(a, "command", {text_of("a"), text_of("b")});
  hand.component(a).object_type = catalog.find("ShellCommandActivity");
  EXPECT_EQ(view_of(hand.sight(a)).value("command"), Value{"a,b"});
}

TEST(Views, NameTheFieldThatCannotBeEvaluated) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "myRatio", "#{1 / 0}");
  hand.text(a, "command", "run #{myRatio}");
  try {
    view_of(hand.sight(a)).evaluate_all();
    FAIL();
  } catch (const EvaluationFailed& failed) {
    EXPECT_EQ(failed.field(), "myRatio");
    EXPECT_EQ(failed.error().code, "DivisionByZero");
    EXPECT_THAT(failed.what(), HasSubstr("myRatio"));
  }
}

TEST(Views, MayBeReadFromSeveralThreads) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.text(a, "command", "run #{@scheduledStartTime}");
  const ObjectView view = view_of(hand.sight(a));
  std::vector<std::string> seen(4);
  std::vector<std::thread> threads;
  for (auto& text : seen) threads.emplace_back([&view, &text] { text = view.text("command"); });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(seen, ::testing::Each("run 2013-01-01T00:00:00"));
}

TEST(Secrets, OfParametersAndFieldsAreMasked) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  const auto db = hand.add("Db", Kind::database);
  hand.parameter("myPart", {"s3cr3t"}).secret = true;
  hand.text(a, "password", "x-#{myPart}-#{@scheduledStartTime}").secret = true;
  hand.text(db, "password", "hunter2").secret = true;
  hand.text(db, "username", "bob");
  const ObjectView view = view_of(hand.sight(a));
  EXPECT_EQ(view.masked("bob hunter2 s3cr3t!"), "bob ****** ******!");
  EXPECT_EQ(view.masked("<" + view.text("password") + ">"), "<******>");
}

TEST(Secrets, OfOtherInstancesAreMaskedAsFarAsTheyCanBeReached) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  const auto n = hand.add("N", Kind::data_node);
  hand.text(n, "password", "key-#{format(@scheduledStartTime,'dd')}").secret = true;
  EXPECT_EQ(view_of(hand.sight(a, 4)).masked("key-05 key-06"), "****** key-06");
}

TEST(Secrets, ThatOverlapLeaveNoEndBehind) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.parameter("myOne", {"abc"}).secret = true;
  hand.parameter("myTwo", {"bcde"}).secret = true;
  EXPECT_EQ(view_of(hand.sight(a)).masked("xabcdex"), "x******x");
}

TEST(Secrets, ThatAreEmptyMaskNothing) {
  PlanByHand hand;
  const auto a = hand.add("A", Kind::activity);
  hand.parameter("myNone", {""}).secret = true;
  EXPECT_EQ(view_of(hand.sight(a)).masked("plain"), "plain");
}

}  // namespace
}  // namespace penstock
