// SPDX-License-Identifier: Apache-2.0
#include "penstock/store/memory_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "store/memory_tables.hpp"
#include "store/nonsense.hpp"

namespace penstock {

MemoryStore::MemoryStore() : tables_{std::make_unique<Tables>()} {}
MemoryStore::~MemoryStore() = default;
MemoryStore::MemoryStore(MemoryStore&&) noexcept = default;
MemoryStore& MemoryStore::operator=(MemoryStore&&) noexcept = default;

Snapshot MemoryStore::open(const std::string& holder) {
  if (tables_->held) throw StoreBusy{fmt::format("the memory store is in use by {}", tables_->holder)};
  Snapshot result;
  for (const auto& [key, pipeline] : tables_->pipelines) result.pipelines.push_back(tables_->snapshot(pipeline));
  for (std::size_t i = 0; i < tables_->actions.size(); ++i) {
    const auto& action = tables_->actions[i];
    if (action.key == 0 || action.status != ActionStatus::fired) continue;
    if (const auto* node = tables_->find_instance(action.node)) result.actions.push_back({action, node->row});
  }
  result.last_pipeline = tables_->last_pipeline;
  result.last_instance = static_cast<InstanceKey>(tables_->instances.size());
  result.last_action = static_cast<ActionKey>(tables_->actions.size());
  tables_->holder = holder;
  tables_->held = true;
  return result;
}

void MemoryStore::close() noexcept { tables_->held = false; }

void MemoryStore::commit(const Batch& batch) {
  if (!tables_->held) throw StoreError{"the memory store is not open"};
  // Everything that can be refused is refused first: nothing is taken back here.
  refuse_nonsense(batch);
  for (const auto& row : batch.pipelines) {
    tables_->pipelines[row.key].row = row;
    tables_->last_pipeline = std::max(tables_->last_pipeline, row.key);
  }
  for (const auto& row : batch.definitions) tables_->pipelines[row.pipeline].definitions[row.version] = row;
  for (const auto& row : batch.components) tables_->pipelines[row.pipeline].components[row.component] = row;
  for (const auto& row : batch.runs) tables_->pipelines[row.pipeline].runs[row.run] = row;
  for (const auto& row : batch.instances) tables_->write(row);
  for (const auto& row : batch.attempts) tables_->write(row);
  for (const auto& row : batch.actions) tables_->write(row);
  for (const auto key : batch.removed) tables_->remove(key);
}

std::vector<InstanceRow> MemoryStore::recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) {
  std::vector<InstanceRow> result;
  for (std::size_t i = 0; i < tables_->instances.size(); ++i) {
    const auto& row = tables_->instances[i].row;
    const bool wanted = result.empty() ? row.key != 0 && row.owner == 0 && row.pipeline == pipeline && row.component == component &&
                                             row.interval == interval
                                       : row.owner == result.front().key;
    if (wanted) result.push_back(row);
  }
  return result;
}

std::optional<RunRow> MemoryStore::find_run(PipelineKey pipeline, Instant at) {
  const auto found = tables_->pipelines.find(pipeline);
  if (found == tables_->pipelines.end()) return std::nullopt;
  const auto& runs = found->second.runs;
  const auto run = std::find_if(runs.begin(), runs.end(), [&](const auto& each) { return each.second.at == at; });
  return run == runs.end() ? std::nullopt : std::optional{run->second};
}

Pruned MemoryStore::prune(Instant before, InstanceKey after, std::int64_t limit) {
  std::set<InstanceKey> needed;
  for (std::size_t i = 0; i < tables_->instances.size(); ++i) {
    const auto& row = tables_->instances[i].row;
    if (row.live) needed.insert(row.blamed);
  }
  for (std::size_t i = 0; i < tables_->actions.size(); ++i) {
    const auto& action = tables_->actions[i];
    const auto* node = action.status == ActionStatus::fired ? tables_->find_instance(action.node) : nullptr;
    if (node != nullptr) needed.insert({node->row.key, node->row.owner});
  }
  Pruned result{.reached = after, .instances = 0, .done = true};
  std::set<InstanceKey> gone;
  for (auto i = static_cast<std::size_t>(after); i < tables_->instances.size(); ++i) {
    const auto& row = tables_->instances[i].row;
    if (row.key == 0 || row.owner != 0) continue;
    // Keys are handed out in the order of release, and nothing ends before it was released.
    if (row.released >= before) break;
    if (limit-- == 0) {
      result.done = false;
      break;
    }
    result.reached = row.key;
    if (row.live || !row.ended || *row.ended >= before || needed.contains(row.key)) continue;
    gone.insert(row.key);
    ++result.instances;
  }
  tables_->remove(gone);
  return result;
}

std::string MemoryStore::identity() const { return fmt::format("memory-{}-{}", ::getpid(), fmt::ptr(tables_.get())); }

void MemoryStore::Tables::write(const InstanceRow& row) {
  const auto position = static_cast<std::size_t>(row.key - 1);
  instances.grow(position + 1);
  instances[position].row = row;
}

void MemoryStore::Tables::write(const AttemptRow& row) {
  const auto position = static_cast<std::size_t>(row.instance - 1);
  instances.grow(position + 1);
  auto& newest = instances[position].newest_attempt;
  for (auto at = newest; at != 0; at = attempts[at - 1].older) {
    if (attempts[at - 1].row.number == row.number) {
      attempts[at - 1].row = row;
      return;
    }
  }
  attempts.grow(attempts.size() + 1);
  attempts[attempts.size() - 1] = {row, newest};
  newest = static_cast<std::uint32_t>(attempts.size());
}

void MemoryStore::Tables::write(const ActionRow& row) {
  const auto position = static_cast<std::size_t>(row.key - 1);
  actions.grow(position + 1);
  actions[position] = row;
}

/// Places stay empty: keys are never used twice.
void MemoryStore::Tables::remove(PipelineKey pipeline) {
  pipelines.erase(pipeline);
  for (std::size_t i = 0; i < instances.size(); ++i) {
    if (instances[i].row.pipeline == pipeline) remove(instances[i]);
  }
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (actions[i].pipeline == pipeline) actions[i] = {};
  }
}

void MemoryStore::Tables::remove(const std::set<InstanceKey>& gone) {
  if (gone.empty()) return;
  std::set<std::pair<PipelineKey, std::int64_t>> intervals;
  std::set<InstanceKey> all = gone;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    auto& instance = instances[i];
    if (!gone.contains(instance.row.key) && !gone.contains(instance.row.owner)) continue;
    all.insert(instance.row.key);
    intervals.insert({instance.row.pipeline, instance.row.interval});
    remove(instance);
  }
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (all.contains(actions[i].node)) actions[i] = {};
  }
  for (std::size_t i = 0; i < instances.size(); ++i) {
    auto& row = instances[i].row;
    if (all.contains(row.blamed)) row.blamed = 0;
    intervals.erase({row.pipeline, row.interval});
  }
  for (const auto& [pipeline, interval] : intervals) pipelines[pipeline].runs.erase(interval);
}

void MemoryStore::Tables::remove(Instance& instance) {
  for (auto at = instance.newest_attempt; at != 0;) {
    const auto older = attempts[at - 1].older;
    attempts[at - 1] = {};
    at = older;
  }
  instance = {};
}

PipelineSnapshot MemoryStore::Tables::snapshot(const Pipeline& pipeline) const {
  PipelineSnapshot result{.pipeline = pipeline.row};
  std::int64_t first_queued = 0;
  for (const auto& [index, component] : pipeline.components) {
    result.components.push_back(component);
    first_queued = std::max(first_queued, component.next_interval);
  }
  std::set<std::int32_t> versions{pipeline.row.latest_version, pipeline.row.active_version};
  std::set<std::int64_t> intervals;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const auto& row = instances[i].row;
    if (row.key == 0 || !row.live || row.pipeline != pipeline.row.key) continue;
    result.instances.push_back(row);
    versions.insert(row.version);
    intervals.insert(row.interval);
    if (const auto* attempt = find_attempt(instances[i], row.attempts)) result.attempts.push_back(*attempt);
  }
  for (const auto& [version, definition] : pipeline.definitions) {
    if (versions.contains(version)) result.definitions.push_back(definition);
  }
  for (const auto& [number, run] : pipeline.runs) {
    if (number >= first_queued || intervals.contains(number)) result.runs.push_back(run);
  }
  return result;
}

const MemoryStore::Tables::Instance* MemoryStore::Tables::find_instance(InstanceKey key) const noexcept {
  if (key < 1 || static_cast<std::size_t>(key) > instances.size()) return nullptr;
  const auto& instance = instances[static_cast<std::size_t>(key - 1)];
  return instance.row.key == 0 ? nullptr : &instance;
}

const AttemptRow* MemoryStore::Tables::find_attempt(const Instance& instance, std::int32_t number) const noexcept {
  for (auto at = instance.newest_attempt; at != 0; at = attempts[at - 1].older) {
    if (attempts[at - 1].row.number == number) return &attempts[at - 1].row;
  }
  return nullptr;
}

}  // namespace penstock
