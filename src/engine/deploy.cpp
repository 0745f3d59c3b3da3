// SPDX-License-Identifier: Apache-2.0

/// Definitions: saved, activated, changed (sections 4, 18 and 19 of the rules).

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

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

  const LoadedPipeline fresh;
  const auto& target = pipeline == nullptr ? fresh : *pipeline;
  Diagnostics problems;
  if (active != nullptr) {
    if (auto before = read_definition(active->json)) problems = check_edit(*before, definition, *options_.catalog);
  }
  auto runnable = plan_to_run(definition, values, options_, *site_.handlers, target, now());
  if (!runnable) problems.insert(problems.end(), runnable.error().begin(), runnable.error().end());
  if (!problems.empty()) throw DefinitionError{std::move(problems)};

  const auto what = pipeline == nullptr ? Deployed::What::created : Deployed::What::updated;
  auto warnings = runnable->warnings;
  if (pipeline == nullptr) {
    pipeline = &create(definition.name, json, values_json, std::move(runnable).value());
  } else {
    add_version(*pipeline, json, values_json);
    auto& row = pipeline->instances ? pipeline->instances->pipeline : pipeline->row;
    row.active_version = row.latest_version;
    start_instances(*pipeline, std::move(runnable).value());
  }
  commit();
  log(LogLevel::info, fmt::format("{} is {}", definition.name, what == Deployed::What::created ? "created and active" : "updated"));
  return {.what = what, .state = pipeline->current().state, .warnings = std::move(warnings)};
}

void Engine::Impl::activate(const PipelineId& name, const ParameterValues& values, std::optional<Instant> from) {
  const std::lock_guard lock{state_};
  auto* pipeline = find(name);
  if (pipeline == nullptr) throw std::out_of_range{fmt::format("there is no pipeline named {}", name.text())};
  activate_locked(*pipeline, values, from);
  commit();
}

namespace {

DefinitionError senseless(std::string message) {
  return DefinitionError{
      {{.severity = Severity::error, .code = "InvalidRequest", .object = {}, .field = {}, .message = std::move(message)}}};
}

/// The first interval of a component that has no instance yet.
std::int64_t next_interval_of(const LoadedPipeline& pipeline, ComponentIndex component) {
  if (pipeline.instances)
    return component < pipeline.instances->components.size() ? pipeline.instances->components[component].window.next() : 0;
  for (const auto& row : pipeline.dormant.components) {
    if (row.component == component) return row.next_interval;
  }
  return 0;
}

bool has_intervals_to_come(const LoadedPipeline& pipeline, const Plan& plan) {
  for (ComponentIndex index = 0; index < plan.components().size(); ++index) {
    const auto& calendar = plan[index].calendar;
    if (!calendar || !is_runnable(plan[index].kind)) continue;
    const auto total = count(calendar->recurrence, calendar->type);
    if (!total || next_interval_of(pipeline, index) < *total) return true;
  }
  return false;
}

}  // namespace

void Engine::Impl::activate_locked(LoadedPipeline& pipeline, const ParameterValues& values, std::optional<Instant> from) {
  auto& row = pipeline.instances ? pipeline.instances->pipeline : pipeline.row;
  const auto* latest = pipeline.definition(row.latest_version);
  if (latest == nullptr) throw senseless("nothing was saved yet");
  if (row.state == PipelineState::deactivating) throw senseless("the pipeline is DEACTIVATING; activate it when it is INACTIVE");
  const auto definition = read_definition(latest->json);
  if (!definition) throw DefinitionError{definition.error()};
  const auto all_values = merged(values, stored_values(*latest));
  auto runnable = plan_to_run(*definition, all_values, options_, *site_.handlers, pipeline, now(), from);
  if (!runnable) throw DefinitionError{std::move(runnable).error()};
  if (row.state == PipelineState::finished && !runnable->plan->runs().on_demand && !has_intervals_to_come(pipeline, *runnable->plan)) {
    throw senseless("the pipeline is FINISHED; save a definition with a later end to go on (S-154)");
  }
  if (!values.empty()) add_version(pipeline, std::string{latest->json}, write_values(all_values));
  row.active_version = row.latest_version;
  start_instances(pipeline, std::move(runnable).value(), from);
}

PipelineId Engine::Impl::run_now(const PipelineId& name, const RunNow& what) {
  const std::lock_guard lock{state_};
  auto run = run_now_locked(name, what);
  commit();
  return run;
}

PipelineId Engine::Impl::run_now_locked(const PipelineId& name, const RunNow& what) {
  const auto* pipeline = find(name);
  if (pipeline == nullptr) throw std::out_of_range{fmt::format("there is no pipeline named {}", name.text())};
  const auto& row = pipeline->current();
  const auto* recorded = pipeline->definition(row.active_version != 0 ? row.active_version : row.latest_version);
  if (recorded == nullptr) throw senseless("nothing was saved yet");
  const auto definition = read_definition(recorded->json);
  if (!definition) throw DefinitionError{definition.error()};
  const auto values = merged(what.values, stored_values(*recorded));
  const auto compiled = compile(*definition, options_.catalog, compile_options(values, options_, *pipeline, now()));
  if (!compiled) throw DefinitionError{compiled.error()};
  auto run = single_run(*definition, *compiled->plan, what.steps);
  if (!run) throw DefinitionError{std::move(run).error()};

  // Ids hold whole seconds: two runs in one second get consecutive ones (S-78).
  auto at = std::chrono::floor<std::chrono::seconds>(now());
  const auto named = [&] { return PipelineId{fmt::format("{}@{}", name.text(), to_text(at))}; };
  while (find(named()) != nullptr) at += std::chrono::seconds{1};
  run->name = named().text();
  auto runnable = plan_to_run(*run, values, options_, *site_.handlers, LoadedPipeline{}, now());
  if (!runnable) throw DefinitionError{std::move(runnable).error()};
  create(run->name, write_definition(*run), write_values(values), std::move(runnable).value());
  return named();
}

/// A new pipeline, saved and active at once.
LoadedPipeline& Engine::Impl::create(std::string name, std::string json, std::string values, RunnablePlan runnable) {
  LoadedPipeline fresh;
  fresh.row.name = std::move(name);
  auto& pipeline = add_pipeline(std::move(fresh));
  add_version(pipeline, std::move(json), std::move(values));
  pipeline.row.active_version = pipeline.row.latest_version;
  start_instances(pipeline, std::move(runnable));
  return pipeline;
}

LoadedPipeline& Engine::Impl::add_pipeline(LoadedPipeline fresh) {
  // Only when its removal is recorded, a name is free again in the store, too.
  if (!batch_.removed.empty()) commit();
  fresh.row.key = static_cast<PipelineKey>(pipelines_.size() + 1);
  fresh.row.created = now();
  pipelines_.push_back(std::make_unique<LoadedPipeline>(std::move(fresh)));
  return *pipelines_.back();
}

void Engine::Impl::add_version(LoadedPipeline& pipeline, std::string json, std::string values) {
  auto& row = pipeline.instances ? pipeline.instances->pipeline : pipeline.row;
  ++row.latest_version;
  pipeline.definitions.push_back(
      {.pipeline = row.key, .version = row.latest_version, .json = std::move(json), .values = std::move(values), .saved = now()});
  batch_.definitions.push_back(pipeline.definitions.back());
}

Saved Engine::Impl::save(const Definition& definition) {
  if (definition.name.empty()) throw std::invalid_argument{"a pipeline needs a name: set Definition::name before saving"};
  const std::lock_guard lock{state_};
  return save_locked(definition, {});
}

/// `first_values` are those of a new pipeline; an old one keeps its own.
Saved Engine::Impl::save_locked(const Definition& definition, std::string first_values) {
  auto* pipeline = find(PipelineId{definition.name});

  CompileOptions options;
  options.profile = options_.profile;
  options.defaults = options_.defaults;
  options.now = now();
  options.for_activation = false;
  options.required_fields = options_.required_fields;
  auto compiled = compile(definition, options_.catalog, options);
  Saved saved{.version = 0, .diagnostics = compiled ? std::move(compiled->warnings) : std::move(compiled).error()};
  // What cannot be kept (S-29), and what may not be changed any more (S-155, S-158).
  Diagnostics refused;
  std::copy_if(saved.diagnostics.begin(), saved.diagnostics.end(), std::back_inserter(refused), [](const Diagnostic& found) {
    return found.code == "MissingId" || found.code == "EmptyField" || found.code == "TooManyObjects";
  });
  if (pipeline != nullptr) {
    const auto* active = pipeline->definition(pipeline->current().active_version);
    if (auto before = active == nullptr ? Result<Definition, Diagnostics>{Failure{Diagnostics{}}} : read_definition(active->json)) {
      const auto changes = pipeline->current().state == PipelineState::finished ? check_extension(*before, definition, *options_.catalog)
                                                                                : check_edit(*before, definition, *options_.catalog);
      refused.insert(refused.end(), changes.begin(), changes.end());
    }
  }
  if (!refused.empty()) throw DefinitionError{std::move(refused)};

  auto values = std::move(first_values);
  if (pipeline == nullptr) {
    LoadedPipeline fresh;
    fresh.row.name = definition.name;
    pipeline = &add_pipeline(std::move(fresh));
  } else if (const auto* latest = pipeline->definition(pipeline->current().latest_version)) {
    values = latest->values;  // what was given at an activation holds until it is replaced (S-19)
  }
  add_version(*pipeline, write_definition(definition), std::move(values));
  batch_.pipelines.push_back(pipeline->current());
  commit();
  saved.version = pipeline->current().latest_version;
  return saved;
}

/// Makes the plan the active one and begins to release what is due.
void Engine::Impl::start_instances(LoadedPipeline& pipeline, RunnablePlan runnable, std::optional<Instant> from) {
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
  penstock::activate(*pipeline.instances, now(), from, keys_, batch_);
}

}  // namespace penstock
