// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/handlers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "activities/fake_context.hpp"

namespace penstock {
namespace {

using Answer = CheckResult::Answer;

/// An object of a type whose body is a function of the program.
struct Called {
  ScratchFolder folder;
  Pipeline pipeline;

  explicit Called(const std::string& fields) : pipeline{folder, {R"("id": "Called", )" + fields}} {}

  [[nodiscard]] const Component& component() const { return pipeline["Called"]; }
  [[nodiscard]] Outcome perform(const Handlers& handlers) const {
    FakeAttempt attempt{pipeline.view("Called"), folder / "log"};
    return handlers.find_activity("FunctionActivity")->perform(attempt);
  }
  [[nodiscard]] std::string refusal(const Handlers& handlers) const {
    return handlers.find_activity("FunctionActivity")->refuse(component());
  }
  [[nodiscard]] Lane lane() const { return Handlers{}.find_activity("FunctionActivity")->lane(component()); }
};

Called activity(const std::string& more) { return Called{R"("type": "FunctionActivity", )" + more}; }

TEST(FunctionActivity, CallsTheRegisteredFunction) {
  Handlers handlers;
  handlers.function("count", [](ActivityContext& context) { return Outcome::failure("called for " + context.object().id()); });
  EXPECT_EQ(activity(R"("function": "count")").perform(handlers), Outcome::failure("called for Called"));
}

TEST(FunctionActivity, SucceedsWhenAFunctionWithoutAnOutcomeReturns) {
  Handlers handlers;
  handlers.function("count", [](ActivityContext&) {});
  EXPECT_EQ(activity(R"("function": "count")").perform(handlers), Outcome::success());
}

TEST(FunctionActivity, FindsTheFunctionThatAnExpressionNames) {
  Handlers handlers;
  handlers.function("count", [](ActivityContext&) {});
  EXPECT_EQ(activity(R"("function": "#{'co' + 'unt'}")").perform(handlers), Outcome::success());
}

TEST(FunctionActivity, ThrowsForAFunctionThatAnExpressionNamesInVain) {
  EXPECT_THROW((void)activity(R"("function": "#{'co' + 'unt'}")").perform(Handlers{}), std::runtime_error);
}

TEST(FunctionActivity, IsRefusedAtActivationWithTheNearestName) {
  Handlers handlers;
  handlers.function("count_hits", [](ActivityContext&) {});
  EXPECT_EQ(activity(R"("function": "cuont_hits")").refusal(handlers),
            "names the function \"cuont_hits\", which this program has not registered; did you mean \"count_hits\"?");
}

TEST(FunctionActivity, IsRefusedWithAllNamesWhenNoneIsNear) {
  Handlers handlers;
  handlers.function("archive", [](ActivityContext&) {}).function("report", [](ActivityContext&) {});
  EXPECT_EQ(activity(R"("function": "count_hits")").refusal(handlers),
            "names the function \"count_hits\", which this program has not registered; it has \"archive\", \"report\"");
}

TEST(FunctionActivity, IsNotRefusedForANameThatMustBeEvaluated) {
  EXPECT_EQ(activity(R"("function": "#{'co' + 'unt'}")").refusal(Handlers{}), "");
}

TEST(FunctionActivity, ComputesUnlessItSaysThatItBlocks) {
  EXPECT_EQ(activity(R"("function": "f")").lane(), Lane::compute);
  EXPECT_EQ(activity(R"("function": "f", "blocking": "False")").lane(), Lane::compute);
  EXPECT_EQ(activity(R"("function": "f", "blocking": "true")").lane(), Lane::blocking);
  EXPECT_EQ(activity(R"("function": "f", "blocking": true)").lane(), Lane::blocking);
}

TEST(Handlers, AreCopiedWithTheFunctionsOfThatMoment) {
  Handlers handlers;
  const Handlers before = handlers;
  handlers.function("count", [](ActivityContext&) {});
  EXPECT_NE(activity(R"("function": "count")").refusal(before), "");
  EXPECT_EQ(activity(R"("function": "count")").refusal(handlers), "");
}

TEST(Handlers, KeepAHandlerOfTheProgramForATypeOfOurs) {
  struct Own : ActivityHandler {
    Outcome perform(ActivityContext&) override { return Outcome::success(); }
  };
  const auto own = std::make_shared<Own>();
  Handlers handlers;
  handlers.activity("FunctionActivity", own).function("count", [](ActivityContext&) {});
  EXPECT_EQ(handlers.find_activity("FunctionActivity"), own.get());
}

TEST(Handlers, KnowNothingOfUnregisteredTypes) {
  EXPECT_EQ(Handlers{}.find_activity("EmrActivity"), nullptr);
  EXPECT_EQ(Handlers{}.find_precondition("S3KeyExists"), nullptr);
  EXPECT_EQ(Handlers{}.find_action("SnsAlarm"), nullptr);
}

struct FunctionPrecondition : testing::Test {
  ScratchFolder folder;
  const Pipeline pipeline{folder,
                          {R"("id": "Ready", "type": "FunctionPrecondition", "function": "ready")",
                           R"("id": "Node", "type": "FileDataNode", "filePath": "x", "precondition": {"ref": "Ready"})"}};

  [[nodiscard]] CheckResult check(const Handlers& handlers) const {
    FakeCheck check{pipeline.view("Ready", 0, "Node"), folder / "log"};
    return handlers.find_precondition("FunctionPrecondition")->check(check);
  }
};

TEST_F(FunctionPrecondition, AnswersWhatTheCheckSays) {
  Handlers handlers;
  handlers.check("ready", [](CheckContext&) { return CheckResult::error("broken"); });
  EXPECT_EQ(check(handlers), CheckResult::error("broken"));
}

TEST_F(FunctionPrecondition, TakesTrueAsMetAndFalseAsNotYet) {
  Handlers handlers;
  EXPECT_EQ(check(handlers.check("ready", [](CheckContext&) { return true; })).answer, Answer::met);
  EXPECT_EQ(check(handlers.check("ready", [](CheckContext&) { return false; })).answer, Answer::not_yet);
}

TEST_F(FunctionPrecondition, IsRefusedAtActivationForAnUnknownCheck) {
  EXPECT_EQ(Handlers{}.find_precondition("FunctionPrecondition")->refuse(pipeline["Ready"]),
            "names the check \"ready\", which this program has not registered; it has registered none");
}

struct CallbackAction : testing::Test {
  ScratchFolder folder;
  const Pipeline pipeline{folder,
                          {R"("id": "Tell", "type": "CallbackAction", "callback": "tell", "message": "failed")",
                           R"("id": "Work", "type": "ShellCommandActivity", "command": "false", "onFail": {"ref": "Tell"})"}};
};

TEST_F(CallbackAction, CallsTheRegisteredCallback) {
  std::string told;
  Handlers handlers;
  handlers.callback("tell", [&](const Firing& firing, const ObjectView& object) { told = firing.node + " " + object.text("message"); });
  handlers.find_action("CallbackAction")->deliver({.node = "@Work_2015-05-17T00:00:00"}, pipeline.view("Tell", 0, "Work"));
  EXPECT_EQ(told, "@Work_2015-05-17T00:00:00 failed");
}

TEST_F(CallbackAction, IsRefusedAtActivationForAnUnknownCallback) {
  EXPECT_EQ(Handlers{}.find_action("CallbackAction")->refuse(pipeline["Tell"]),
            "names the callback \"tell\", which this program has not registered; it has registered none");
}

}  // namespace
}  // namespace penstock
