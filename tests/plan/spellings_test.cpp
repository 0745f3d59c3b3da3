// SPDX-License-Identifier: Apache-2.0
/// The ways in which authors write one and the same thing.

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "plan/case.hpp"

namespace penstock {
namespace {

using namespace std::chrono_literals;

/// The policy of an activity with these fields.
Policy policy_with(const std::string& fields) {
  const auto plan = plan_of(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", )" + fields + "}"));
  return plan == nullptr ? Policy{} : (*plan)[*plan->find("A")].policy;
}

std::vector<CompiledValue> values_of(const std::string& fields, std::string_view field) {
  const auto plan = plan_of(with_daily(R"({"id": "A", "type": "EmrActivity", )" + fields + "}"));
  const CompiledField* const found = plan == nullptr ? nullptr : (*plan)[*plan->find("A")].find(field);
  return found == nullptr ? std::vector<CompiledValue>{} : found->values;
}

TEST(Spelling, OfANumberIsATextOrANumber) {
  for (const char* written :
       {R"("maximumRetries": 3)", R"("maximumRetries": "3")", R"("maximumRetries": ["3"])", R"("maximumRetries": [3])"}) {
    EXPECT_EQ(policy_with(written).maximum_retries, 3) << written;
  }
}

TEST(Spelling, OfATruthIsATextInAnyCaseOrABoolean) {
  for (const char* written : {"true", R"("true")", R"("TRUE")", R"(["True"])", "false", R"("False")"}) {
    const auto found =
        diagnose(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "stage": )" + std::string{written} + "}"));
    EXPECT_EQ(summary(found), std::set<std::string>{}) << written;
  }
  const auto found = diagnose(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "stage": "yes"})"));
  EXPECT_EQ(summary(found), std::set<std::string>{"A BadEnum"});
}

TEST(Spelling, OfALengthOfTimeTakesUnitsInAnyCaseAndNumber) {
  for (const char* written : {"2 hours", "2 Hours", "2 HOURS", "2 hour", "2 Hour", "120 minutes", "120 Minute"}) {
    EXPECT_EQ(policy_with(R"("attemptTimeout": ")" + std::string{written} + '"').attempt_timeout, 2h) << written;
  }
}

TEST(Spelling, OfAPeriodTakesUnitsInAnyCaseAndNumber) {
  for (const char* written : {"1 day", "1 days", "1 Day", "1 Days", "1 DAY", "1 dAyS"}) {
    const auto plan = plan_of(
        R"({"objects": [{"id": "S", "type": "Schedule", "startDateTime": "2013-01-01T00:00:00", "period": ")" + std::string{written} +
        R"("}, {"id": "A", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "S"}, "scheduleType": "cron"}]})");
    ASSERT_NE(plan, nullptr) << written;
    EXPECT_EQ((*plan)[*plan->find("A")].calendar->recurrence.period, (Period{1, Period::Unit::days})) << written;
  }
}

TEST(Spelling, OfAnEnumerationIsReadInAnyCase) {
  for (const char* written : {"cascade", "CASCADE", "Cascade"}) {
    EXPECT_EQ(policy_with(R"("failureAndRerunMode": ")" + std::string{written} + '"').failure_mode, FailureMode::cascade) << written;
  }
  for (const char* written : {"cron", "CRON", "Cron"}) {
    const auto found = diagnose(R"({"objects": [{"id": "S", "type": "Schedule", "startDateTime": "2013-01-01T00:00:00", "period": "1 day"},
      {"id": "A", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "S"}, "scheduleType": ")" +
                                std::string{written} + R"("}]})");
    EXPECT_EQ(summary(found), std::set<std::string>{}) << written;
  }
}

TEST(Spelling, OfAListWithOneValueIsTheValue) {
  EXPECT_EQ(values_of(R"("step": "a,b")", "step"), values_of(R"("step": ["a,b"])", "step"));
  EXPECT_EQ(values_of(R"("step": "a", "schedule": [{"ref": "D"}])", "schedule"),
            values_of(R"("step": "a", "schedule": {"ref": "D"})", "schedule"));
}

TEST(Spelling, OfAListIsOneOrARepeatedKey) {
  EXPECT_EQ(values_of(R"("step": "a", "preStepCommand": "p", "step": "b")", "step"), values_of(R"("step": ["a", "b"])", "step"));
}

TEST(Spelling, OfADefinitionIsTheCommandLinesOrTheWebServices) {
  const auto ours = plan_of(R"({"objects": [)" + std::string{daily} +
                            R"(, {"id": "A", "type": "EmrActivity", "step": ["#{myX}", "y"], "onFail": {"ref": "T"}},
                            {"id": "T", "type": "Terminate"}],
    "parameters": [{"id": "myX", "type": "String"}], "values": {"myX": "v"}})");
  const auto theirs = plan_of(R"({"pipelineObjects": [
    {"id": "Default", "name": "Default", "fields": [{"key": "scheduleType", "stringValue": "cron"}, {"key": "workerGroup", "stringValue": "wg"},
                                                    {"key": "schedule", "refValue": "D"}]},
    {"id": "D", "name": "D", "fields": [{"key": "period", "stringValue": "1 day"}, {"key": "type", "stringValue": "Schedule"},
                                        {"key": "startDateTime", "stringValue": "2013-01-01T00:00:00"}]},
    {"id": "A", "name": "A", "fields": [{"key": "type", "stringValue": "EmrActivity"}, {"key": "step", "stringValue": "#{myX}"},
                                        {"key": "step", "stringValue": "y"}, {"key": "onFail", "refValue": "T"}]},
    {"id": "T", "name": "T", "fields": [{"key": "type", "stringValue": "Terminate"}]}],
    "parameterObjects": [{"id": "myX", "attributes": [{"key": "type", "stringValue": "String"}]}],
    "parameterValues": [{"id": "myX", "stringValue": "v"}]})");
  ASSERT_TRUE(ours != nullptr && theirs != nullptr);
  const Component& mine = (*ours)[*ours->find("A")];
  const Component& other = (*theirs)[*theirs->find("A")];
  EXPECT_EQ(mine.find("step")->values, other.find("step")->values);
  EXPECT_EQ(mine.on_fail, other.on_fail);
  EXPECT_EQ(mine.calendar->recurrence, other.calendar->recurrence);
  EXPECT_EQ(ours->parameter("myX")->values, theirs->parameter("myX")->values);
}

TEST(Spelling, OfParametersMayBeAFileOfTheirOwn) {
  auto definition = *read_definition(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{myX} #{*myPw}"})"));
  definition.parameters = *read_parameters(R"({"parameters": [{"id": "myX", "type": "Integer"}, {"id": "*myPw"}]})");
  CompileOptions options = for_validation(Profile::service);
  options.for_activation = true;
  options.now = utc("2013-01-01");
  options.values = *read_values(R"({"values": {"myX": "7", "myPw": "hunter2"}})");
  const auto compiled = compile(definition, standard_catalog(), options);
  ASSERT_TRUE(compiled) << to_text(compiled.error());
  EXPECT_EQ(compiled->plan->parameter("myX")->values, std::vector<Value>{std::int64_t{7}});
  EXPECT_TRUE(compiled->plan->parameter("myPw")->secret);
}

TEST(Spelling, OfAParameterNeedsNoDeclarationWhenItHasAValue) {
  CompileOptions options = for_validation(Profile::service);
  options.values = *read_values(R"({"myLogUri": "s3://logs", "*myPw": "hunter2"})");
  const auto found =
      diagnose(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{myLogUri} #{myPw} #{*myPw}"})"), options);
  EXPECT_EQ(summary(found), std::set<std::string>{});
}

TEST(Spelling, ThatIsWrongIsSetRightByASuggestion) {
  const auto message = [](const std::string& objects) {
    const auto found = diagnose(with_daily(objects));
    return found.size() == 1 ? found[0].message : to_text(found);
  };
  EXPECT_NE(message(R"({"id": "A", "type": "ShelCommandActivity"})").find(R"(did you mean "ShellCommandActivity"?)"), std::string::npos);
  EXPECT_NE(message(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "maximumRetrys": "1"})")
                .find(R"(did you mean "maximumRetries"?)"),
            std::string::npos);
  EXPECT_NE(
      message(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "dependsOn": {"ref": "a"}})").find(R"(did you mean "A"?)"),
      std::string::npos);
  EXPECT_NE(message(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{formatt(@scheduledStartTime, 'YYYY')}"})")
                .find(R"(did you mean "format"?)"),
            std::string::npos);
  EXPECT_NE(
      message(R"({"id": "A", "type": "ShellCommandActivity", "command": "#{myPaht}", "myPath": "p"})").find(R"(did you mean "myPath"?)"),
      std::string::npos);
}

TEST(Spelling, OfAParameterThatIsMissingIsNotSetRightByAFieldOfTheType) {
  const auto found = diagnose(R"({"objects": [{"id": "B", "type": "RedshiftDatabase", "connectionString": "#{myConnectionString}"}]})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message.find("did you mean"), std::string::npos) << found[0].message;
}

}  // namespace
}  // namespace penstock
