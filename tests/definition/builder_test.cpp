// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/builder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "penstock/definition/json.hpp"

namespace penstock {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using Values = std::vector<FieldValue>;

Definition read(std::string_view text) {
  auto definition = read_definition(text);
  if (!definition) throw DefinitionError{definition.error()};
  return *definition;
}

/// The values of a field after a verb was used.
Values values_of(const PipelineBuilder& pipeline, std::string_view object, std::string_view field) {
  const Definition definition = pipeline.build();
  const Field* found = definition.find(object)->find(field);
  return found == nullptr ? Values{} : found->values;
}

std::string text_of(const PipelineBuilder& pipeline, std::string_view object, std::string_view field) {
  const Values values = values_of(pipeline, object, field);
  return values.size() == 1 ? to_text(values[0]) : "";
}

TEST(PipelineBuilder, BuildsWhatReadingTheSameJsonGives) {
  PipelineBuilder pipeline;
  const auto daily = pipeline.add("Daily", Schedule{.period = days{1}, .start_date_time = utc("2015-05-17"), .occurrences = 4});
  const auto arrived = pipeline.add("LogArrived", FileExists{.path = "#{node.filePath}"});
  const auto raw =
      pipeline.add("RawLog", FileDataNode{.file_path = "logs/#{format(@scheduledStartTime,'YYYY-MM-dd')}.log"}).precondition(arrived);
  const auto hits = pipeline.add("Hits", FileDataNode{.file_path = "hits/#{format(@scheduledStartTime,'YYYY-MM-dd')}.csv"});
  pipeline.defaults().schedule(daily).schedule_type(ScheduleType::cron);
  pipeline.add("CountHits", FunctionActivity{.function = "count_hits"}).input(raw).output(hits).maximum_retries(2).retry_delay(30s);

  EXPECT_EQ(pipeline.build(), read(R"({"delimiters": "both", "objects": [
    {"id": "Default", "schedule": {"ref": "Daily"}, "scheduleType": "cron"},
    {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2015-05-17T00:00:00", "occurrences": "4"},
    {"id": "LogArrived", "type": "FileExists", "path": "#{node.filePath}"},
    {"id": "RawLog", "type": "FileDataNode", "filePath": "logs/#{format(@scheduledStartTime,'YYYY-MM-dd')}.log",
     "precondition": {"ref": "LogArrived"}},
    {"id": "Hits", "type": "FileDataNode", "filePath": "hits/#{format(@scheduledStartTime,'YYYY-MM-dd')}.csv"},
    {"id": "CountHits", "type": "FunctionActivity", "function": "count_hits", "input": {"ref": "RawLog"}, "output": {"ref": "Hits"},
     "maximumRetries": "2", "retryDelay": "30 seconds"}]})"));
}

TEST(PipelineBuilder, NamesThePipeline) { EXPECT_EQ(PipelineBuilder{"traffic"}.build().name, "traffic"); }

TEST(PipelineBuilder, CanBeBuiltAgainAfterMoreWasAdded) {
  PipelineBuilder pipeline;
  pipeline.add("A", CSV{});
  EXPECT_EQ(pipeline.build().objects.size(), 1U);
  pipeline.add("B", CSV{});
  EXPECT_EQ(pipeline.build().objects.size(), 2U);
}

TEST(PipelineBuilder, KeepsItsHandlesValidWhenItIsMoved) {
  PipelineBuilder first;
  const auto copy = first.add("Copy", CopyActivity{});
  const auto defaults = first.defaults();
  const PipelineBuilder second = std::move(first);
  copy.maximum_retries(1);
  defaults.worker_group("etl");
  EXPECT_EQ(text_of(second, "Copy", "maximumRetries"), "1");
  EXPECT_EQ(second.build().objects.front().id, "Default");
}

TEST(PipelineBuilder, KeepsASecondObjectOfTheSameIdForTheCompiler) {
  PipelineBuilder pipeline;
  pipeline.add("A", CSV{});
  pipeline.add("A", TSV{});
  EXPECT_EQ(pipeline.build().objects.size(), 2U);
}

TEST(PipelineBuilder, SurvivesSavingAndLoading) {
  PipelineBuilder pipeline;
  const auto format = pipeline.add("Format", CSV{.column = {"day STRING", "bytes INT"}});
  pipeline.add("Data", FileDataNode{.file_path = "x", .data_format = format}).set("myNumber", 3).set("myNothing", nullptr);
  pipeline.parameter("myStart", {.type = "String", .defaults = "2015-05-17"});
  pipeline.value("myStart", "2015-05-18");
  EXPECT_EQ(read(write_definition(pipeline.build())), pipeline.build());
}

TEST(PipelineBuilder, MakesObjectsOfAnyTypeByItsName) {
  PipelineBuilder pipeline;
  const auto cluster = pipeline.object("Cluster", "EmrCluster").set("releaseLabel", "emr-5.0.0").set("terminateAfter", 2h);
  pipeline.object("Work", "EmrActivity").runs_on(cluster).set("step", {"a.jar,1", "b.jar,2"});
  EXPECT_EQ(values_of(pipeline, "Work", "runsOn"), Values{Reference{"Cluster"}});
  EXPECT_EQ(values_of(pipeline, "Work", "step"), (Values{std::string{"a.jar,1"}, std::string{"b.jar,2"}}));
}

TEST(PipelineBuilder, MakesABaseWithoutType) {
  PipelineBuilder pipeline;
  const auto base = pipeline.object("Base").maximum_retries(2);
  pipeline.add("Copy", CopyActivity{}).parent(base);
  EXPECT_EQ(pipeline.build().find("Base")->find("type"), nullptr);
  EXPECT_EQ(values_of(pipeline, "Copy", "parent"), Values{Reference{"Base"}});
}

TEST(PipelineBuilder, DeclaresParametersAndReadsThemByTheReturnedExpression) {
  PipelineBuilder pipeline;
  const std::string count = pipeline.parameter(
      "myCount", {.type = "Integer", .defaults = {"3"}, .optional = true, .allowed_values = {"3", "4"}, .description = "How many days"});
  pipeline.add("Daily", Schedule{.period = days{1}, .occurrences = count});
  EXPECT_EQ(text_of(pipeline, "Daily", "occurrences"), "#{myCount}");
  EXPECT_EQ(pipeline.build().parameters, read(R"({"objects": [], "parameters": [{"id": "myCount", "type": "Integer", "default": "3",
    "optional": "true", "allowedValues": ["3", "4"], "description": "How many days"}]})")
                                             .parameters);
}

TEST(PipelineBuilder, KeepsTheLastValueOfAParameter) {
  PipelineBuilder pipeline;
  pipeline.value("myA", "x");
  pipeline.value("myB", {"x", "y"});
  pipeline.value("myA", 5);
  EXPECT_EQ(pipeline.build().values, read(R"({"objects": [], "values": {"myA": 5, "myB": ["x", "y"]}})").values);
}

TEST(Slot, LeavesOutWhatIsNotSet) {
  PipelineBuilder pipeline;
  pipeline.add("Run", ShellCommandActivity{.command = "ls"});
  const Definition definition = pipeline.build();
  EXPECT_EQ(definition.objects[0].fields.size(), 2U);
}

TEST(Slot, KeepsAnEmptyTextForTheCompilerToRefuse) {
  PipelineBuilder pipeline;
  pipeline.add("Run", ShellCommandActivity{.command = ""});
  EXPECT_EQ(values_of(pipeline, "Run", "command"), Values{std::string{}});
}

TEST(Slot, WritesDurationsInTheirOwnUnit) {
  const auto text = [](const PeriodValue& period) { return to_text(period.values().at(0)); };
  EXPECT_EQ(text(250ms), "250 milliseconds");
  EXPECT_EQ(text(1s), "1 second");
  EXPECT_EQ(text(15min), "15 minutes");
  EXPECT_EQ(text(2h), "2 hours");
  EXPECT_EQ(text(days{1}), "1 day");
  EXPECT_EQ(text(weeks{2}), "2 weeks");
  EXPECT_EQ(text(months{1}), "1 month");
  EXPECT_EQ(text(years{3}), "3 years");
  EXPECT_EQ(text((duration<int, std::ratio<1, 2>>{3})), "1500 milliseconds");
  EXPECT_EQ(text(Period{4, Period::Unit::hours}), "4 hours");
  EXPECT_EQ(text("#{myPeriod}"), "#{myPeriod}");
}

TEST(Slot, WritesDatesInUtc) {
  const auto text = [](const DateTimeValue& time) { return to_text(time.values().at(0)); };
  EXPECT_EQ(text(utc("2015-05-17")), "2015-05-17T00:00:00");
  EXPECT_EQ(text(sys_days{2015y / May / 17d}), "2015-05-17T00:00:00");
  EXPECT_EQ(text(sys_days{2015y / May / 17d} + 90s), "2015-05-17T00:01:30");
  EXPECT_EQ(text("#{myStart}"), "#{myStart}");
}

TEST(Slot, WritesNumbersAndBooleansAsTexts) {
  EXPECT_EQ(IntegerValue{4}.values(), Values{std::string{"4"}});
  EXPECT_EQ(NumberValue{0.5}.values(), Values{std::string{"0.5"}});
  EXPECT_EQ(BooleanValue{true}.values(), Values{std::string{"true"}});
  EXPECT_EQ(BooleanValue{"#{myStage}"}.values(), Values{std::string{"#{myStage}"}});
}

TEST(Slot, TakesOneTextOrSeveralForAList) {
  EXPECT_EQ(TextList{"a"}.values(), Values{std::string{"a"}});
  EXPECT_EQ((TextList{"a", "b"}.values()), (Values{std::string{"a"}, std::string{"b"}}));
  EXPECT_EQ(TextList{std::vector<std::string>{"a"}}.values(), Values{std::string{"a"}});
}

TEST(Slot, RefersToObjectsByHandleOrId) {
  PipelineBuilder pipeline;
  const auto database = pipeline.add("Db", SqliteDatabase{.path = "x.db"});
  pipeline.add("Table", SqliteDataNode{.table = "hits", .database = database});
  pipeline.add("Other", SqliteDataNode{.table = "hits", .database = ObjectId{"Elsewhere"}});
  EXPECT_EQ(values_of(pipeline, "Table", "database"), Values{Reference{"Db"}});
  EXPECT_EQ(values_of(pipeline, "Other", "database"), Values{Reference{"Elsewhere"}});
}

TEST(Slot, RefersToSeveralObjects) {
  PipelineBuilder pipeline;
  const auto a = pipeline.add("A", Property{.key = "a", .value = "1"});
  const auto b = pipeline.add("B", Property{.key = "b", .value = "2"});
  pipeline.add("Both", EmrConfiguration{.classification = "core-site", .property = {a, b}});
  pipeline.add("One", EmrConfiguration{.classification = "core-site", .property = a});
  EXPECT_EQ(values_of(pipeline, "Both", "property"), (Values{Reference{"A"}, Reference{"B"}}));
  EXPECT_EQ(values_of(pipeline, "One", "property"), Values{Reference{"A"}});
}

TEST(Slot, MarksASecretByItsStar) {
  PipelineBuilder pipeline;
  pipeline.add("Db", RdsDatabase{.username = "me", .password = "#{*myPassword}"});
  const Definition definition = pipeline.build();
  EXPECT_EQ(definition.find("Db")->find("password")->name, "*password");
}

TEST(Handle, WiresAnActivityByTheNamesOfTheGuide) {
  PipelineBuilder pipeline;
  const auto schedule = pipeline.add("S", Schedule{});
  const auto machine = pipeline.add("M", LocalResource{});
  const auto alarm = pipeline.add("Alarm", CallbackAction{.callback = "alert"});
  const auto end = pipeline.add("End", Terminate{});
  const auto check = pipeline.add("Check", FunctionPrecondition{.function = "ready"});
  const auto data = pipeline.add("D", FileDataNode{.file_path = "x"});
  const auto before = pipeline.add("Before", CopyActivity{});
  pipeline.add("A", CopyActivity{})
      .name("Label")
      .input(data)
      .output(data)
      .depends_on(before)
      .precondition(check)
      .schedule(schedule)
      .schedule_type("timeseries")
      .max_active_instances(3)
      .pipeline_log_uri("logs")
      .runs_on(machine)
      .worker_group("etl")
      .on_fail(alarm)
      .on_success(alarm)
      .on_late_action(alarm, end)
      .late_after_timeout(2h)
      .maximum_retries("#{myRetries}")
      .retry_delay(10min)
      .attempt_timeout(hours{1})
      .report_progress_timeout(5min)
      .failure_and_rerun_mode(FailureAndRerunMode::cascade);

  const Definition definition = pipeline.build();
  EXPECT_EQ(*definition.find("A"), read(R"({"objects": [{"id": "A", "name": "Label", "type": "CopyActivity", "input": {"ref": "D"},
    "output": {"ref": "D"}, "dependsOn": {"ref": "Before"}, "precondition": {"ref": "Check"}, "schedule": {"ref": "S"},
    "scheduleType": "timeseries", "maxActiveInstances": "3", "pipelineLogUri": "logs", "runsOn": {"ref": "M"}, "workerGroup": "etl",
    "onFail": {"ref": "Alarm"}, "onSuccess": {"ref": "Alarm"}, "onLateAction": [{"ref": "Alarm"}, {"ref": "End"}],
    "lateAfterTimeout": "2 hours", "maximumRetries": "#{myRetries}", "retryDelay": "10 minutes", "attemptTimeout": "1 hour",
    "reportProgressTimeout": "5 minutes", "failureAndRerunMode": "cascade"}]})")
                                       .objects[0]);
}

TEST(Handle, BoundsHowLongAPreconditionIsChecked) {
  PipelineBuilder pipeline;
  pipeline.add("Check", FileExists{.path = "x"}).precondition_timeout(hours{6}).retry_delay(100ms);
  EXPECT_EQ(text_of(pipeline, "Check", "preconditionTimeout"), "6 hours");
  EXPECT_EQ(text_of(pipeline, "Check", "retryDelay"), "100 milliseconds");
}

TEST(Handle, LetsAnActivityBeginWhateverBecameOfTheOthers) {
  PipelineBuilder pipeline;
  const auto work = pipeline.add("Work", ShellCommandActivity{.command = "work"});
  pipeline.add("CleanUp", ShellCommandActivity{.command = "rm -r scratch"}).depends_on(work).finally();
  EXPECT_EQ(text_of(pipeline, "CleanUp", "finally"), "true");
}

TEST(Handle, TellsAboutRunsOfThePipelineOnDefault) {
  PipelineBuilder pipeline;
  const auto tell = pipeline.add("Tell", CallbackAction{.callback = "tell"});
  pipeline.defaults().on_pipeline_success(tell).on_pipeline_fail(tell);
  EXPECT_EQ(values_of(pipeline, "Default", "onPipelineSuccess"), (Values{Reference{"Tell"}}));
  EXPECT_EQ(values_of(pipeline, "Default", "onPipelineFail"), (Values{Reference{"Tell"}}));
}

TEST(Handle, AddsReferencesUp) {
  PipelineBuilder pipeline;
  const auto a = pipeline.add("A", FileDataNode{});
  const auto b = pipeline.add("B", FileDataNode{});
  const auto c = pipeline.add("C", FileDataNode{});
  pipeline.add("Copy", CopyActivity{}).input(a).input(b, c);
  EXPECT_EQ(values_of(pipeline, "Copy", "input"), (Values{Reference{"A"}, Reference{"B"}, Reference{"C"}}));
}

TEST(Handle, ReplacesEverythingElse) {
  PipelineBuilder pipeline;
  pipeline.add("Copy", CopyActivity{}).maximum_retries(1).maximum_retries(2).set("myX", "a").set("myX", {"b", "c"});
  EXPECT_EQ(text_of(pipeline, "Copy", "maximumRetries"), "2");
  EXPECT_EQ(values_of(pipeline, "Copy", "myX"), (Values{std::string{"b"}, std::string{"c"}}));
}

TEST(Handle, DependsOnObjectsThatAreDefinedElsewhere) {
  PipelineBuilder pipeline;
  pipeline.add("Copy", CopyActivity{}).depends_on(ObjectId{"Before"});
  EXPECT_EQ(values_of(pipeline, "Copy", "dependsOn"), Values{Reference{"Before"}});
}

TEST(Handle, SetsAnyFieldToAnyValue) {
  PipelineBuilder pipeline;
  const auto data = pipeline.add("D", FileDataNode{});
  pipeline.add("A", CopyActivity{})
      .set("myText", "x")
      .set("myTruth", true)
      .set("myReference", data)
      .set("myPeriod", 90min)
      .set("myDate", utc("2015-05-17"))
      .set("myTexts", std::vector<std::string>{"a", "b"})
      .set("myReferences", {data, data})
      .set("onFail", nullptr);
  EXPECT_EQ(text_of(pipeline, "A", "myText"), "x");
  EXPECT_EQ(values_of(pipeline, "A", "myTruth"), Values{std::string{"true"}});
  EXPECT_EQ(values_of(pipeline, "A", "myReference"), Values{Reference{"D"}});
  EXPECT_EQ(text_of(pipeline, "A", "myPeriod"), "90 minutes");
  EXPECT_EQ(text_of(pipeline, "A", "myDate"), "2015-05-17T00:00:00");
  EXPECT_EQ(values_of(pipeline, "A", "myTexts").size(), 2U);
  EXPECT_EQ(values_of(pipeline, "A", "myReferences"), (Values{Reference{"D"}, Reference{"D"}}));
  EXPECT_EQ(values_of(pipeline, "A", "onFail"), Values{Null{}});
}

TEST(Handle, KeepsNumbersOnlyInFieldsOfTheAuthorsOwn) {
  PipelineBuilder pipeline;
  pipeline.add("A", CopyActivity{}).set("myCount", 3).set("my_ratio", 0.5).set("maximumRetries", 3);
  EXPECT_EQ(values_of(pipeline, "A", "myCount"), Values{Number{"3"}});
  EXPECT_EQ(values_of(pipeline, "A", "my_ratio"), Values{Number{"0.5"}});
  EXPECT_EQ(values_of(pipeline, "A", "maximumRetries"), Values{std::string{"3"}});
}

TEST(Handle, KnowsItsId) {
  PipelineBuilder pipeline;
  EXPECT_EQ(pipeline.add("A", CSV{}).id(), ObjectId{"A"});
}

struct MailActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "MailActivity";
  Text to = {};
  TextList attachment = {};
  Ref<Kind::database> addresses = {};
  static constexpr auto fields() {
    return std::tuple{field("to", &MailActivity::to).required(), field("attachment", &MailActivity::attachment),
                      field("addresses", &MailActivity::addresses)};
  }
};

TEST(OwnObjectType, IsAddedLikeTheOthers) {
  PipelineBuilder pipeline;
  const auto data = pipeline.add("D", FileDataNode{});
  pipeline.add("Tell", MailActivity{.to = "ops@example.org"}).input(data);
  EXPECT_EQ(text_of(pipeline, "Tell", "type"), "MailActivity");
  EXPECT_EQ(text_of(pipeline, "Tell", "to"), "ops@example.org");
}

TEST(OwnObjectType, IsDescribedToTheCatalogByItsAggregate) {
  const ObjectType type = object_type_of<MailActivity>();
  EXPECT_EQ(type.name, "MailActivity");
  EXPECT_EQ(type.kind, Kind::activity);
  ASSERT_NE(type.find("to"), nullptr);
  EXPECT_TRUE(type.find("to")->required);
  EXPECT_TRUE(type.find("attachment")->list);
  EXPECT_EQ(type.find("addresses")->target.kinds, std::vector{Kind::database});
}

}  // namespace
}  // namespace penstock
