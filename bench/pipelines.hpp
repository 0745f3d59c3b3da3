// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pipelines of activities that do nothing, so that all that is measured is what the engine adds.

#include <cstdint>

#include "bench/layered_graph.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/engine/handlers.hpp"

namespace penstock::bench {

/// One run, on demand: each step after the one before.
[[nodiscard]] Definition chain_on_demand(std::int64_t steps);

/// One activity in so many intervals that are all due, of which each begins when the one before has ended.
[[nodiscard]] Definition chain_of_intervals(std::int64_t intervals);

/// So many activities, of which all wait for the first, in so many intervals that are all due.
[[nodiscard]] Definition fan_out(std::int64_t activities, std::int64_t intervals);

/// So many activities that wait for nobody, in so many intervals, an hour each, that are all due.
[[nodiscard]] Definition independent(std::int64_t activities, std::int64_t intervals);

/// The graph once per interval, an hour each; all are due.
[[nodiscard]] Definition layered(const LayeredGraph& graph, std::int64_t intervals);

/// With the function that all of these activities call.
[[nodiscard]] Handlers doing_nothing();

}  // namespace penstock::bench
