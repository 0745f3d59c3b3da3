// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/instances.hpp"

#include <cassert>
#include <tuple>

namespace penstock {

Instances::Instances(PipelineRow row, std::shared_ptr<const Plan> plan, std::vector<std::uint8_t> lanes, std::int32_t max_live_instances)
    : pipeline{std::move(row)}, max_live{max_live_instances} {
  adopt(std::move(plan), pipeline.active_version, std::move(lanes));
}

void Instances::adopt(std::shared_ptr<const Plan> plan, std::int32_t version, std::vector<std::uint8_t> lanes) {
  assert(lanes.size() == plan->components().size());
  plan_ = std::move(plan);
  plans_[version] = plan_;
  components.resize(plan_->components().size());
  for (std::size_t i = 0; i < lanes.size(); ++i) components[i].lane = lanes[i];
}

void Instances::remember(std::int32_t version, std::shared_ptr<const Plan> plan) { plans_.emplace(version, std::move(plan)); }

const std::shared_ptr<const Plan>& Instances::plan_of(std::int32_t version) const {
  const auto found = plans_.find(version);
  return found == plans_.end() ? plan_ : found->second;
}

const Component& Instances::component(const Instance& instance) const {
  return instance.version == pipeline.active_version ? (*plan_)[instance.component] : (*plan_of(instance.version))[instance.component];
}

Instance* Instances::find(InstanceRef ref) {
  if (ref.index >= instances_.size()) return nullptr;
  auto& instance = instances_[ref.index];
  return instance.key == ref.key && ref.key != 0 ? &instance : nullptr;
}

std::optional<InstanceRef> Instances::find(ComponentIndex component, std::int64_t interval) const {
  if (component >= components.size()) return std::nullopt;
  const auto look = components[component].window.look(interval);
  if (look.entry != IntervalWindow::Entry::live) return std::nullopt;
  return ref(look.index);
}

std::optional<InstanceRef> Instances::find_check(InstanceRef owner, ComponentIndex precondition) const {
  if (owner.index >= instances_.size() || instances_[owner.index].key != owner.key) return std::nullopt;
  for (auto i = instances_[owner.index].first_check; i != no_instance; i = instances_[i].next_check) {
    if (instances_[i].component == precondition) return ref(i);
  }
  return std::nullopt;
}

std::optional<InstanceIndex> Instances::resource_of(const Instance& user) const {
  const auto& user_component = component(user);
  const auto n = resource_interval(*plan_, user_component, user.interval);
  if (!n) return std::nullopt;
  const auto look = components[*user_component.runs_on].window.look(*n);
  if (look.entry != IntervalWindow::Entry::live) return std::nullopt;
  return look.index;
}

InstanceIndex Instances::allocate() {
  if (free_.empty()) {
    instances_.emplace_back();
    return static_cast<InstanceIndex>(instances_.size() - 1);
  }
  const auto index = free_.back();
  free_.pop_back();
  return index;
}

void Instances::free(InstanceIndex index) {
  const auto forget = [index](auto& few) {
    if (!few.empty()) few.erase(index);
  };
  forget(progress);
  forget(blamed);
  forget(last_failure);
  forget(processes);
  forget(resources);
  forget(taken);
  instances_[index] = Instance{};
  free_.push_back(index);
}

Interval Instances::scheduled(const Component& component, std::int64_t n) const {
  if (component.calendar) return interval(component.calendar->recurrence, n);
  const auto run = runs.find(n);
  if (run == runs.end()) return {};
  return {run->second.at, run->second.at};
}

Instant Instances::due(const Component& component, std::int64_t n) const { return due(component, scheduled(component, n)); }

Instant Instances::due(const Component& component, const Interval& interval) const {
  // A resource is there from the start of its interval, whatever the style (S-61).
  const bool at_end = component.calendar && component.kind != Kind::resource && component.calendar->type == ScheduleType::timeseries;
  return at_end ? interval.end : interval.start;
}

InstanceRow Instances::row(InstanceIndex index) const {
  const auto& instance = instances_[index];
  // A precondition instance has the interval and the due time of its owner (S-82).
  const auto& timed = instance.owner == no_instance ? instance : instances_[instance.owner];
  const auto& timed_component = component(timed);
  InstanceRow row;
  row.key = instance.key;
  row.pipeline = pipeline.key;
  row.component = instance.component;
  row.interval = instance.interval;
  row.version = instance.version;
  row.status = instance.status;
  row.cause = instance.cause;
  row.counts = instance.counts;
  row.late = instance.late;
  row.attempts = instance.attempts;
  row.failures = instance.failures;
  row.scheduled = scheduled(timed_component, timed.interval);
  row.due = due(timed_component, row.scheduled);
  row.released = instance.released;
  if (is_terminal(instance.status)) row.ended = instance.since;
  if (instance.retrying) row.retry_at = instance.since;
  if (instance.owner != no_instance) row.owner = timed.key;
  if (!blamed.empty()) {
    if (const auto found = blamed.find(index); found != blamed.end()) row.blamed = found->second.key;
  }
  return row;
}

bool Later::operator()(const Timer& a, const Timer& b) const noexcept {
  return std::tuple{a.at, a.kind, a.instance.key} > std::tuple{b.at, b.kind, b.instance.key};
}

bool Later::operator()(const Release& a, const Release& b) const noexcept {
  return std::tie(a.due, a.start, a.order) > std::tie(b.due, b.start, b.order);
}

bool Later::operator()(const Ready& a, const Ready& b) const noexcept {
  return std::tie(a.due, a.start, a.order, a.instance.key) > std::tie(b.due, b.start, b.order, b.instance.key);
}

}  // namespace penstock
