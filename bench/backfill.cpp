// SPDX-License-Identifier: Apache-2.0
/// A year of an hourly schedule for a hundred components, all of it due at once: 876,000 instances that do nothing, in memory.

#include "bench/counting_store.hpp"
#include "bench/measuring.hpp"
#include "bench/memory.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

Figures run_engine(const Site& site) {
  constexpr std::int64_t components = 100;
  const std::int64_t intervals = site.scaled(365 * 24, 24);
  const std::int64_t count = components * intervals;
  const Stopwatch watch;
  MemoryStore in_memory;
  CountingStore store{in_memory};
  TbbExecutor executor;
  Engine engine{store, executor, doing_nothing()};
  engine.deploy(independent(components, intervals));
  engine.run();
  const Figures figures{{"instance", watch.seconds() / static_cast<double>(count)}, {"peak", static_cast<double>(peak_resident_bytes())}};
  insist_equal(store.so_far().finished, count, "finished attempts recorded");
  return figures;
}

}  // namespace

Subject backfill() {
  return {.programs = {{"backfill", run_engine}},
          .rows = {
              {"backfill of a year, an instance", {"backfill", "instance"}, "the DAG of this table, a node", {"dag", "node"}, Ratio{1.5}},
              {"backfill of a year, whole process", {"backfill", "peak"}, "", {}, Bytes{64e6}, Unit::bytes},
          }};
}

}  // namespace penstock::bench
