// SPDX-License-Identifier: Apache-2.0
#include "cli/timeline.hpp"

#include <algorithm>
#include <utility>

namespace penstock::cli {

namespace {

/// A data node that is FINISHED tells nothing that its producers do not tell; a resource that nobody needed never was.
bool is_told(const RunSummary& run) {
  if (run.kind == Kind::activity) return true;
  if (run.kind == Kind::resource) return run.instance.attempts > 0 || !is_done(run.instance.status);
  return run.kind == Kind::data_node && !is_done(run.instance.status);
}

bool waits(Status status) {
  return status == Status::waiting_on_dependencies || status == Status::waiting_for_runner || status == Status::paused;
}

}  // namespace

Timeline::Timeline(const Plan& plan, StoreReader& reader, const std::string& pipeline)
    : plan_{plan}, reader_{reader}, by_interval_(plan.components().size()) {
  RunFilter filter;
  filter.pipeline = pipeline;
  runs_ = reader.runs(filter);
  std::vector<std::pair<Instant, std::size_t>> order;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const auto& row = runs_[i].instance;
    if (row.owner != 0) {
      checks_[row.owner].push_back(i);
      continue;
    }
    by_interval_[row.component][row.interval] = i;
    if (!is_told(runs_[i])) continue;
    const auto attempts = row.attempts > 0 ? reader.attempts(row.key) : std::vector<AttemptRow>{};
    order.emplace_back(attempts.empty() ? row.released : attempts.front().started, i);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [at, place] : order) places_.push_back(place);
}

Timeline::Line Timeline::line(std::size_t n) const {
  Line line{.run = runs_[places_[n]]};
  if (line.run.instance.attempts > 0) line.attempts = reader_.attempts(line.run.instance.key);
  if (!line.attempts.empty()) line.began = line.attempts.front().started;
  line.waited_for = waited_for(line.run, line.began);
  return line;
}

/// Instances that it waits for by plan and its preconditions; those that are not there yet are missing.
std::vector<const RunSummary*> Timeline::awaited(const RunSummary& run) const {
  std::vector<const RunSummary*> found;
  const auto& component = plan_[run.instance.component];
  const auto add = [&](ComponentIndex other, IntervalRange range) {
    for (auto n = range.first; n < range.last; ++n) {
      const auto place = by_interval_[other].find(n);
      if (place != by_interval_[other].end()) found.push_back(&runs_[place->second]);
    }
  };
  for (const auto dependency : component.dependencies) add(dependency, matching(component, run.instance.interval, plan_[dependency]));
  if (const auto checks = checks_.find(run.instance.key); checks != checks_.end()) {
    for (const auto place : checks->second) found.push_back(&runs_[place]);
  }
  return found;
}

std::vector<std::string> Timeline::waited_for(const RunSummary& run, std::optional<Instant> began) const {
  std::vector<std::string> ids;
  const auto others = awaited(run);
  if (waits(run.instance.status)) {
    for (const auto* other : others) {
      if (!is_done(other->instance.status)) ids.push_back(other->id);
    }
    return ids;
  }
  const RunSummary* last = nullptr;
  for (const auto* other : others) {
    if (!other->instance.ended || *other->instance.ended <= run.instance.released) continue;
    if (last == nullptr || *other->instance.ended > *last->instance.ended) last = other;
  }
  if (last != nullptr) {
    ids.push_back(last->id);
  } else if (const auto resource = plan_[run.instance.component].runs_on; resource && began && *began > run.instance.released) {
    ids.push_back(plan_[*resource].id);
  }
  return ids;
}

}  // namespace penstock::cli
