// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What else runs a graph of tasks in memory. Both remember nothing, and each node only notes that it ran.

#include <cstdint>
#include <functional>
#include <vector>

#include "bench/layered_graph.hpp"

namespace penstock::bench {

/// Builds so many copies of the graph, calls `constructed`, runs every node after those it waits for. Returns a 1 for each node that ran.
std::vector<unsigned char> run_flow_graph(const LayeredGraph& graph, std::uint32_t copies, const std::function<void()>& constructed);

/// The same with an array of successors and a counter for each node, whose ready nodes are passed to oneTBB in batches.
std::vector<unsigned char> run_counters(const LayeredGraph& graph, std::uint32_t copies, const std::function<void()>& constructed);

}  // namespace penstock::bench
