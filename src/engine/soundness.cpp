// SPDX-License-Identifier: Apache-2.0
#include "soundness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

namespace {

/// The engine keeps a place for each pipeline that ever was: sixteen bytes.
constexpr PipelineKey most_pipelines = 4'000'000;
/// From the oldest unfinished interval of a component to its newest, four bytes each: two years of seconds.
constexpr std::int64_t widest_window = std::int64_t{1} << 26U;
/// Far from where counting on would overflow.
constexpr std::int64_t greatest_key = std::int64_t{1} << 62U;
constexpr std::int32_t most_attempts = std::numeric_limits<std::int32_t>::max() / 2;

[[noreturn]] void damaged(const std::string& row, std::string_view words) {
  throw StoreError{fmt::format("the store is damaged: {} {}; restore it from a backup; it was left as it is", row, words)};
}

/// What can be written as a date, which leaves room to add any delay.
bool is_time(Instant instant) {
  static const Instant first = utc("0001-01-01");
  static const Instant end = utc("9999-12-31") + std::chrono::days{1};
  return instant >= first && instant < end;
}

template <class... Times>
bool are_times(const Times&... times) {
  const auto one = [](const auto& time) {
    if constexpr (std::is_same_v<std::decay_t<decltype(time)>, Instant>) {
      return is_time(time);
    } else {
      return !time || is_time(*time);
    }
  };
  return (one(times) && ...);
}

std::string name_of(const InstanceRow& row) { return fmt::format("instance {}", row.key); }

void check_instance(const InstanceRow& row, std::size_t components) {
  if (row.key < 1 || row.key > greatest_key) damaged(name_of(row), "has an impossible key");
  if (row.component >= components) damaged(name_of(row), "is of a component that its pipeline does not have");
  if (row.interval < 0) damaged(name_of(row), "stands before the first interval");
  if (row.attempts < 0 || row.failures < 0 || row.attempts > most_attempts || row.failures > row.attempts) {
    damaged(name_of(row), "has an impossible number of attempts");
  }
  if (!are_times(row.scheduled.start, row.scheduled.end, row.due, row.released, row.ended, row.retry_at)) {
    damaged(name_of(row), "has a time that is none");
  }
  if (is_terminal(row.status) != row.ended.has_value()) damaged(name_of(row), "has ended and has not");
}

/// All that is alive in one pipeline.
class PipelineCheck {
 public:
  explicit PipelineCheck(const PipelineSnapshot& snapshot) : snapshot_{snapshot} {}

  void run() {
    check_pipeline();
    check_components();
    for (const auto& row : snapshot_.instances) check_live(row);
    check_windows();
    for (const auto& row : snapshot_.attempts) check_attempt(row);
    for (const auto& row : snapshot_.runs) {
      if (row.run < 0 || !is_time(row.at)) damaged(name(), "has an impossible run");
    }
  }

 private:
  [[nodiscard]] std::string name() const { return fmt::format("pipeline {}", snapshot_.pipeline.name); }

  void check_pipeline() const {
    const auto& row = snapshot_.pipeline;
    if (row.latest_version < 0 || row.latest_version > most_attempts || row.active_version < 0 || row.active_version > row.latest_version) {
      damaged(name(), "has an impossible version");
    }
    if (row.runs < 0 || row.runs > greatest_key) damaged(name(), "has an impossible number of runs");
    if (!are_times(row.created, row.first_activated, row.last_activated, row.last_deactivated, row.skip_before)) {
      damaged(name(), "has a time that is none");
    }
    for (const auto& definition : snapshot_.definitions) {
      if (!is_time(definition.saved)) damaged(name(), "has a time that is none");
    }
  }

  void check_components() const {
    std::set<std::string_view> ids;
    for (std::size_t n = 0; n < snapshot_.components.size(); ++n) {
      const auto& row = snapshot_.components[n];
      if (row.component != n || row.id.empty() || !ids.insert(row.id).second)
        damaged(name(), "has components that are not numbered from 0");
      if (row.next_interval < 0 || row.next_interval > greatest_key) damaged(name(), "has an impossible number of intervals");
    }
  }

  void check_live(const InstanceRow& row) {
    check_instance(row, snapshot_.components.size());
    if (row.pipeline != snapshot_.pipeline.key || !by_key_.emplace(row.key, &row).second) damaged(name_of(row), "is not the only one");
    if (row.owner != 0) return;
    const auto& component = snapshot_.components[row.component];
    if (row.interval >= component.next_interval) damaged(name_of(row), "stands in an interval that its component has yet to reach");
    if (!places_.emplace(row.component, row.interval).second) {
      damaged(name_of(row), "stands in an interval that has another instance of its component");
    }
  }

  void check_windows() const {
    std::set<std::pair<InstanceKey, ComponentIndex>> checks;
    for (const auto& row : snapshot_.instances) {
      if (row.owner == 0) continue;
      const auto owner = by_key_.find(row.owner);
      if (owner == by_key_.end() || owner->second->owner != 0) damaged(name_of(row), "has no owner that is alive");
      if (!checks.emplace(row.owner, row.component).second) damaged(name_of(row), "is not the only one of its owner");
    }
    for (auto place = places_.begin(); place != places_.end(); place = places_.lower_bound({place->first + 1, 0})) {
      if (snapshot_.components[place->first].next_interval - place->second > widest_window) {
        damaged(name(), fmt::format("has more intervals of {} under way than an engine keeps", snapshot_.components[place->first].id));
      }
      if (place->first == std::numeric_limits<ComponentIndex>::max()) break;
    }
  }

  void check_attempt(const AttemptRow& row) const {
    const auto instance = by_key_.find(row.instance);
    if (instance == by_key_.end() || instance->second->attempts != row.number || !are_times(row.started, row.ended)) {
      damaged(fmt::format("attempt {} of instance {}", row.number, row.instance), "is none of it, or has a time that is none");
    }
    if (row.ended.has_value() != (row.status != AttemptStatus::running)) {
      damaged(fmt::format("attempt {} of instance {}", row.number, row.instance), "has ended and has not");
    }
  }

  const PipelineSnapshot& snapshot_;
  std::unordered_map<InstanceKey, const InstanceRow*> by_key_;
  std::set<std::pair<ComponentIndex, std::int64_t>> places_;
};

bool stands_in(Kind kind, Status status) {
  const auto table = transitions(kind);
  return std::any_of(table.begin(), table.end(), [&](const Transition& row) { return row.from == status || row.to == status; });
}

/// Of the definition that it was made from, or, if that is gone, of the active one.
const Component* component_of(const Instances& instances, const InstanceRow& row) {
  const auto& components = instances.plan_of(row.version)->components();
  return row.component < components.size() ? &components[row.component] : nullptr;
}

void require_fits(const InstanceRow& row, const Instances& instances) {
  const auto* component = component_of(instances, row);
  const bool has_instances =
      component != nullptr && (row.owner == 0 ? is_runnable(component->kind) : component->kind == Kind::precondition);
  if (!has_instances) damaged(name_of(row), "is of something that has no such instances");
  if (!stands_in(component->kind, row.status)) damaged(name_of(row), fmt::format("is {}, which its kind never is", to_text(row.status)));
}

}  // namespace

void require_sound(const Snapshot& snapshot) {
  if (snapshot.last_pipeline < 0 || snapshot.last_pipeline > most_pipelines || snapshot.last_instance < 0 ||
      snapshot.last_instance > greatest_key || snapshot.last_action < 0 || snapshot.last_action > greatest_key) {
    damaged("the record of the last keys", "holds what was never handed out");
  }
  PipelineKey last = 0;
  for (const auto& pipeline : snapshot.pipelines) {
    const auto key = pipeline.pipeline.key;
    if (key <= last || key > snapshot.last_pipeline) damaged(fmt::format("pipeline {}", pipeline.pipeline.name), "has an impossible key");
    last = key;
    PipelineCheck{pipeline}.run();
  }
  for (const auto& [action, node] : snapshot.actions) {
    const auto pipeline = std::find_if(snapshot.pipelines.begin(), snapshot.pipelines.end(),
                                       [&, key = action.pipeline](const auto& each) { return each.pipeline.key == key; });
    const auto name = fmt::format("action {}", action.key);
    if (pipeline == snapshot.pipelines.end() || node.pipeline != action.pipeline) damaged(name, "is of no pipeline, or of two");
    if (action.key < 1 || action.key > greatest_key || !is_time(action.fired)) damaged(name, "has an impossible key or time");
    check_instance(node, pipeline->components.size());
  }
}

void require_instances_fit(const PipelineSnapshot& snapshot, const Instances& instances) {
  for (const auto& row : snapshot.instances) require_fits(row, instances);
}

void require_action_fits(const PendingAction& pending, const Instances& instances) {
  const auto& components = instances.plan_of(pending.node.version)->components();
  if (pending.action.action >= components.size() || components[pending.action.action].kind != Kind::action) {
    damaged(fmt::format("action {}", pending.action.key), "is of something that is none");
  }
  require_fits(pending.node, instances);
}

}  // namespace penstock
