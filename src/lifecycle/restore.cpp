// SPDX-License-Identifier: Apache-2.0

/// From recorded rows back to live instances: counters, queues and timers are worked out again, not recorded.

#include <algorithm>
#include <unordered_map>

#include "turn.hpp"

namespace penstock {

InstanceIndex put_back(Instances& instances, const InstanceRow& row) {
  const auto index = instances.allocate();
  auto& instance = instances[index];
  instance.key = row.key;
  instance.interval = row.interval;
  instance.released = row.released;
  if (row.ended) {
    instance.since = *row.ended;
  } else if (row.retry_at) {
    instance.since = *row.retry_at;
    instance.retrying = true;
  }
  instance.component = row.component;
  instance.attempts = row.attempts;
  instance.failures = row.failures;
  instance.version = row.version;
  instance.status = row.status;
  instance.cause = row.cause;
  instance.counts = row.counts;
  instance.late = row.late;
  return index;
}

namespace {

/// Marks what was released and is no longer alive as done, and what is alive as alive.
void place_intervals(Instances& instances, const std::vector<ComponentRow>& components, const std::vector<InstanceIndex>& placed) {
  std::vector<std::vector<InstanceIndex>> by_component(instances.components.size());
  for (const auto index : placed) {
    if (instances[index].owner == no_instance) by_component[instances[index].component].push_back(index);
  }
  for (const auto& row : components) {
    if (row.component >= instances.components.size()) continue;
    auto& state = instances.components[row.component];
    state.paused = row.paused;
    state.health = row.health;
    auto& live = by_component[row.component];
    std::sort(live.begin(), live.end(), [&](InstanceIndex a, InstanceIndex b) { return instances[a].interval < instances[b].interval; });
    state.window = IntervalWindow{live.empty() ? row.next_interval : instances[live.front()].interval};
    for (const auto index : live) {
      while (state.window.next() < instances[index].interval) state.window.append_done();
      state.window.append_live(index);
    }
    while (state.window.next() < row.next_interval) state.window.append_done();
  }
}

void count_statuses(Instances& instances, InstanceIndex index) {
  const auto& instance = instances[index];
  const bool exists = instance.status == Status::creating || instance.status == Status::running || instance.status == Status::shutting_down;
  const auto& component = instances.component(instance);
  const bool idle = component.kind == Kind::resource && instance.status == Status::running;
  if (instance.status == Status::waiting_for_runner || (exists && !idle)) ++instances.under_way;
  if (!is_runnable(component.kind)) {
    auto& owner = instances[instance.owner];
    if (!is_done(instance.status)) ++owner.unmet_checks;
    if (is_bad(instance.status)) ++owner.bad_checks;
    return;
  }
  if (is_bad(instance.status)) ++instances.bad;
  if (is_terminal(instance.status)) return;
  ++instances.unfinished;
  if (component.kind == Kind::resource ? exists : instance.counts) ++instances.components[instance.component].active;
  if (const auto run = instances.runs.find(instance.interval); !component.calendar && run != instances.runs.end()) ++run->second.unfinished;
}

}  // namespace

void Turn::restored(InstanceIndex index) {
  auto& instance = at(index);
  if (instance.owner == no_instance) count_dependencies(index);
  const auto& policy = component_of(index).policy;
  if (instance.status == Status::waiting_for_runner) make_ready(index);
  if (instance.status == Status::running && instance.owner == no_instance && component_of(index).runs_on) {
    if (const auto resource = instances_.resource_of(instance)) ++instances_.resources[*resource].tasks;
  }
  if ((instance.status == Status::running || instance.status == Status::creating) && instance.retrying)
    arm(instance.since, TimerKind::retry, index);
  if (instance.status == Status::running && instance.owner != no_instance && policy.precondition_timeout) {
    arm(instance.since + *policy.precondition_timeout, TimerKind::check_timeout, index);
  }
  if (!is_terminal(instance.status) && instance.owner == no_instance) arm_late(index);
}

void restore(Instances& instances, const std::vector<ComponentRow>& components, const std::vector<RunRow>& runs,
             const std::vector<InstanceRow>& rows, const std::vector<AttemptRow>& attempts) {
  std::unordered_map<InstanceKey, InstanceIndex> by_key;
  std::vector<InstanceIndex> placed;
  placed.reserve(rows.size());
  for (const auto& row : rows) {
    const auto index = put_back(instances, row);
    by_key.emplace(row.key, index);
    placed.push_back(index);
  }
  std::unordered_map<InstanceIndex, InstanceIndex> last_check;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].blamed != 0) {
      if (const auto found = by_key.find(rows[i].blamed); found != by_key.end()) instances.blamed[placed[i]] = instances.ref(found->second);
    }
    const auto owner = rows[i].owner == 0 ? by_key.end() : by_key.find(rows[i].owner);
    if (owner == by_key.end()) continue;
    instances[placed[i]].owner = owner->second;
    const auto [previous, is_first] = last_check.try_emplace(owner->second, placed[i]);
    (is_first ? instances[owner->second].first_check : instances[previous->second].next_check) = placed[i];
    previous->second = placed[i];
  }
  place_intervals(instances, components, placed);

  for (const auto& row : attempts) {
    const auto found = by_key.find(row.instance);
    if (found == by_key.end()) continue;
    if (row.status == AttemptStatus::running) {
      instances[found->second].since = row.started;
      // A task runner took it and did not say so in time: it is to be handed out again.
      if (instances[found->second].status == Status::waiting_for_runner)
        instances.taken[found->second] = {.times = TakenTask::unknown, .acknowledged = false};
    }
    if (row.status == AttemptStatus::failed) instances.last_failure[found->second] = row;
  }
  for (const auto& run : runs) {
    if (run.run >= instances.pipeline.runs) continue;  // it was queued, and dropped by a deactivation
    const bool released =
        std::any_of(components.begin(), components.end(), [&](const ComponentRow& row) { return row.next_interval > run.run; });
    instances.runs[run.run] = {.at = run.at, .unfinished = 0, .released = released};
  }
  for (const auto index : placed) count_statuses(instances, index);

  // Nothing that is put back here decides anything: the moment, the keys and the batch are not used.
  Keys keys;
  Batch batch;
  Turn turn{instances, Instant::min(), keys, batch};
  for (const auto index : placed) turn.restored(index);
}

}  // namespace penstock
