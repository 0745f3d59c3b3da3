// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_order.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "cli/commands.hpp"
#include "cli/recorded_instances.hpp"

namespace penstock::cli {

namespace {

/// Places of the objects of one pipeline; none if nobody here knows.
using Ranks = std::map<std::string, std::size_t, std::less<>>;

Ranks ranks_of(StoreReader& reader, const PipelineRow& row) {
  Ranks ranks;
  try {
    const auto plan = active_plan(reader, row);
    for (const auto index : plan->topological_order()) ranks.emplace((*plan)[index].id, ranks.size());
  } catch (const Refused&) {
    ranks.clear();  // a list in the order of the definition is better than none
  }
  return ranks;
}

/// Of a precondition instance, whose id ends with it, the owner's component.
std::string_view bearer_of(const RunSummary& run) {
  if (run.instance.owner == 0) return run.component_id;
  return std::string_view{run.id}.substr(run.id.rfind('@') + 1);
}

}  // namespace

void order_by_dependencies(std::vector<RunSummary>& runs, StoreReader& reader) {
  std::map<PipelineKey, Ranks> ranks;
  for (const auto& summary : reader.pipelines()) ranks.emplace(summary.pipeline.key, ranks_of(reader, summary.pipeline));
  using Place = std::tuple<Instant, PipelineKey, std::size_t, bool>;
  std::vector<std::pair<Place, std::size_t>> places;
  places.reserve(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& row = runs[i].instance;
    const auto& known = ranks[row.pipeline];
    const auto rank = known.find(bearer_of(runs[i]));
    const bool ranked = rank != known.end();
    places.emplace_back(Place{row.scheduled.start, row.pipeline, ranked ? rank->second : known.size(), ranked && row.owner != 0}, i);
  }
  std::sort(places.begin(), places.end());  // the number last, so that what is equal stays in its order
  std::vector<RunSummary> sorted;
  sorted.reserve(runs.size());
  for (const auto& [place, i] : places) sorted.push_back(std::move(runs[i]));
  runs = std::move(sorted);
}

}  // namespace penstock::cli
