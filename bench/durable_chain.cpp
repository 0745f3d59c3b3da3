// SPDX-License-Identifier: Apache-2.0
/// Steps that begin one after the other, each when the end of the one before is on the disk: one commit for each.
///
/// All sides do it twice and are measured the second time. The first time the write-ahead log grows to its full length; growing a file
/// costs a commit of the file system as well, and what that takes depends on what else the machine writes.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/bare_sqlite.hpp"
#include "bench/counting_store.hpp"
#include "bench/measuring.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

using Times = std::vector<std::chrono::steady_clock::time_point>;

std::int64_t steps(const Site& site) { return site.scaled(2'000, 50); }

/// From the end of a step, which makes the next one ready, to the beginning of the next.
Figures latencies(const Times& begun, const Times& ended) {
  std::vector<double> seconds;
  for (std::size_t next = 1; next < begun.size(); ++next)
    seconds.push_back(std::chrono::duration<double>(begun[next] - ended[next - 1]).count());
  std::sort(seconds.begin(), seconds.end());
  return {{"median latency", seconds[seconds.size() / 2]}, {"p99 latency", seconds[seconds.size() * 99 / 100]}};
}

Figures run_engine(const Site& site) {
  const auto count = steps(site);
  Times begun, ended;
  begun.reserve(static_cast<std::size_t>(count));
  ended.reserve(static_cast<std::size_t>(count));
  Handlers handlers;
  handlers.function("nothing", [&](ActivityContext&) {
    begun.push_back(std::chrono::steady_clock::now());
    ended.push_back(std::chrono::steady_clock::now());
  });

  const auto file = site.folder / "engine.db";
  std::filesystem::remove(file);
  SqliteStore on_disk{file};
  CountingStore store{on_disk};
  TbbExecutor executor;
  Engine engine{store, executor, std::move(handlers)};
  const auto definition = chain_on_demand(count);
  engine.deploy(definition);
  engine.run();
  begun.clear();
  ended.clear();
  engine.activate(PipelineId{definition.name});
  const auto before = store.so_far();
  const Stopwatch watch;
  engine.run();
  Figures figures{{"step", watch.seconds() / static_cast<double>(count)}};

  insist_equal(static_cast<std::int64_t>(ended.size()), count, "steps");
  insist_equal(store.so_far().finished - before.finished, count, "finished attempts recorded");
  // One to begin the first step, and one for the end of each.
  insist(store.so_far().commits - before.commits >= count + 1, "a step began before the end of the last was committed");
  figures.merge(latencies(begun, ended));
  return figures;
}

/// The rows of one commit: a step ends, and the next one begins.
void record(BareTables& tables, std::int64_t ends, std::int64_t begins) {
  const auto now = milliseconds_now();
  tables.begin.run();
  if (ends > 0) {
    tables.finish.run({now, ends});
    tables.finish_attempt.run({now, ends});
  }
  if (begins > 0) {
    tables.start.run({now, begins});
    tables.start_attempt.run({begins, now});
  }
  tables.commit.run();
}

void schedule(BareTables& tables, std::int64_t count) {
  tables.begin.run();
  for (std::int64_t key = 1; key <= count; ++key) tables.schedule.run({key, key, milliseconds_now()});
  tables.commit.run();
}

void do_steps(BareTables& tables, std::int64_t first, std::int64_t last) {
  record(tables, 0, first);
  for (std::int64_t key = first; key <= last; ++key) record(tables, key, key < last ? key + 1 : 0);
}

/// The steps do nothing and the program does them itself.
Figures run_bare(const Site& site) {
  const auto count = steps(site);
  const auto file = site.folder / "bare.db";
  std::filesystem::remove(file);
  BareSqlite database{file};
  BareTables tables{database};
  schedule(tables, 2 * count);
  do_steps(tables, 1, count);
  const Stopwatch watch;
  do_steps(tables, count + 1, 2 * count);
  const Figures figures{{"step", watch.seconds() / static_cast<double>(count)}};
  insist_equal(database.integer("SELECT count(*) FROM instance WHERE status = 2 AND ended >= started"), 2 * count, "finished instances");
  insist_equal(database.integer("SELECT count(*) FROM attempt WHERE status = 1"), 2 * count, "finished attempts");
  return figures;
}

/// A thread that sleeps until there is a step to do.
class Worker {
 public:
  explicit Worker(Times& begun) : begun_{begun}, thread_{[this](const std::stop_token& stop) { serve(stop); }} {}

  /// Wakes it and waits until it has done the step.
  void do_step() {
    std::unique_lock lock{mutex_};
    step_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !step_; });
  }

 private:
  void serve(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    while (changed_.wait(lock, stop, [this] { return step_; })) {
      begun_.push_back(std::chrono::steady_clock::now());
      step_ = false;
      changed_.notify_all();
    }
  }

  Times& begun_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool step_ = false;
  std::jthread thread_;  // last: it uses the others
};

/// The commit that justifies a step, then waking the thread that does it.
Figures run_bare_wake_up(const Site& site) {
  const auto count = steps(site);
  const auto file = site.folder / "wake-up.db";
  std::filesystem::remove(file);
  BareSqlite database{file};
  BareTables tables{database};
  schedule(tables, 2 * count);
  do_steps(tables, 1, count);
  Times begun, ready;
  Worker worker{begun};
  for (std::int64_t key = count + 1; key <= 2 * count; ++key) {
    ready.push_back(std::chrono::steady_clock::now());
    record(tables, key - 1, key);
    worker.do_step();
  }
  insist_equal(static_cast<std::int64_t>(begun.size()), count, "steps");
  // `latencies` takes them from the end of the step before.
  ready.erase(ready.begin());
  return latencies(begun, ready);
}

}  // namespace

Subject durable_chain() {
  return {.programs = {{"durable-chain", run_engine}, {"bare-chain", run_bare}, {"bare-wake-up", run_bare_wake_up}},
          .rows = {
              {"durable chain, a step", {"durable-chain", "step"}, "bare SQLite, the same commits", {"bare-chain", "step"}, at_least(0.9)},
              {"ready to start, durable, median",
               {"durable-chain", "median latency"},
               "bare commit and wake-up",
               {"bare-wake-up", "median latency"},
               Ratio{1.3}},
              {"ready to start, durable, p99",
               {"durable-chain", "p99 latency"},
               "bare commit and wake-up",
               {"bare-wake-up", "p99 latency"},
               Ratio{2}},
          }};
}

}  // namespace penstock::bench
