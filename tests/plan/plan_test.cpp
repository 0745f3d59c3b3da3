// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/plan.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace penstock {
namespace {

Component component(std::string id, std::vector<ComponentIndex> dependencies = {}) {
  Component made;
  made.id = std::move(id);
  made.kind = Kind::activity;
  made.dependencies = std::move(dependencies);
  return made;
}

Plan plan(std::vector<Component> components) {
  for (std::uint32_t i = 0; i < components.size(); ++i) components[i].order = i;
  return Plan{std::move(components), {}, {}, nullptr};
}

Component scheduled(Period period, ScheduleType type, Stop stop = Forever{}, Instant start = utc("2013-01-01")) {
  Component made = component("X");
  made.calendar = Calendar{.recurrence = {.start = start, .period = period, .stop = stop}, .type = type};
  return made;
}

constexpr Period day{1, Period::Unit::days};
constexpr Period week{1, Period::Unit::weeks};
constexpr Period month{1, Period::Unit::months};

TEST(Plan, FindsComponentsById) {
  const Plan made = plan({component("B"), component("A")});
  EXPECT_EQ(made.find("A"), 1U);
  EXPECT_EQ(made.find("B"), 0U);
  EXPECT_EQ(made.find("C"), std::nullopt);
}

TEST(Plan, FindsFieldsHoweverTheStarIsWritten) {
  Component made = component("A");
  made.fields.push_back({.name = "password", .values = {Template::literal("x")}, .secret = true});
  EXPECT_NE(made.find("*password"), nullptr);
  EXPECT_NE(made.find("password"), nullptr);
  EXPECT_EQ(made.find("user"), nullptr);
}

TEST(Plan, OrdersByDefinitionAndNotByPosition) {
  std::vector<Component> components{component("B"), component("A")};
  components[0].order = 1;
  components[1].order = 0;
  const Plan made{std::move(components), {}, {}, nullptr};
  EXPECT_EQ(made.topological_order(), (std::vector<ComponentIndex>{1, 0}));
}

TEST(Plan, OrdersOnlyWhatGetsInstances) {
  std::vector<Component> components{component("A"), component("S")};
  components[1].kind = Kind::schedule;
  EXPECT_EQ(plan(std::move(components)).topological_order(), std::vector<ComponentIndex>{0});
}

TEST(Plan, RefusesCycles) { EXPECT_THROW(plan({component("A", {1}), component("B", {0})}), std::invalid_argument); }

TEST(Matching, AreTheIntervalsThatOverlap) {
  const Component weekly = scheduled(week, ScheduleType::timeseries);
  const Component daily = scheduled(day, ScheduleType::timeseries);
  EXPECT_EQ(matching(weekly, 1, daily), (IntervalRange{7, 14}));
  EXPECT_EQ(matching(daily, 13, weekly), (IntervalRange{1, 2}));
}

TEST(Matching, IncludesThePartialNeighboursOfUnalignedPeriods) {
  const Component weekly = scheduled(week, ScheduleType::timeseries, Forever{}, utc("2013-01-03T06:00:00"));
  EXPECT_EQ(matching(weekly, 0, scheduled(day, ScheduleType::timeseries)), (IntervalRange{2, 10}));
}

TEST(Matching, FollowsTheCalendar) {
  EXPECT_EQ(matching(scheduled(month, ScheduleType::cron), 1, scheduled(day, ScheduleType::cron)), (IntervalRange{31, 59}));
}

TEST(Matching, IsEmptyWhereTheDependencyHasNone) {
  const Component twice = scheduled(day, ScheduleType::cron, Times{2});
  EXPECT_TRUE(matching(scheduled(day, ScheduleType::cron), 2, twice).empty());
  EXPECT_EQ(matching(scheduled(day, ScheduleType::cron), 1, twice), (IntervalRange{1, 2}));
}

TEST(Matching, IsTheSameRunOnDemand) { EXPECT_EQ(matching(component("A"), 5, component("B")), (IntervalRange{5, 6})); }

}  // namespace
}  // namespace penstock
