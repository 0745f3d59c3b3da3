// SPDX-License-Identifier: Apache-2.0
/// A million activities that do nothing, layers of fifty in which each waits for four, in memory: from nothing to all done.
///
/// The engine gets the graph as people draw it: a thousand activities, in a thousand intervals. Its peers get the same nodes and edges.

#include "bench/counting_store.hpp"
#include "bench/layered_graph.hpp"
#include "bench/measuring.hpp"
#include "bench/memory.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "bench/task_graphs.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

constexpr LayeredGraph graph{20, 50};

std::uint32_t copies(const Site& site) { return static_cast<std::uint32_t>(site.scaled(1'000, 5)); }

Figures run_engine(const Site& site) {
  const std::int64_t count = std::int64_t{graph.nodes()} * copies(site);
  const Stopwatch watch;
  MemoryStore in_memory;
  CountingStore store{in_memory};
  TbbExecutor executor;
  Engine engine{store, executor, doing_nothing()};
  engine.deploy(layered(graph, copies(site)));
  engine.run();
  const Figures figures{{"node", watch.seconds() / static_cast<double>(count)}};
  insist_equal(store.so_far().finished, count, "finished attempts recorded");
  return figures;
}

Figures run_peer(const Site& site, std::vector<unsigned char> (*run)(const LayeredGraph&, std::uint32_t, const std::function<void()>&)) {
  const std::int64_t count = std::int64_t{graph.nodes()} * copies(site);
  const auto before = resident_bytes();
  double constructed = 0;
  std::int64_t holds = 0;
  const Stopwatch construction;
  Stopwatch execution;
  const auto done = run(graph, copies(site), [&] {
    constructed = construction.seconds();
    holds = resident_bytes() - before;
    execution = {};
  });
  const double seconds = constructed + execution.seconds();
  std::int64_t ran = 0;
  for (const auto each : done) ran += each;
  insist_equal(ran, count, "nodes that ran");
  return {{"node", seconds / static_cast<double>(count)}, {"bytes", static_cast<double>(holds) / static_cast<double>(count)}};
}

}  // namespace

Subject dag() {
  return {.programs = {{"dag", run_engine},
                       {"flow-graph", [](const Site& site) { return run_peer(site, run_flow_graph); }},
                       {"counters", [](const Site& site) { return run_peer(site, run_counters); }}},
          .rows = {
              {"in-memory DAG, a node", {"dag", "node"}, "oneTBB flow graph", {"flow-graph", "node"}, Ratio{0.75}},
              {"the same", {"dag", "node"}, "hand-written counters on oneTBB", {"counters", "node"}},
          }};
}

}  // namespace penstock::bench
