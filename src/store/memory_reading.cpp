// SPDX-License-Identifier: Apache-2.0

/// The side of the memory store that people see.

#include <algorithm>
#include <array>
#include <tuple>

#include "penstock/lifecycle/scope.hpp"
#include "penstock/store/memory_store.hpp"
#include "store/memory_tables.hpp"

namespace penstock {

const MemoryStore::Tables::Pipeline* MemoryStore::Tables::find_pipeline(const std::string& name) const noexcept {
  for (const auto& [key, pipeline] : pipelines) {
    if (pipeline.row.name == name) return &pipeline;
  }
  return nullptr;
}

RunSummary MemoryStore::Tables::summary(const Pipeline& pipeline, const Instance& instance) const {
  const auto& row = instance.row;
  RunSummary result{.instance = row, .pipeline = pipeline.row.name};
  const auto component = pipeline.components.find(row.component);
  if (component == pipeline.components.end()) return result;
  result.component_id = component->second.id;
  result.type = component->second.type;
  result.kind = component->second.kind;
  std::string_view owner_id;
  if (const auto* owner = find_instance(row.owner)) {
    if (const auto found = pipeline.components.find(owner->row.component); found != pipeline.components.end()) owner_id = found->second.id;
  }
  result.id = instance_id(result.component_id, row.scheduled.start, owner_id);
  if (const auto* attempt = find_attempt(instance, row.attempts)) {
    result.error_id = attempt->error_id;
    result.error_message = attempt->error_message;
    result.log_directory = attempt->log_directory;
  }
  return result;
}

std::vector<PipelineSummary> MemoryStore::pipelines() {
  std::vector<PipelineSummary> result;
  for (const auto& [key, pipeline] : tables_->pipelines) {
    std::array<std::int64_t, static_cast<std::size_t>(Status::timedout) + 1> counts{};
    for (std::size_t i = 0; i < tables_->instances.size(); ++i) {
      const auto& row = tables_->instances[i].row;
      if (row.key != 0 && row.pipeline == key && row.owner == 0) ++counts[static_cast<std::size_t>(row.status)];
    }
    auto& summary = result.emplace_back();
    summary.pipeline = pipeline.row;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 0) summary.instances.emplace_back(static_cast<Status>(i), counts[i]);
    }
  }
  return result;
}

std::vector<RunSummary> MemoryStore::runs(const RunFilter& filter) {
  struct Line {
    std::tuple<Instant, PipelineKey, std::uint32_t, InstanceKey, bool, std::uint32_t, InstanceKey> place;  // S-86
    RunSummary run;
  };
  std::vector<Line> lines;
  for (std::size_t i = 0; i < tables_->instances.size(); ++i) {
    const auto& instance = tables_->instances[i];
    const auto& row = instance.row;
    const auto pipeline = tables_->pipelines.find(row.pipeline);
    if (row.key == 0 || pipeline == tables_->pipelines.end()) continue;
    const auto& components = pipeline->second.components;
    const auto component = components.find(row.component);
    if (component == components.end()) continue;
    const bool wanted =
        (filter.pipeline.empty() || pipeline->second.row.name == filter.pipeline) &&
        (filter.component_id.empty() || component->second.id == filter.component_id) &&
        (filter.statuses.empty() || std::find(filter.statuses.begin(), filter.statuses.end(), row.status) != filter.statuses.end()) &&
        (!filter.from || row.scheduled.start >= *filter.from) && (!filter.to || row.scheduled.start <= *filter.to) &&
        (filter.preconditions || row.owner == 0);
    if (!wanted) continue;
    const auto order = component->second.order;
    auto place = std::tuple{row.scheduled.start, row.pipeline, order, row.key, row.owner != 0, order, row.key};
    if (const auto* owner = tables_->find_instance(row.owner)) {
      const auto found = components.find(owner->row.component);
      if (found != components.end()) std::get<2>(place) = found->second.order;
      std::get<3>(place) = row.owner;
    }
    lines.push_back({place, tables_->summary(pipeline->second, instance)});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.place < b.place; });
  std::vector<RunSummary> result;
  result.reserve(lines.size());
  for (auto& line : lines) result.push_back(std::move(line.run));
  return result;
}

std::optional<RunSummary> MemoryStore::run(const std::string& pipeline, const std::string& instance_id) {
  RunFilter filter;
  filter.pipeline = pipeline;
  if (pipeline.empty()) return std::nullopt;
  for (auto& run : runs(filter)) {
    if (run.id == instance_id) return std::move(run);
  }
  return std::nullopt;
}

std::vector<AttemptRow> MemoryStore::attempts(InstanceKey instance) {
  std::vector<AttemptRow> result;
  if (const auto* found = tables_->find_instance(instance)) {
    for (auto at = found->newest_attempt; at != 0; at = tables_->attempts[at - 1].older) result.push_back(tables_->attempts[at - 1].row);
  }
  std::sort(result.begin(), result.end(), [](const AttemptRow& a, const AttemptRow& b) { return a.number < b.number; });
  return result;
}

std::vector<ComponentRow> MemoryStore::components(const std::string& pipeline) {
  std::vector<ComponentRow> result;
  if (const auto* found = tables_->find_pipeline(pipeline)) {
    for (const auto& [index, row] : found->components) result.push_back(row);
  }
  return result;
}

std::vector<ActionRow> MemoryStore::actions(const std::string& pipeline) {
  std::vector<ActionRow> result;
  const auto* found = tables_->find_pipeline(pipeline);
  if (found == nullptr) return result;
  for (std::size_t i = 0; i < tables_->actions.size(); ++i) {
    const auto& action = tables_->actions[i];
    if (action.key != 0 && action.pipeline == found->row.key) result.push_back(action);
  }
  return result;
}

std::optional<DefinitionRow> MemoryStore::definition(const std::string& pipeline, std::int32_t version) {
  const auto* found = tables_->find_pipeline(pipeline);
  if (found == nullptr) return std::nullopt;
  const auto definition = found->definitions.find(version);
  if (definition == found->definitions.end()) return std::nullopt;
  return definition->second;
}

}  // namespace penstock
