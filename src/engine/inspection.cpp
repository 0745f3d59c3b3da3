// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine_impl.hpp"
#include "penstock/lifecycle/explanation.hpp"

namespace penstock {

namespace {

/// In definition order.
std::vector<ComponentIndex> runnables_of(const Plan& plan) {
  std::vector<ComponentIndex> order;
  for (ComponentIndex index = 0; index < plan.components().size(); ++index) {
    if (is_runnable(plan[index].kind)) order.push_back(index);
  }
  std::sort(order.begin(), order.end(), [&](ComponentIndex a, ComponentIndex b) { return plan[a].order < plan[b].order; });
  return order;
}

}  // namespace

/// A finished pipeline is not in memory after a restart; what it did can be asked for all the same.
bool Engine::Impl::wake_for_reading(LoadedPipeline& pipeline) {
  if (pipeline.instances) return true;
  const auto* active = pipeline.definition(pipeline.current().active_version);
  if (active == nullptr) return false;
  auto runnable = plan_of(pipeline, *active);
  if (!runnable) return false;
  wake_up(pipeline, std::move(runnable).value());
  return true;
}

/// The instance that is meant. If it belongs to an on-demand run that is over and has left memory, the run is looked up.
std::optional<NamedInstance> Engine::Impl::find_named(LoadedPipeline& pipeline, std::string_view id) {
  auto& instances = *pipeline.instances;
  if (auto found = find_instance(instances, id)) return found;
  const auto parsed = parse_instance_id(id);
  if (!parsed || !instances.plan().runs().on_demand) return std::nullopt;
  const auto run = store_.find_run(instances.pipeline.key, parsed->start);
  if (!run || run->run >= instances.pipeline.runs) return std::nullopt;
  instances.runs.try_emplace(run->run, OnDemandRun{.at = run->at, .unfinished = 0, .released = true});
  return find_instance(instances, id);
}

/// What is recorded of an instance, alive or over.
std::optional<InstanceRow> Engine::Impl::recorded(LoadedPipeline& pipeline, const NamedInstance& named) {
  if (named.live) return pipeline.instances->row(named.live->index);
  const auto rows = store_.recall(pipeline.current().key, named.component, named.interval);
  const auto wanted = named.precondition.value_or(named.component);
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const InstanceRow& each) { return each.component == wanted; });
  return row == rows.end() ? std::nullopt : std::optional{*row};
}

std::optional<Inspection> Engine::Impl::inspect(const PipelineId& name, const InstanceId& id) {
  auto* pipeline = find(name);
  if (pipeline == nullptr || !wake_for_reading(*pipeline)) return std::nullopt;
  const auto& instances = *pipeline->instances;
  const auto named = find_named(*pipeline, id.text());
  if (!named) return std::nullopt;
  const auto row = recorded(*pipeline, *named);
  if (!row) return std::nullopt;

  Inspection found;
  found.id = id.text();
  found.status = row->status;
  found.cause = row->cause;
  found.retry_at = row->retry_at;
  if (!named->precondition) {
    found.dependencies = dependencies_of(instances, named->component, named->interval);
    found.resource = resource_of(instances, named->component, named->interval);
  }
  found.cancellation_reason = cancellation_reason(row->status, row->cause, found.resource);
  if (named->live) {
    found.waiting_on = waiting_on(instances, named->live->index);
    found.in_words = reason_in_words(instances, named->live->index);
    found.cascade_failed_on = cascade_failed_on(instances, named->live->index);
    if (is_bad(row->status)) found.error_message = failure_text(instances, named->live->index);
  }
  return found;
}

std::optional<ObjectView> Engine::Impl::object(const PipelineId& name, const InstanceId& id) {
  auto* pipeline = find(name);
  if (pipeline == nullptr || !wake_for_reading(*pipeline)) return std::nullopt;
  auto& instances = *pipeline->instances;
  const auto named = find_named(*pipeline, id.text());
  if (!named) return std::nullopt;
  const auto row = recorded(*pipeline, *named);
  if (!row) return std::nullopt;

  auto sight = std::make_shared<Sight>(sight_of(*pipeline, *row));
  if (named->live) {
    const auto index = named->live->index;
    if (const auto failure = instances.last_failure.find(index); failure != instances.last_failure.end()) sight->attempt = failure->second;
    if (is_bad(row->status)) sight->error = failure_text(instances, index);
    sight->waiting_on = waiting_on(instances, index);
    sight->cascade_failed_on = cascade_failed_on(instances, index);
  }
  if (named->precondition) {
    const NamedInstance owner{.component = named->component,
                              .interval = named->interval,
                              .precondition = std::nullopt,
                              .live = instances.find(named->component, named->interval)};
    sight->node = recorded(*pipeline, owner);
  }
  return ObjectView{std::move(sight)};
}

std::optional<PipelineHealth> Engine::Impl::health(const PipelineId& name) {
  const auto* pipeline = find(name);
  if (pipeline == nullptr) return std::nullopt;
  PipelineHealth found;
  const auto add = [&](const std::string& id, Health health) {
    found.components.push_back({.component = id, .health = health});
    found.health = std::max(found.health, health);
  };
  if (!pipeline->instances) {
    for (const auto& row : pipeline->dormant.components) {
      if (is_runnable(row.kind)) add(row.id, row.health);
    }
    return found;
  }
  const auto& plan = pipeline->instances->plan();
  for (const auto index : runnables_of(plan)) add(plan[index].id, pipeline->instances->components[index].health);
  return found;
}

std::optional<std::vector<NextRun>> Engine::Impl::next_runs(const PipelineId& name) {
  const auto* pipeline = find(name);
  if (pipeline == nullptr) return std::nullopt;
  std::vector<NextRun> found;
  if (!pipeline->instances) {
    for (const auto& row : pipeline->dormant.components) {
      if (is_runnable(row.kind)) found.push_back({.component = row.id});
    }
    return found;
  }
  const auto& instances = *pipeline->instances;
  for (const auto index : runnables_of(instances.plan())) {
    auto& next = found.emplace_back();
    next.component = instances.plan()[index].id;
    if (const auto coming = coming_interval(instances, index)) {
      next.interval = coming->scheduled;
      next.due = coming->due;
      next.held = coming->held;
    }
  }
  return found;
}

std::string Engine::Impl::unfinished(const PipelineId& name, std::optional<Interval> when) {
  const auto* pipeline = find(name);
  if (pipeline == nullptr) return fmt::format("there is no pipeline named {}", name.text());
  if (pipeline->instances) return penstock::unfinished(*pipeline->instances, when, now());
  const auto& row = pipeline->current();
  if (row.active_version == 0) return fmt::format("{} was never activated", name.text());
  if (row.state != PipelineState::finished) return fmt::format("{} cannot go on in this program", name.text());
  // It is not in memory, so that nothing tells its intervals; but all of them are over.
  const bool too_early = row.runs > 0 && when && row.last_activated.value_or(Instant::min()) < when->start;
  return too_early ? fmt::format("{} was not activated since {}", name.text(), to_text(when->start)) : std::string{};
}

std::string Engine::unfinished(const PipelineId& pipeline, std::optional<Interval> when) const {
  const std::lock_guard lock{impl_->state_};
  return impl_->unfinished(pipeline, when);
}

std::optional<Inspection> Engine::inspect(const PipelineId& pipeline, const InstanceId& instance) const {
  const std::lock_guard lock{impl_->state_};
  return impl_->inspect(pipeline, instance);
}

std::optional<ObjectView> Engine::object(const PipelineId& pipeline, const InstanceId& instance) const {
  const std::lock_guard lock{impl_->state_};
  return impl_->object(pipeline, instance);
}

std::optional<std::vector<NextRun>> Engine::next_runs(const PipelineId& pipeline) const {
  const std::lock_guard lock{impl_->state_};
  return impl_->next_runs(pipeline);
}

std::optional<PipelineHealth> Engine::health(const PipelineId& pipeline) const {
  const std::lock_guard lock{impl_->state_};
  return impl_->health(pipeline);
}

}  // namespace penstock
