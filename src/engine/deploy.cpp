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
#include "penstock/vault/sealing.hpp"

namespace penstock {

OpenedDefinition Engine::Impl::recorded_definition(const LoadedPipeline& pipeline, const DefinitionRow& row) const {
  auto recorded = opened(row, pipeline.current().name, options_.vault);
  if (!recorded) throw DefinitionError{std::move(recorded).error()};
  return std::move(recorded).value();
}

SealedDefinition Engine::Impl::sealed_or_refused(const Definition& definition, const ParameterValues& values) const {
  auto said = sealed(definition, values, options_);
  if (!said) throw DefinitionError{std::move(said).error()};
  return std::move(said).value();
}

namespace {

/// Sealing the same text twice gives two texts, so what is compared is in clear. Text by text first: what has no secrets needs no more.
bool says_the_same(const DefinitionRow& row, const OpenedDefinition& recorded, const std::string& json, const std::string& values) {
  if (row.json == json && row.values == values) return true;
  const bool has_sealed = row.json.find(sealed_mark) != std::string::npos || row.values.find(sealed_mark) != std::string::npos;
  return has_sealed && write_definition(recorded.definition) == json && write_values(recorded.values) == values;
}

}  // namespace

Deployed Engine::Impl::deploy(const Definition& definition, const ParameterValues& values) {
  if (definition.name.empty()) throw std::invalid_argument{"a pipeline needs a name: set Definition::name before deploying"};
  const std::lock_guard lock{state_};
  auto* pipeline = find(PipelineId{definition.name});

  const auto* active = pipeline == nullptr ? nullptr : pipeline->definition(pipeline->current().active_version);
  std::optional<OpenedDefinition> before;
  if (active != nullptr) before = recorded_definition(*pipeline, *active);
  if (before && says_the_same(*active, *before, write_definition(definition), write_values(values))) {
    if (!pipeline->held.empty()) {
      throw DefinitionError{{{.severity = Severity::error, .code = "NotSupported", .object = {}, .field = {}, .message = pipeline->held}}};
    }
    commit();  // the store may have refused what an earlier call did
    const auto state = pipeline->current().state;
    return {.what = state == PipelineState::finished ? Deployed::What::unchanged : Deployed::What::resumed, .state = state, .warnings = {}};
  }

  const LoadedPipeline fresh;
  const auto& target = pipeline == nullptr ? fresh : *pipeline;
  Diagnostics problems;
  if (before) problems = check_edit(before->definition, definition, *options_.catalog);
  auto said = sealed(definition, values, options_);
  if (!said) problems.insert(problems.end(), said.error().begin(), said.error().end());
  auto runnable = plan_to_run(definition, values, options_, *site_->handlers, target, now());
  if (!runnable) problems.insert(problems.end(), runnable.error().begin(), runnable.error().end());
  if (!problems.empty()) throw DefinitionError{std::move(problems)};

  const auto what = pipeline == nullptr ? Deployed::What::created : Deployed::What::updated;
  auto warnings = runnable->warnings;
  if (pipeline == nullptr) {
    pipeline = &create(definition.name, std::move(said).value(), std::move(runnable).value());
  } else {
    add_version(*pipeline, std::move(said).value());
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
  auto recorded = recorded_definition(pipeline, *latest);
  const auto all_values = merged(values, std::move(recorded.values));
  auto runnable = plan_to_run(recorded.definition, all_values, options_, *site_->handlers, pipeline, now(), from);
  if (!runnable) throw DefinitionError{std::move(runnable).error()};
  if (row.state == PipelineState::finished && !runnable->plan->runs().on_demand && !has_intervals_to_come(pipeline, *runnable->plan)) {
    throw senseless("the pipeline is FINISHED; save a definition with a later end to go on (S-154)");
  }
  if (!values.empty()) add_version(pipeline, sealed_or_refused(recorded.definition, all_values));
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
  const auto* version = pipeline->definition(row.active_version != 0 ? row.active_version : row.latest_version);
  if (version == nullptr) throw senseless("nothing was saved yet");
  auto recorded = recorded_definition(*pipeline, *version);
  const auto values = merged(what.values, std::move(recorded.values));
  const auto compiled = compile(recorded.definition, options_.catalog, compile_options(values, options_, *pipeline, now()));
  if (!compiled) throw DefinitionError{compiled.error()};
  auto run = single_run(recorded.definition, *compiled->plan, what.steps);
  if (!run) throw DefinitionError{std::move(run).error()};

  // Ids hold whole seconds: two runs in one second get consecutive ones (S-78).
  auto at = std::chrono::floor<std::chrono::seconds>(now());
  const auto named = [&] { return PipelineId{fmt::format("{}@{}", name.text(), to_text(at))}; };
  while (find(named()) != nullptr) at += std::chrono::seconds{1};
  run->name = named().text();
  auto runnable = plan_to_run(*run, values, options_, *site_->handlers, LoadedPipeline{}, now());
  if (!runnable) throw DefinitionError{std::move(runnable).error()};
  create(run->name, sealed_or_refused(*run, values), std::move(runnable).value());
  return named();
}

/// A new pipeline, saved and active at once.
LoadedPipeline& Engine::Impl::create(std::string name, SealedDefinition said, RunnablePlan runnable) {
  LoadedPipeline fresh;
  fresh.row.name = std::move(name);
  auto& pipeline = add_pipeline(std::move(fresh));
  add_version(pipeline, std::move(said));
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

void Engine::Impl::add_version(LoadedPipeline& pipeline, SealedDefinition said) {
  auto& row = pipeline.instances ? pipeline.instances->pipeline : pipeline.row;
  ++row.latest_version;
  pipeline.definitions.push_back(
      {.pipeline = row.key, .version = row.latest_version, .json = std::move(said.json), .values = std::move(said.values), .saved = now()});
  batch_.definitions.push_back(pipeline.definitions.back());
}

Saved Engine::Impl::save(const Definition& definition) {
  if (definition.name.empty()) throw std::invalid_argument{"a pipeline needs a name: set Definition::name before saving"};
  const std::lock_guard lock{state_};
  return save_locked(definition, ParameterValues{});
}

/// `values` are those of a new pipeline; an old one keeps its own.
Saved Engine::Impl::save_locked(const Definition& definition, ParameterValues values) {
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
    if (active != nullptr) {
      const auto before = recorded_definition(*pipeline, *active).definition;
      const auto changes = pipeline->current().state == PipelineState::finished ? check_extension(before, definition, *options_.catalog)
                                                                                : check_edit(before, definition, *options_.catalog);
      refused.insert(refused.end(), changes.begin(), changes.end());
    }
  }
  // What was given at an activation holds until it is replaced (S-19), and may be secret only by this definition.
  const auto* latest = pipeline == nullptr ? nullptr : pipeline->definition(pipeline->current().latest_version);
  if (latest != nullptr) values = recorded_definition(*pipeline, *latest).values;
  auto said = sealed(definition, values, options_);
  if (!said) refused.insert(refused.end(), said.error().begin(), said.error().end());
  if (!refused.empty()) throw DefinitionError{std::move(refused)};
  if (latest == nullptr ? values.empty() : latest->values.empty()) said->values.clear();

  if (pipeline == nullptr) {
    LoadedPipeline fresh;
    fresh.row.name = definition.name;
    pipeline = &add_pipeline(std::move(fresh));
  }
  add_version(*pipeline, std::move(said).value());
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
