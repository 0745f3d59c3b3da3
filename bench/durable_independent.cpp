// SPDX-License-Identifier: Apache-2.0
/// Activities that wait for nobody, a thousand in flight. Of each is recorded that it is there, that it began, and that it ended, in three
/// commits that it shares with others.

#include <algorithm>

#include "bench/bare_sqlite.hpp"
#include "bench/counting_store.hpp"
#include "bench/measuring.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

constexpr std::int64_t in_flight = 1'000;
constexpr std::int64_t activities_per_interval = 100;

std::int64_t activities(const Site& site) { return site.scaled(200'000, 2'000); }

Figures run_engine(const Site& site) {
  const auto count = activities(site);
  const auto file = site.folder / "engine.db";
  std::filesystem::remove(file);
  Figures figures;
  {
    SqliteStore on_disk{file};
    CountingStore store{on_disk};
    TbbExecutor executor;
    EngineOptions options;
    options.max_computing = in_flight;
    Engine engine{store, executor, doing_nothing(), options};
    const Stopwatch watch;
    engine.deploy(independent(activities_per_interval, count / activities_per_interval));
    engine.run();
    figures["activity"] = watch.seconds() / static_cast<double>(count);
    insist_equal(store.so_far().finished, count, "finished attempts recorded");
    insist_equal(store.so_far().attempts, 2 * count, "rows of attempts written");
    insist(store.so_far().instances >= 3 * count, "transitions of instances were not recorded one by one");
  }
  figures["bytes"] = static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(count);
  return figures;
}

enum class Attempts { as_rows, as_columns };

/// Commits of a thousand that are there, a thousand that begin and a thousand that end.
Figures run_bare(const Site& site, Attempts attempts) {
  const auto count = activities(site);
  const auto file = site.folder / "bare.db";
  std::filesystem::remove(file);
  BareSqlite database{file};
  BareTables tables{database};
  const auto each = [count](std::int64_t group, const auto& write) {
    const auto last = std::min((group + 1) * in_flight, count);
    for (auto key = std::max<std::int64_t>(group * in_flight, 0) + 1; key <= last; ++key) write(key, milliseconds_now());
  };
  const bool rows = attempts == Attempts::as_rows;
  const Stopwatch watch;
  for (std::int64_t group = 0; (group - 2) * in_flight < count; ++group) {
    tables.begin.run();
    each(group - 2, [&](std::int64_t key, std::int64_t now) {
      tables.finish.run({now, key});
      if (rows) tables.finish_attempt.run({now, key});
    });
    each(group - 1, [&](std::int64_t key, std::int64_t now) {
      tables.start.run({now, key});
      if (rows) tables.start_attempt.run({key, now});
    });
    each(group, [&](std::int64_t key, std::int64_t now) { tables.schedule.run({key, key % activities_per_interval, now}); });
    tables.commit.run();
  }
  const Figures figures{{"activity", watch.seconds() / static_cast<double>(count)}};
  insist_equal(database.integer("SELECT count(*) FROM instance WHERE status = 2 AND ended >= started"), count, "finished instances");
  insist_equal(database.integer("SELECT count(*) FROM attempt WHERE status = 1"), rows ? count : 0, "finished attempts");
  return figures;
}

}  // namespace

Subject durable_independent() {
  return {.programs = {{"durable-independent", run_engine},
                       {"bare-independent", [](const Site& site) { return run_bare(site, Attempts::as_rows); }},
                       {"bare-narrow", [](const Site& site) { return run_bare(site, Attempts::as_columns); }}},
          .rows = {
              {"durable independent activities, each",
               {"durable-independent", "activity"},
               "bare SQLite, instances and attempts",
               {"bare-independent", "activity"},
               at_least(0.7)},
              {"the same", {"durable-independent", "activity"}, "bare SQLite, instances only", {"bare-narrow", "activity"}, at_least(0.7)},
              {"database, an activity", {"durable-independent", "bytes"}, "", {}, NoGoal{}, Unit::bytes},
          }};
}

}  // namespace penstock::bench
