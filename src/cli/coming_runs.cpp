// SPDX-License-Identifier: Apache-2.0
#include "cli/coming_runs.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/commands.hpp"
#include "cli/recorded_instances.hpp"

namespace penstock::cli {

namespace {

/// Null where nothing comes: the pipeline is not SCHEDULED, or its definition cannot be compiled here.
std::shared_ptr<const Plan> plan_of_what_comes(StoreReader& reader, const PipelineRow& pipeline) {
  if (pipeline.state != PipelineState::scheduled) return nullptr;
  try {
    return active_plan(reader, pipeline);
  } catch (const Refused&) {
    return nullptr;
  }
}

void look_ahead(ComponentSummary& summary, const Plan& plan) {
  const auto component = plan.find(summary.row.id);
  if (!component || !plan[*component].calendar) return;
  const auto& [recurrence, type, declared] = *plan[*component].calendar;
  const auto total = count(recurrence, type);
  if (total && summary.row.next_interval >= *total) return;
  summary.next = interval(recurrence, summary.row.next_interval);
  summary.due = due_time(recurrence, type, summary.row.next_interval);
}

}  // namespace

std::vector<ComponentSummary> components_of(StoreReader& reader, const PipelineRow& pipeline) {
  const auto plan = plan_of_what_comes(reader, pipeline);
  std::vector<ComponentSummary> result;
  for (auto& row : reader.components(pipeline.name)) {
    if (!is_runnable(row.kind)) continue;
    auto& summary = result.emplace_back();
    summary.row = std::move(row);
    if (plan != nullptr) look_ahead(summary, *plan);
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.row.order < b.row.order; });
  return result;
}

Health health_of(const std::vector<ComponentSummary>& components) {
  auto health = Health::none;
  for (const auto& each : components) health = std::max(health, each.row.health);
  return health;
}

std::optional<Instant> next_due(const std::vector<ComponentSummary>& components) {
  std::optional<Instant> first;
  for (const auto& each : components) {
    if (each.next && (!first || each.due < *first)) first = each.due;
  }
  return first;
}

}  // namespace penstock::cli
