// SPDX-License-Identifier: Apache-2.0
#include "cli/recorded_instances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "cli/commands.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/lifecycle/advance.hpp"
#include "penstock/plan/compile.hpp"
#include "penstock/vault/sealing.hpp"

namespace penstock::cli {

std::shared_ptr<const Plan> active_plan(StoreReader& reader, const PipelineRow& row) {
  const auto saved = reader.definition(row.name, row.active_version);
  if (!saved) throw Refused{fmt::format("the pipeline {} was never activated", row.name)};
  auto definition = read_definition(saved->json);
  if (!definition) throw Refused{to_text(definition.error())};
  CompileOptions options;
  options.required_fields = false;
  options.now = row.last_activated.value_or(row.created);
  options.first_activation = row.first_activated;
  if (!saved->values.empty()) {
    if (auto values = read_values(saved->values)) options.values = std::move(values).value();
  }
  auto compiled = compile(without_limits_of_sealed(std::move(definition).value(), options.values),
                          std::make_shared<const Catalog>(Catalog::standard()), options);
  if (!compiled) {
    throw Refused{fmt::format("the definition of {} names types that only the program which runs it knows:\n{}", row.name,
                              to_text(compiled.error()))};
  }
  return compiled->plan;
}

RecordedInstances::RecordedInstances(StoreReader& reader, const PipelineSummary& pipeline) {
  const auto plan = active_plan(reader, pipeline.pipeline);
  RunFilter all;
  all.pipeline = pipeline.pipeline.name;
  runs_ = reader.runs(all);

  // Positions of components belong to the engine that wrote them; here they are those of the plan.
  std::map<std::int64_t, Instant> on_demand;
  std::vector<InstanceRow> alive;
  std::vector<AttemptRow> attempts;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const auto& run = runs_[i];
    by_id_.emplace(run.id, i);
    const auto component = plan->find(run.component_id);
    if (!component) continue;
    auto row = run.instance;
    row.component = *component;
    row.version = pipeline.pipeline.active_version;
    if (plan->runs().on_demand) on_demand.emplace(row.interval, row.scheduled.start);
    if (!row.live) continue;
    if (row.attempts > 0) {
      attempts.push_back({.instance = row.key,
                          .number = row.attempts,
                          .status = row.status == Status::running ? AttemptStatus::running : AttemptStatus::failed,
                          .error_id = run.error_id,
                          .error_message = run.error_message});
    }
    alive.push_back(std::move(row));
  }
  std::sort(alive.begin(), alive.end(), [](const InstanceRow& a, const InstanceRow& b) { return a.key < b.key; });
  std::vector<ComponentRow> components;
  for (auto& row : reader.components(pipeline.pipeline.name)) {
    const auto component = plan->find(row.id);
    if (!component) continue;
    row.component = *component;
    components.push_back(std::move(row));
  }
  std::vector<RunRow> activations;
  for (const auto& [run, at] : on_demand) activations.push_back({.run = run, .at = at});

  instances_ = std::make_unique<Instances>(pipeline.pipeline, plan, std::vector<std::uint8_t>(plan->components().size()),
                                           std::numeric_limits<std::int32_t>::max());
  restore(*instances_, components, activations, alive, attempts);
  for (InstanceIndex index = 0; index < instances_->capacity(); ++index) places_.emplace((*instances_)[index].key, index);
}

const RunSummary* RecordedInstances::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &runs_[found->second];
}

std::optional<InstanceIndex> RecordedInstances::place_of(const RunSummary& run) const {
  const auto found = places_.find(run.instance.key);
  return found == places_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace penstock::cli
