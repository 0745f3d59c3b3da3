// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <utility>

#include "penstock/definition/json.hpp"

namespace penstock::testing {

namespace {

/// Made once, because it is large and never changes.
const std::shared_ptr<const Catalog>& standard_catalog() {
  static const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
  return catalog;
}

EngineOptions engine_options(const ScenarioFile& scenario, const Observer& observer) {
  EngineOptions options;
  options.observer = observer;
  options.profile = scenario.profile;
  options.required_fields = false;
  options.catalog = standard_catalog();
  if (scenario.max_active_instances) {
    options.defaults = scenario.profile == Profile::service ? service_defaults() : Defaults{};
    options.defaults->max_active_instances = *scenario.max_active_instances;
  }
  if (scenario.allow_backfill) options.backfill_guard = !*scenario.allow_backfill;
  return options;
}

/// `X`, 3 and nothing for `X#3`; `P`, 3 and `X` for `P#3/X`.
struct NumberedName {
  std::string_view component;
  std::int64_t interval = 0;
  std::string_view owner{};
};

std::optional<NumberedName> parse_name(std::string_view text) {
  const auto hash = text.find('#');
  if (hash == std::string_view::npos) return std::nullopt;
  NumberedName name{.component = text.substr(0, hash)};
  auto rest = text.substr(hash + 1);
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    name.owner = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
    if (name.owner.empty()) return std::nullopt;
  }
  const auto [stopped, error] = std::from_chars(rest.data(), rest.data() + rest.size(), name.interval);
  if (error != std::errc{} || stopped != rest.data() + rest.size() || name.interval < 0) return std::nullopt;
  return name;
}

/// `given` in front of what was given before (S-19).
void merge(ParameterValues& values, const ParameterValues& given) {
  for (const auto& value : given) {
    const auto same = std::find_if(values.begin(), values.end(), [&](const Field& field) { return field.name == value.name; });
    if (same == values.end()) {
      values.push_back(value);
    } else {
      *same = value;
    }
  }
}

}  // namespace

Stage::Stage(const ScenarioFile& scenario, SimulationOptions options)
    : simulation{std::move(options), Script::read(scenario.script.dump())}, definition(scenario.definition), profile_{scenario.profile} {}

Stage::Stage(const ScenarioFile& scenario, const Observer& observer)
    : Stage{scenario, SimulationOptions{.start = scenario.clock.value_or(Instant{}), .engine = engine_options(scenario, observer)}} {}

Stage::Stage(const ScenarioFile& scenario, const Observer& observer, Store& store, StoreReader& reader)
    : Stage{scenario, SimulationOptions{.start = scenario.clock.value_or(Instant{}),
                                        .engine = engine_options(scenario, observer),
                                        .store = &store,
                                        .reader = &reader,
                                        .resume_lost = true}} {}

void Stage::differ(std::string where, std::string expected, std::string seen) {
  differences.push_back({.where = std::move(where), .expected = std::move(expected), .seen = std::move(seen)});
}

Definition Stage::read(const Json& json) const {
  auto said = read_definition(json.dump());
  if (!said) throw DefinitionError{said.error()};
  said->name = pipeline.text();
  return std::move(said).value();
}

CompileOptions Stage::compile_options() const {
  CompileOptions options;
  options.profile = profile_;
  options.required_fields = false;
  options.values = values_;
  options.now = simulation.now();
  options.first_activation = first_activation_;
  return options;
}

Diagnostics Stage::validate() const {
  const auto said = read_definition(definition.dump());
  if (!said) return said.error();
  auto options = compile_options();
  options.for_activation = false;
  const auto compiled = compile(*said, standard_catalog(), options);
  return compiled ? compiled->warnings : compiled.error();
}

void Stage::save(Json changed) {
  const auto said = read(changed);
  auto before = std::exchange(definition, std::move(changed));
  try {
    (void)engine().save(said);
  } catch (const std::exception&) {
    definition = std::move(before);
    throw;
  }
}

void Stage::activate(const ParameterValues& values, std::optional<Instant> from) {
  try {
    engine().activate(pipeline, values, from);
  } catch (const std::exception&) {
    throw;
  } catch (...) {
    activated(values);
    throw;
  }
  activated(values);
}

void Stage::activated(const ParameterValues& values) {
  merge(values_, values);
  if (!first_activation_) first_activation_ = std::chrono::floor<std::chrono::seconds>(simulation.now());
  auto compiled = compile(read(definition), standard_catalog(), compile_options());
  if (!compiled) throw DefinitionError{compiled.error()};
  plan_ = compiled->plan;
}

const Component& Stage::component(std::string_view id) const {
  const auto found = plan_->find(id);
  if (!found) throw ScenarioError{fmt::format("there is no active object \"{}\"", id)};
  return (*plan_)[*found];
}

/// Times of the on-demand runs that have begun: a queued one that was dropped has no number.
std::vector<Instant> Stage::runs() {
  std::vector<Instant> found;
  for (const auto& run :
       simulation.history().runs({.pipeline = pipeline.text(), .component_id = {}, .statuses = {}, .preconditions = false})) {
    found.push_back(run.instance.scheduled.start);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string Stage::id_of(std::string_view text) {
  if (text.starts_with('@')) return std::string{text};
  const auto name = parse_name(text);
  if (!name) throw ScenarioError{fmt::format("\"{}\" is no instance; write X#0, P#0/X or an id", text)};
  // Before an activation nothing has an id, and neither has a run that has not begun; this one is nobody's.
  const auto nobody = fmt::format("@{}#{}", name->component, name->interval);
  if (plan_ == nullptr) return nobody;
  const auto& first = component(name->component);
  const auto& runnable = name->owner.empty() ? first : component(name->owner);
  if (!is_runnable(runnable.kind)) throw ScenarioError{fmt::format("\"{}\": a {} has no instances of its own", text, runnable.type)};
  std::optional<Instant> start;
  if (runnable.calendar) {
    start = interval(runnable.calendar->recurrence, name->interval).start;
  } else if (const auto begun = runs(); static_cast<std::size_t>(name->interval) < begun.size()) {
    start = begun[static_cast<std::size_t>(name->interval)];
  }
  return start ? instance_id(name->component, *start, name->owner) : nobody;
}

std::string Stage::name_of(const std::string& id) {
  if (!id.starts_with('@')) return id;
  const auto at = id.find('@', 1);
  const auto owner = at == std::string::npos ? std::string{} : id.substr(at + 1);
  const auto first = id.substr(1, at == std::string::npos ? std::string::npos : at - 1);
  const auto bar = first.rfind('_');
  if (bar == std::string::npos || plan_ == nullptr) return id;
  const auto start = parse_instant(first.substr(bar + 1));
  const auto name = first.substr(0, bar);
  const auto found = plan_->find(owner.empty() ? name : owner);
  if (!start || !found) return id;
  std::int64_t number = 0;
  if (const auto& calendar = (*plan_)[*found].calendar) {
    number = overlapping(calendar->recurrence, calendar->type, {*start, *start}).first;
  } else {
    const auto begun = runs();
    number = std::lower_bound(begun.begin(), begun.end(), *start) - begun.begin();
  }
  auto text = owner.empty() ? fmt::format("{}#{}", name, number) : fmt::format("{}#{}/{}", name, number, owner);
  return id_of(text) == id ? text : id;
}

std::optional<RunSummary> Stage::find(std::string_view name) { return simulation.history().run(pipeline.text(), id_of(name)); }

}  // namespace penstock::testing
