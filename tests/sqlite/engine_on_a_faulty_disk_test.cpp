// SPDX-License-Identifier: Apache-2.0

/// What an engine does while its disk fails, and afterwards.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "crash_points/mortal_store.hpp"
#include "engine/pipelines.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/faulty_disk.hpp"
#include "sqlite/store_file.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;

constexpr int day_count = 3;

/// Two steps a day, of which the first is tried twice.
Definition days_of_work() {
  Daily pipeline{day_count};
  const auto load = pipeline.step("Load").maximum_retries(1).retry_delay(minutes{5});
  pipeline.step("Crunch").depends_on(load);
  return pipeline.builder.build();
}

class OnADisk {
 public:
  explicit OnADisk(Durability durability = Durability::full)
      : store{[this, durability] {
                disk.restore_power();
                return std::make_unique<SqliteStore>(file.path(), SqliteOptions{.durability = durability});
              },
              std::nullopt},
        rig{days_of_work(), {.store = &store}} {
    rig.activity("Load").fails("disk full", minutes{1}).then_succeeds(minutes{1});
    rig.activity("Crunch").succeeds(minutes{1});
  }

  /// What the engine says when the disk fails; empty if it does not notice.
  std::string error_until(Instant moment) {
    return words_of<StoreError>([&] { rig.advance_to(moment); });
  }
  /// As a machine that goes out and comes back.
  void cut_power() {
    disk.cut_power();
    rig.restart();
    store.take_over();
  }

  /// Attempts that were begun and of which the store knows nothing.
  [[nodiscard]] int begun_unrecorded() const {
    SqliteReader reader{file.path()};
    return static_cast<int>(std::count_if(rig.ran().begin(), rig.ran().end(), [&](const Ran& ran) {
      const auto run = reader.run("test", instance_id(ran.component, ran.scheduled));
      if (!run) return true;
      const auto attempts = reader.attempts(run->instance.key);
      return std::none_of(attempts.begin(), attempts.end(), [&](const AttemptRow& each) { return each.number == ran.attempt; });
    }));
  }

  FaultyDisk disk;
  StoreFile file;
  MortalStore store;
  Rig rig;
};

using Break = void (*)(FaultyDisk& disk, int after);
struct Kind {
  const char* name;
  Break set;
};

class EngineOnAFaultyDisk : public ::testing::TestWithParam<Kind> {};

/// Every place where the disk may fail, from the first write on.
TEST_P(EngineOnAFaultyDisk, BeginsNothingThatIsNotRecordedAndGoesOnWhenTheDiskWorksAgain) {
  int noticed = 0;
  for (int after = 0; after < 60; after += 6) {
    OnADisk place;
    place.rig.run_until_idle();
    GetParam().set(place.disk, after);
    if (!place.error_until(first_day + days{1}).empty()) ++noticed;
    EXPECT_EQ(place.begun_unrecorded(), 0) << "after " << after;
    place.disk.repair();

    place.rig.advance_to(first_day + days{day_count});
    EXPECT_EQ(place.rig.state(), PipelineState::finished) << "after " << after;
    EXPECT_EQ(place.rig.ran().size(), day_count * 3U) << "after " << after;
    EXPECT_EQ(place.begun_unrecorded(), 0) << "after " << after;
  }
  EXPECT_GT(noticed, 3);
}

/// Tried again and again, while time goes on.
TEST_P(EngineOnAFaultyDisk, BeginsNothingHoweverOftenItIsCalled) {
  OnADisk place;
  place.rig.run_until_idle();
  const auto begun = place.rig.ran().size();
  GetParam().set(place.disk, 0);
  for (int hour = 1; hour <= 24; ++hour) EXPECT_FALSE(place.error_until(first_day + hours{hour}).empty()) << "hour " << hour;
  EXPECT_EQ(place.rig.ran().size(), begun);
}

INSTANTIATE_TEST_SUITE_P(Faults, EngineOnAFaultyDisk,
                         ::testing::Values(Kind{"Full", [](FaultyDisk& disk, int after) { disk.fill_up_after(after); }},
                                           Kind{"TornWrite", [](FaultyDisk& disk, int after) { disk.break_after(after); }},
                                           Kind{"NoSync", [](FaultyDisk& disk, int after) { disk.fail_to_sync_after(after / 6); }}),
                         [](const ::testing::TestParamInfo<Kind>& info) { return std::string{info.param.name}; });

TEST(EngineOnAFullDisk, SaysSo) {
  OnADisk place;
  place.rig.run_until_idle();
  place.disk.fill_up_after(0);
  EXPECT_THAT(place.error_until(first_day + days{1}), HasSubstr("disk is full"));
}

/// The last attempt of each instance that had ended before the power went, by component and interval.
std::map<std::pair<std::string, Instant>, int> times_begun(const Rig& rig) {
  std::map<std::pair<std::string, Instant>, int> times;
  for (const auto& ran : rig.ran()) ++times[{ran.component, ran.scheduled}];
  return times;
}

TEST(EngineAfterAPowerCut, RepeatsNothingThatHadEndedUnderFullDurability) {
  for (int minute = 0; minute <= 30; minute += 3) {
    OnADisk place;
    // A moment at which nothing runs any more, and then one somewhere in the next day's work.
    place.rig.advance_to(first_day + hours{12});
    const auto before = times_begun(place.rig);
    place.rig.advance_to(first_day + days{1} + minutes{minute});
    place.cut_power();
    EXPECT_EQ(place.begun_unrecorded(), 0) << "minute " << minute;

    place.rig.advance_to(first_day + days{day_count});
    EXPECT_EQ(place.rig.state(), PipelineState::finished) << "minute " << minute;
    const auto after = times_begun(place.rig);
    for (const auto& [instance, times] : before) EXPECT_EQ(after.at(instance), times) << instance.first << " minute " << minute;
  }
}

TEST(EngineAfterAPowerCut, DoesAgainWhatRelaxedDurabilityLostAndComesToTheSameEnd) {
  OnADisk place{Durability::relaxed};
  place.rig.advance_to(first_day + days{1} + hours{12});
  const auto before = times_begun(place.rig);
  place.cut_power();

  place.rig.advance_to(first_day + days{day_count});
  const auto after = times_begun(place.rig);
  EXPECT_EQ(after.size(), day_count * 2U);
  EXPECT_TRUE(std::any_of(before.begin(), before.end(), [&](const auto& each) { return after.at(each.first) > each.second; }))
      << "this cut takes nothing, and shows nothing";
}

}  // namespace
}  // namespace penstock::testing
