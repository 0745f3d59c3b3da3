// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

std::string schedule(std::string_view fields, std::string_view more = "") {
  return R"({"objects": [{"id": "S", "type": "Schedule")" + std::string{fields.empty() ? "" : ", "} + std::string{fields} + "}" +
         std::string{more} + "]}";
}
constexpr const char* start = R"("startDateTime": "2013-01-01T00:00:00")";
std::string every(std::string_view period) { return schedule(R"("period": ")" + std::string{period} + R"(", )" + start); }

class Schedules : public CaseTest {};
TEST_P(Schedules, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    AsObjects, Schedules,
    testing::Values(
        Case{"APeriodIsNeeded", schedule(start), {"S BadPeriod"}}, Case{"APeriodIsANumberAndAUnit", every("15 Period"), {"S BadPeriod"}},
        Case{"SecondsAreNoUnitOfTheService", every("3600 seconds"), {"S BadPeriod"}},
        Case{"SecondsAreAUnitWhenEmbedded", every("1 second"), {}, Profile::embedded},
        Case{"NothingIsFinerThanASecond", every("5000 milliseconds"), {"S BadPeriod"}, Profile::embedded},
        Case{"FifteenMinutesAreLongEnough", every("15 Minutes"), {}}, Case{"FourteenAreNot", every("14 minutes"), {"S PeriodOutOfRange"}},
        Case{"ThreeYearsAreShortEnough", every("3 years"), {}}, Case{"SoAre36Months", every("36 months"), {}},
        Case{"MonthsMayBeTooMany", every("37 months"), {"S PeriodOutOfRange"}},
        Case{"WeeksMayBeTooMany", every("157 weeks"), {"S PeriodOutOfRange"}},
        Case{"AHundredYearsAreShortEnoughWhenEmbedded", every("100 years"), {}, Profile::embedded},
        Case{"MoreAreNot", every("101 years"), {"S PeriodOutOfRange"}, Profile::embedded},
        Case{"AStartIsNeeded", schedule(R"("period": "1 day")"), {"S ExactlyOneOfStartAtStartDateTime"}},
        Case{"TwoStartsAreOneTooMany",
             schedule(R"("period": "1 day", "startAt": "FIRST_ACTIVATION_DATE_TIME", )" + std::string{start}),
             {"S ExactlyOneOfStartAtStartDateTime"}},
        Case{"StartAtTakesOneWord", schedule(R"("period": "1 day", "startAt": "NOW")"), {"S BadEnum"}},
        Case{"StartAtTakesItInAnyCase", schedule(R"("period": "1 day", "startAt": "first_activation_date_time")"), {}},
        Case{"ADateHasATime", schedule(R"("period": "1 day", "startDateTime": "2013-01-01")"), {"S BadDateTime"}},
        Case{"ADateHasNoOffset", schedule(R"("period": "1 day", "startDateTime": "2013-01-01T00:00:00+02:00")"), {"S BadDateTime"}},
        Case{"ADateMayEndInZ", schedule(R"("period": "1 day", "startDateTime": "2013-01-01T00:00:00Z")"), {}},
        Case{"ADateMustExist", schedule(R"("period": "1 day", "startDateTime": "2013-02-29T00:00:00")"), {"S BadDateTime"}},
        Case{"ADateMayBeABareCall", schedule(R"json("period": "1 day", "startDateTime": "makeDate(2013, 1, 1)")json"), {}},
        Case{"ABareCallMayBeWrong", schedule(R"json("period": "1 day", "startDateTime": "makeDate(2013, 1)")json"), {"S UnknownFunction"}},
        Case{"AStartCannotDependOnARun", schedule(R"("period": "1 day", "startDateTime": "#{@scheduledStartTime}")"), {"S UnresolvedName"}},
        Case{"EndAndOccurrencesExcludeEachOther",
             schedule(R"("period": "1 day", "endDateTime": "2014-01-01T00:00:00", "occurrences": "3", )" + std::string{start}),
             {"S EndAndOccurrences"}},
        Case{"TheEndIsLaterThanTheStart",
             schedule(R"("period": "1 day", "endDateTime": "2013-01-01T00:00:00", )" + std::string{start}),
             {"S EndBeforeStart"}},
        Case{"OccurrencesAreAtLeastOne", schedule(R"("period": "1 day", "occurrences": "0", )" + std::string{start}), {"S BadInteger"}},
        Case{"AnEndWithinThePeriodIsAWarningWhenNothingTimeseriesUsesIt",
             schedule(R"("period": "1 day", "endDateTime": "2013-01-01T12:00:00", )" + std::string{start}),
             {"(S NoCompleteInterval)"}},
        Case{"AResourceIsNotTimeseries",
             schedule(R"("period": "1 day", "endDateTime": "2013-01-01T12:00:00", )" + std::string{start},
                      R"(, {"id": "R", "type": "Ec2Resource", "schedule": {"ref": "S"}, "scheduleType": "timeseries"})"),
             {"(S NoCompleteInterval)", "(R UnusedResource)"}},
        Case{"ADataNodeIsTimeseriesByDefault",
             schedule(R"("period": "1 day", "endDateTime": "2013-01-01T12:00:00", )" + std::string{start},
                      R"(, {"id": "N", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "S"}})"),
             {"S NoCompleteInterval", "(N ScheduleTypeNotSet)"}},
        Case{"ThePlaceholderIsForOnDemandPipelines",
             schedule(R"("period": "ONDEMAND_PERIOD", "startAt": "ONDEMAND_ACTIVATION_TIME")"),
             {"S OnDemandSchedule"}},
        Case{"FieldsMayUseParameters",
             R"({"objects": [{"id": "S", "type": "Schedule", "period": "#{myN} hours", "startDateTime": "#{makeDate(myYear, 1, 1)}"}],
                 "parameters": [{"id": "myN", "default": "6"}, {"id": "myYear", "type": "Integer", "default": "2013"}]})",
             {}},
        Case{"FieldsWaitForParametersThatHaveNoValueYet",
             R"({"objects": [{"id": "S", "type": "Schedule", "period": "#{myPeriod}", "startDateTime": "#{myStart}"}],
                 "parameters": [{"id": "myPeriod"}, {"id": "myStart"}]})",
             {}}),
    case_name);

constexpr const char* cron_day = R"({"id": "Default", "scheduleType": "cron", "workerGroup": "wg"},
  {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
  {"id": "H", "type": "Schedule", "period": "1 hour", "startDateTime": "2013-01-01T00:00:00"},)";
std::string undecided(std::string_view objects) { return R"({"objects": [)" + std::string{cron_day} + std::string{objects} + "]}"; }

constexpr const char* on_demand = R"({"id": "Default", "scheduleType": "ONDEMAND", "workerGroup": "wg"},
  {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
  {"id": "O", "type": "Schedule", "period": "ONDEMAND_PERIOD", "startAt": "ONDEMAND_ACTIVATION_TIME"},)";
std::string by_hand(std::string_view objects) { return R"({"objects": [)" + std::string{on_demand} + std::string{objects} + "]}"; }

class Calendars : public CaseTest {};
TEST_P(Calendars, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    OfRunnables, Calendars,
    testing::Values(
        Case{"ActivitiesDataNodesAndResourcesNeedASchedule",
             undecided(
                 R"({"id": "A", "type": "ShellCommandActivity", "command": "x"}, {"id": "N", "type": "S3DataNode", "filePath": "f"},
                          {"id": "R", "type": "Ec2Resource"}, {"id": "P", "type": "Exists"})"),
             {"A NoSchedule", "N NoSchedule", "R NoSchedule"}},
        Case{
            "AReferenceToABaseIsNoSchedule",
            undecided(
                R"({"id": "Base", "period": "1 day"}, {"id": "E", "type": "Schedule", "parent": {"ref": "Base"}, "startDateTime": "2013-01-01T00:00:00"},
                          {"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "Base"}})"),
            {"A NoSchedule"}},
        Case{
            "AWrongScheduleIsReportedOnce",
            undecided(
                R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "Nobody"}, "runsOn": {"ref": "R"}, "workerGroup": null},
                          {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "A"}}, {"id": "R", "type": "Ec2Resource"})"),
            {"A BadReference", "B WrongReferenceType"}},
        Case{"AResourceAdoptsTheScheduleThatItsActivitiesShare",
             undecided(R"({"id": "R", "type": "Ec2Resource"},
                          {"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "runsOn": {"ref": "R"}, "workerGroup": null},
                          {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "runsOn": {"ref": "R"}, "workerGroup": null})"),
             {"(R ScheduleAdopted)"}},
        Case{"ButNoneWhenTheyDiffer",
             undecided(R"({"id": "R", "type": "Ec2Resource"},
                          {"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "runsOn": {"ref": "R"}, "workerGroup": null},
                          {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "H"}, "runsOn": {"ref": "R"}, "workerGroup": null})"),
             {"R NoSchedule"}},
        Case{"AScheduleTypeIsOneOfThree",
             undecided(
                 R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "scheduleType": "weekly"},
                          {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "scheduleType": "TimeSeries"})"),
             {"A BadScheduleType"}},
        Case{"AScheduleTypeThatIsNotSetIsAWarning",
             undecided(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "scheduleType": null})"),
             {"(A ScheduleTypeNotSet)"}},
        Case{"OnDemandStandsOnDefaultOrNowhere",
             undecided(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "scheduleType": "ondemand"},
                          {"id": "Base", "scheduleType": "onDemand"}, {"id": "B", "type": "S3DataNode", "filePath": "f", "parent": {"ref": "Base"}})"),
             {"A OnDemandNotOnDefault", "B OnDemandNotOnDefault"}},
        Case{"OnDemandIsForAll",
             by_hand(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "scheduleType": "cron"})"),
             {"A MixedOnDemand"}},
        Case{"OnDemandKnowsNoScheduleButThePlaceholder",
             by_hand(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}},
                        {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "O"}},
                        {"id": "C", "type": "ShellCommandActivity", "command": "x"})"),
             {"A OnDemandSchedule"}}),
    case_name);

TEST(CascadeBackfill, IsAWarningWithTheFirstStart) {
  CompileOptions options = for_validation(Profile::service);
  options.now = utc("2013-01-01T20:00:00");
  const auto found = diagnose(undecided(R"(
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "failureAndRerunMode": "Cascade"},
    {"id": "B", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}})"),
                              options);
  EXPECT_EQ(summary(found), std::set<std::string>{"(A CascadeBackfill)"});
  EXPECT_NE(found.at(0).message.find("2013-01-01T00:00:00"), std::string::npos);
}

TEST(CascadeBackfill, IsNoneWhenTheStartLiesAhead) {
  CompileOptions options = for_validation(Profile::service);
  options.now = utc("2012-12-31T23:59:59");
  EXPECT_EQ(summary(diagnose(undecided(R"(
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "D"}, "failureAndRerunMode": "cascade"})"),
                             options)),
            std::set<std::string>{});
}

const Calendar& calendar(const Plan& plan, std::string_view id) { return plan[*plan.find(id)].calendar.value(); }

TEST(Calendar, IsThatOfTheSchedule) {
  const auto plan = plan_of(R"json({"objects": [
    {"id": "S", "type": "Schedule", "period": "2 weeks", "startDateTime": "makeDate(2013, 1, 7)", "occurrences": 3},
    {"id": "E", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00", "endDateTime": "2013-02-01T00:00:00"},
    {"id": "A", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "S"}, "scheduleType": "cron"},
    {"id": "B", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "E"}}]
  })json");
  EXPECT_EQ(calendar(*plan, "A").recurrence,
            (Recurrence{.start = utc("2013-01-07"), .period = {2, Period::Unit::weeks}, .stop = Times{3}}));
  EXPECT_EQ(calendar(*plan, "A").type, ScheduleType::cron);
  EXPECT_EQ(calendar(*plan, "B").recurrence.stop, Stop{Until{utc("2013-02-01")}});
  EXPECT_EQ(calendar(*plan, "B").type, ScheduleType::timeseries);
}

TEST(Calendar, OfAResourceIsCronWhateverItSays) {
  const auto plan = plan_of(with_daily(R"({"id": "R", "type": "Ec2Resource", "scheduleType": "timeseries"})"));
  EXPECT_EQ(calendar(*plan, "R").type, ScheduleType::cron);
  EXPECT_EQ(calendar(*plan, "R").declared, ScheduleType::timeseries);
}

constexpr const char* from_activation = R"({"objects": [
  {"id": "S", "type": "Schedule", "period": "1 day", "startAt": "FIRST_ACTIVATION_DATE_TIME", "endDateTime": "2013-02-01T00:00:00"},
  {"id": "A", "type": "S3DataNode", "filePath": "f", "schedule": {"ref": "S"}, "scheduleType": "cron"}]})";

TEST(Calendar, BeginsWithTheFirstActivationInWholeSeconds) {
  CompileOptions options = for_validation(Profile::service);
  options.for_activation = true;
  options.now = utc("2013-01-02T03:04:05") + Duration{678};
  EXPECT_EQ(calendar(*plan_of(from_activation, options), "A").recurrence.start, utc("2013-01-02T03:04:05"));
}

TEST(Calendar, KeepsItsFirstActivation) {
  CompileOptions options = for_validation(Profile::service);
  options.now = utc("2013-01-05T00:00:00");
  options.first_activation = utc("2013-01-02T03:04:05");
  EXPECT_EQ(calendar(*plan_of(from_activation, options), "A").recurrence.start, utc("2013-01-02T03:04:05"));
}

TEST(Calendar, IsNotJudgedByAnActivationThatHasNotHappened) {
  CompileOptions options = for_validation(Profile::service);
  options.now = utc("2014-01-01T00:00:00");
  EXPECT_EQ(summary(diagnose(from_activation, options)), std::set<std::string>{});
  options.for_activation = true;
  EXPECT_EQ(summary(diagnose(from_activation, options)), std::set<std::string>{"S EndBeforeStart"});
}

TEST(OnDemandPlan, HasNoCalendarsAndOneRunAtATime) {
  const auto plan = plan_of(by_hand(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "schedule": {"ref": "O"}})"));
  EXPECT_TRUE(plan->runs().on_demand);
  EXPECT_EQ(plan->runs().max, 1);
  EXPECT_FALSE((*plan)[*plan->find("A")].calendar.has_value());
}

TEST(OnDemandPlan, HasAsManyRunsAsDefaultSaysAndTheServiceAllows) {
  const char* const json = R"({"objects": [{"id": "Default", "scheduleType": "ondemand", "maxActiveInstances": "9"}]})";
  EXPECT_EQ(plan_of(json, for_validation(Profile::service))->runs().max, 5);
  EXPECT_EQ(plan_of(json, for_validation(Profile::embedded))->runs().max, 9);
}

}  // namespace
}  // namespace penstock
