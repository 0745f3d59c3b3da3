// SPDX-License-Identifier: Apache-2.0
/// From opening a store of a million instances, of which a tenth is not finished, to the beginning of the first activity; and what five
/// million finished ones more do to that.
///
/// The stores are written through the port, as an engine would have, once for all rounds. What a round starts is lost with it, so that the
/// next one finds that too: an attempt that was under way when the engine before it went.

#include <fmt/format.h>

#include <atomic>
#include <chrono>

#include "bench/bare_sqlite.hpp"
#include "bench/measuring.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

constexpr std::int64_t components = 100;

/// How many there are of each component.
struct History {
  std::int64_t finished = 0;
  std::int64_t live = 0;
};

History history(const Site& site, std::int64_t more) { return {.finished = site.scaled(9'000 + more, 90), .live = site.scaled(1'000, 10)}; }

/// Hours of which the last one is due when the clock stands at `now`.
struct Calendar {
  Instant start = utc("1900-01-01");
  [[nodiscard]] Interval hour(std::int64_t number) const {
    return {start + std::chrono::hours{number}, start + std::chrono::hours{number + 1}};
  }
};

/// An engine that never starts anything.
void deploy_only(const std::filesystem::path& file, const Definition& definition) {
  SqliteStore store{file};
  InlineExecutor executor;
  const SystemClock long_ago{utc("1899-01-01") - std::chrono::floor<Duration>(std::chrono::system_clock::now())};
  EngineOptions options;
  options.clock = &long_ago;
  Engine engine{store, executor, doing_nothing(), options};
  engine.deploy(definition);
}

void add_instance(Batch& batch, const PipelineRow& pipeline, ComponentIndex component, std::int64_t interval, bool finished) {
  const auto hour = Calendar{}.hour(interval);
  InstanceRow row;
  row.key = interval * components + component + 1;
  row.pipeline = pipeline.key;
  row.component = component;
  row.interval = interval;
  row.version = pipeline.active_version;
  row.status = finished ? Status::finished : Status::waiting_for_runner;
  row.cause = finished ? Cause::attempt_succeeded : Cause::dependencies_satisfied;
  row.live = !finished;
  row.attempts = finished ? 1 : 0;
  row.scheduled = hour;
  row.due = hour.start;
  row.released = hour.start;
  if (finished) {
    row.ended = hour.end;
    batch.attempts.push_back(
        {.instance = row.key, .number = 1, .status = AttemptStatus::finished, .started = hour.start, .ended = hour.end});
  }
  batch.instances.push_back(row);
}

void write_history(const std::filesystem::path& file, const History& wanted) {
  SqliteStore store{file, {.durability = Durability::relaxed}};
  const auto snapshot = store.open("history");
  const auto& pipeline = snapshot.pipelines.front();
  Batch batch;
  const auto intervals = wanted.finished + wanted.live;
  for (std::int64_t interval = 0; interval < intervals; ++interval) {
    for (const auto& component : pipeline.components)
      if (component.kind == Kind::activity)
        add_instance(batch, pipeline.pipeline, component.component, interval, interval < wanted.finished);
    constexpr std::size_t rows_of_a_commit = 10'000;
    if (batch.instances.size() >= rows_of_a_commit) {
      store.commit(batch);
      batch.clear();
    }
  }
  for (auto component : pipeline.components) {
    component.next_interval = component.kind == Kind::activity ? intervals : 0;
    batch.components.push_back(component);
  }
  store.commit(batch);
}

/// The store, written if it is not there yet.
std::filesystem::path store_with(const Site& site, const History& wanted) {
  auto file = site.shared / fmt::format("{}-and-{}.db", wanted.finished, wanted.live);
  if (std::filesystem::exists(file)) return file;
  auto half_written = site.shared / "half-written.db";
  deploy_only(half_written, independent(components, wanted.finished + wanted.live));
  write_history(half_written, wanted);
  BareSqlite{half_written}.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::rename(half_written, file);
  return file;
}

Figures run_engine(const Site& site, std::int64_t more) {
  const auto wanted = history(site, more);
  const auto file = store_with(site, wanted);
  std::atomic<bool> started = false;
  std::atomic<double> seconds = 0;
  std::stop_source stop;
  TbbExecutor executor;
  const Stopwatch watch;
  Handlers handlers;
  handlers.function("nothing", [&](ActivityContext&) {
    if (started.exchange(true)) return;
    seconds = watch.seconds();
    stop.request_stop();
  });
  EngineOptions options;
  options.max_computing = 1;
  options.max_live_instances = 1'000'000;
  SqliteStore store{file};
  Engine engine{store, executor, std::move(handlers), options};
  engine.run(stop.get_token());
  insist(started, "no activity was started");
  return {{"first start", seconds}};
}

constexpr std::int64_t columns_of_an_instance = 20;

/// All columns of the rows that are live, in the order of their keys, through the index of live rows.
Figures run_bare(const Site& site) {
  const auto wanted = history(site, 0);
  const auto file = store_with(site, wanted);
  const Stopwatch watch;
  BareSqlite database{file};
  BareStatement live{database, "SELECT * FROM instance WHERE live = 1 AND pipeline = 1 ORDER BY key"};
  const auto values = live.read();
  const Figures figures{{"first start", watch.seconds()}};
  insist_equal(static_cast<std::int64_t>(values.size()) / columns_of_an_instance, wanted.live * components, "live instances");
  return figures;
}

constexpr std::int64_t five_million = 50'000;  // of each component

}  // namespace

Subject reopen() {
  return {.programs = {{"reopen", [](const Site& site) { return run_engine(site, 0); }},
                       {"reopen-bare", run_bare},
                       {"reopen-long", [](const Site& site) { return run_engine(site, five_million); }, 5, true}},
          .rows = {
              {"reopen 1,000,000, until the first start",
               {"reopen", "first start"},
               "bare SQLite reading the live tenth",
               {"reopen-bare", "first start"},
               Ratio{2}},
              {"reopen 6,000,000, until the first start",
               {"reopen-long", "first start"},
               "the same with 1,000,000",
               {"reopen", "first start"},
               Ratio{1.2}},
          }};
}

}  // namespace penstock::bench
