// SPDX-License-Identifier: Apache-2.0

/// Why an instance stands where it stands, as a sentence. Says what `waiting_on` and its kin say, and follows it.

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "penstock/lifecycle/explanation.hpp"

namespace penstock {

namespace {

/// `2015-05-20` is enough where intervals are days or longer.
std::string name_of(const Instances& instances, ComponentIndex index, std::int64_t interval) {
  const auto& component = instances.plan()[index];
  const auto start = instances.scheduled(component, interval).start;
  auto time = to_text(start);
  const bool by_days = component.calendar && component.calendar->recurrence.period.unit >= Period::Unit::days;
  if (by_days && std::chrono::floor<std::chrono::days>(start) == start) time.resize(std::string_view{"YYYY-MM-DD"}.size());
  return component.id + " of " + time;
}

std::string name_of(const Instances& instances, InstanceIndex index) {
  return name_of(instances, instances[index].component, instances[index].interval);
}

bool waits(Status status) {
  return status == Status::waiting_on_dependencies || status == Status::waiting_for_runner || status == Status::paused;
}

/// Something that is waited for: which, and why it is not there.
struct Missing {
  std::string name;
  std::string why;
};

class Sentence {
 public:
  explicit Sentence(const Instances& instances) : instances_{instances} {}

  /// What follows "waiting" or "which waits".
  std::string wait_of(InstanceIndex index) {
    const auto& instance = instances_[index];
    if (instance.status == Status::waiting_for_runner && instance.unmet == 0) return wait_for_runner(index);
    std::size_t others = 0;
    auto first = first_dependency(instance, others);
    if (!first) first = first_check(index, others);
    if (!first) return instance.status == Status::paused ? "until its component is resumed" : "";
    const auto more = others > 0 ? " (and " + std::to_string(others) + " more)" : std::string{};
    return "for " + first->name + more + first->why;
  }

  std::string failure_of(InstanceIndex index) const {
    const auto& instance = instances_[index];
    const auto text = failure_text(instances_, index);
    const std::string status{to_text(instance.status)};
    return text == status ? status : status + ": " + text;
  }

 private:
  std::string wait_for_runner(InstanceIndex index) {
    const auto& instance = instances_[index];
    if (instance.retrying) return "for its retry at " + to_text(instance.since);
    const auto& component = instances_.component(instance);
    if (component.runs_on) {
      const auto resource = instances_.resource_of(instance);
      if (!resource) return "for its resource " + instances_.plan()[*component.runs_on].id;
      const auto status = instances_[*resource].status;
      if (status != Status::running) return "for its resource " + name_of(instances_, *resource) + standing(*resource);
    }
    if (!component.worker_group.empty()) return "for a runner of group " + component.worker_group;
    return "for a free place to run";
  }

  /// Counts in `others` what is missing besides.
  std::optional<Missing> first_dependency(const Instance& instance, std::size_t& others) {
    const auto& plan = instances_.plan();
    const auto& component = plan[instance.component];
    std::optional<std::pair<ComponentIndex, std::int64_t>> first;
    for (const auto dependency : component.dependencies) {
      const auto range = matching(component, instance.interval, plan[dependency]);
      for (auto n = range.first; n < range.last; ++n) {
        if (is_satisfied(instances_, instance, dependency, n)) continue;
        if (first) {
          ++others;
        } else {
          first = {dependency, n};
        }
      }
    }
    if (!first) return std::nullopt;
    return Missing{.name = name_of(instances_, first->first, first->second), .why = standing(first->first, first->second)};
  }

  std::optional<Missing> first_check(InstanceIndex owner, std::size_t& others) const {
    std::optional<Missing> first;
    for (auto check = instances_[owner].first_check; check != no_instance; check = instances_[check].next_check) {
      if (is_done(instances_[check].status)) continue;
      if (first) {
        ++others;
        continue;
      }
      const auto& id = instances_.plan()[instances_[check].component].id;
      first = Missing{.name = id, .why = is_bad(instances_[check].status) ? ", which is " + failure_of(check) : ", which is not met"};
    }
    return first;
  }

  std::string standing(ComponentIndex component, std::int64_t interval) {
    const auto look = instances_.components[component].window.look(interval);
    if (look.entry == IntervalWindow::Entry::live) return standing(look.index);
    const auto coming = coming_interval(instances_, component);
    if (coming && coming->held) return ", for which there is no room beside those that are not done";
    if (instances_.plan().runs().on_demand) return ", whose run has not begun";
    return ", which is due at " + to_text(instances_.due(instances_.plan()[component], interval));
  }

  std::string standing(InstanceIndex index) {
    const auto status = instances_[index].status;
    if (is_bad(status)) return ", which is " + failure_of(index);
    if (!waits(status)) return ", which is " + std::string{to_text(status)};
    const auto text = wait_of(index);
    return text.empty() ? ", which is " + std::string{to_text(status)} : ", which waits " + text;
  }

  const Instances& instances_;
};

}  // namespace

std::string reason_in_words(const Instances& instances, InstanceIndex index) {
  const auto status = instances[index].status;
  if (is_bad(status)) return Sentence{instances}.failure_of(index);
  if (!waits(status) || instances[index].owner != no_instance) return {};
  const auto text = Sentence{instances}.wait_of(index);
  return text.empty() ? text : "waiting " + text;
}

std::optional<ComingInterval> coming_interval(const Instances& instances, ComponentIndex index) {
  const auto& component = instances.plan()[index];
  if (instances.pipeline.state != PipelineState::scheduled || !is_runnable(component.kind)) return std::nullopt;
  if (instances.plan().runs().on_demand) {
    const auto queued = std::find_if(instances.runs.begin(), instances.runs.end(), [](const auto& run) { return !run.second.released; });
    if (queued == instances.runs.end()) return std::nullopt;
    const auto at = queued->second.at;
    return ComingInterval{.scheduled = {at, at}, .due = at, .held = true};
  }
  if (!component.calendar) return std::nullopt;
  const auto& state = instances.components[index];
  const auto next = state.window.next();
  const auto total = count(component.calendar->recurrence, component.calendar->type);
  if (total && next >= *total) return std::nullopt;
  const auto bound = component.policy.max_active_instances;
  return ComingInterval{.scheduled = instances.scheduled(component, next),
                        .due = instances.due(component, next),
                        .held = component.kind != Kind::resource && bound > 0 && state.active >= bound};
}

}  // namespace penstock
