// SPDX-License-Identifier: Apache-2.0

/// Definitions: saved, activated, changed (sections 4, 18 and 19 of the rules).

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "edit.hpp"
#include "engine_impl.hpp"
#include "penstock/definition/json.hpp"

namespace penstock {

namespace {

ParameterValues stored_values(const DefinitionRow& row) {
  if (row.values.empty()) return {};
  auto values = read_values(row.values);
  return values ? std::move(values).value() : ParameterValues{};
}

/// `given` in front of what was given before (S-19: a value holds until it is replaced).
ParameterValues merged(const ParameterValues& given, ParameterValues before) {
  for (const auto& value : given) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const Field& field) { return without_star(field.name) == without_star(value.name); });
    if (same == before.end()) {
      before.push_back(value);
    } else {
      *same = value;
    }
  }
  return before;
}

}  // namespace

Deployed Engine::Impl::deploy(const Definition& definition, const ParameterValues& values) {
  if (definition.name.empty()) throw std::invalid_argument{"a pipeline needs a name: set Definition::name before deploying"};
  const std::lock_guard lock{state_};
  const auto json = write_definition(definition);
  const auto values_json = write_values(values);
  auto* pipeline = find(PipelineId{definition.name});

  const auto* active = pipeline == nullptr ? nullptr : pipeline->definition(pipeline->current().active_version);
  if (active != nullptr && active->json == json && active->values == values_json) {
    if (!pipeline->held.empty()) {
      throw DefinitionError{{{.severity = Severity::error, .code = "NotSupported", .object = {}, .field = {}, .message = pipeline->held}}};
    }
    const auto state = pipeline->current().state;
    return {.what = state == PipelineState::finished ? Deployed::What::unchanged : Deployed::What::resumed, .state = state, .warnings = {}};
  }

  LoadedPipeline fresh;
  auto& target = pipeline == nullptr ? fresh : *pipeline;
  Diagnostics problems;
  if (active != nullptr) {
    if (auto before = read_definition(active->json)) problems = check_edit(*before, definition, *options_.catalog);
  }
  auto runnable = plan_to_run(definition, values, options_, *site_.handlers, target, now());
  if (!runnable) problems.insert(problems.end(), runnable.error().begin(), runnable.error().end());
  if (!problems.empty()) throw DefinitionError{std::move(problems)};

  const auto what = pipeline == nullptr ? Deployed::What::created : Deployed::What::updated;
  if (pipeline == nullptr) {
    fresh.row.key = static_cast<PipelineKey>(pipelines_.size() + 1);
    fresh.row.name = definition.name;
    fresh.row.created = now();
    pipelines_.push_back(std::make_unique<LoadedPipeline>(std::move(fresh)));
    pipeline = pipelines_.back().get();
  }
  auto& row = pipeline->instances ? pipeline->instances->pipeline : pipeline->row;
  row.latest_version = row.latest_version + 1;
  row.active_version = row.latest_version;
  pipeline->definitions.push_back(
      {.pipeline = row.key, .version = row.latest_version, .json = json, .values = values_json, .saved = now()});
  batch_.definitions.push_back(pipeline->definitions.back());
  auto warnings = runnable->warnings;
  start_instances(*pipeline, std::move(runnable).value());
  commit();
  log(LogLevel::info, fmt::format("{} is {}", definition.name, what == Deployed::What::created ? "created and active" : "updated"));
  return {.what = what, .state = pipeline->current().state, .warnings = std::move(warnings)};
}

void Engine::Impl::activate(const PipelineId& name, const ParameterValues& values) {
  const std::lock_guard lock{state_};
  auto* pipeline = find(name);
  if (pipeline == nullptr) throw std::out_of_range{fmt::format("there is no pipeline named {}", name.text())};
  activate_locked(*pipeline, values);
  commit();
}

void Engine::Impl::activate_locked(LoadedPipeline& pipeline, const ParameterValues& values) {
  auto& row = pipeline.instances ? pipeline.instances->pipeline : pipeline.row;
  const auto* latest = pipeline.definition(row.latest_version);
  if (latest == nullptr) throw DefinitionError{{{.severity = Severity::error, .code = "InvalidRequest", .object = {}, .field = {}, .message = "nothing was saved yet"}}};
  const auto definition = read_definition(latest->json);
  if (!definition) throw DefinitionError{definition.error()};
  const auto all_values = merged(values, stored_values(*latest));
  auto runnable = plan_to_run(*definition, all_values, options_, *site_.handlers, pipeline, now());
  if (!runnable) throw DefinitionError{std::move(runnable).error()};
  if (row.state == PipelineState::finished && !runnable->plan->on_demand()) {
    throw DefinitionError{{{.severity = Severity::error,
                            .code = "InvalidRequest",
                            .object = {},
                            .field = {},
                            .message = "the pipeline is FINISHED; deploy a definition with a later end to go on (S-154)"}}};
  }
  if (!values.empty()) {
    pipeline.definitions.push_back({.pipeline = row.key,
                                    .version = row.latest_version + 1,
                                    .json = latest->json,
                                    .values = write_values(all_values),
                                    .saved = now()});
    batch_.definitions.push_back(pipeline.definitions.back());
    ++row.latest_version;
  }
  row.active_version = row.latest_version;
  start_instances(pipeline, std::move(runnable).value());
}

/// Makes the plan the active one and begins to release what is due.
void Engine::Impl::start_instances(LoadedPipeline& pipeline, RunnablePlan runnable) {
  const auto positions = runnable.plan->components().size();
  for (auto i = pipeline.positions.size(); i < positions; ++i) {
    pipeline.positions.push_back((*runnable.plan)[static_cast<ComponentIndex>(i)].id);
  }
  if (pipeline.instances) {
    const auto version = pipeline.instances->pipeline.active_version;
    pipeline.instances->adopt(std::move(runnable.plan), version, std::move(runnable.lanes));
  } else {
    wake_up(pipeline, std::move(runnable));
  }
  pipeline.held.clear();
  penstock::activate(*pipeline.instances, now(), std::nullopt, keys_, batch_);
}

}  // namespace penstock
