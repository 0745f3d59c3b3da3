// SPDX-License-Identifier: Apache-2.0
#include "pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "penstock/definition/json.hpp"
#include "penstock/vault/sealing.hpp"

namespace penstock {

const DefinitionRow* LoadedPipeline::definition(std::int32_t version) const {
  const auto found = std::find_if(definitions.begin(), definitions.end(), [&](const DefinitionRow& row) { return row.version == version; });
  return found == definitions.end() ? nullptr : &*found;
}

Result<OpenedDefinition, Diagnostics> opened(const DefinitionRow& row, const std::string& pipeline, Vault* vault) {
  const Sealing sealing{pipeline, vault};
  auto recorded = read_definition(row.json);
  if (!recorded) return Failure{std::move(recorded).error()};
  auto definition = sealing.open(std::move(recorded).value());
  if (!definition) return Failure{std::move(definition).error()};
  OpenedDefinition result{.definition = std::move(definition).value(), .values = {}};
  result.definition.name = pipeline;
  if (row.values.empty()) return result;
  auto given = read_values(row.values);
  if (!given) return Failure{std::move(given).error()};
  auto values = sealing.open(std::move(given).value());
  if (!values) return Failure{std::move(values).error()};
  result.values = std::move(values).value();
  return result;
}

Result<SealedDefinition, Diagnostics> sealed(const Definition& definition, const ParameterValues& values, const EngineOptions& options) {
  const Sealing sealing{definition.name, options.vault};
  const auto safe = sealing.seal(definition, values, *options.catalog);
  const auto safe_values = sealing.seal(values, definition);
  if (safe && safe_values) return SealedDefinition{.json = write_definition(*safe), .values = write_values(*safe_values)};
  Diagnostics problems;
  if (!safe) problems = safe.error();
  if (!safe_values) problems.insert(problems.end(), safe_values.error().begin(), safe_values.error().end());
  return Failure{std::move(problems)};
}

namespace {

Diagnostic cannot_run(const Component& component, std::string field, std::string message) {
  return {.severity = Severity::error,
          .code = "NotSupported",
          .object = component.id,
          .field = std::move(field),
          .message = std::move(message)};
}

bool is_polled(const Component& component, const EngineOptions& options) {
  return options.poll_worker_groups && !component.worker_group.empty();
}

/// What this program cannot do although the definition is right.
Diagnostics missing_abilities(const Plan& plan, const Handlers& handlers, const EngineOptions& options) {
  Diagnostics found;
  const auto ask = [&](const Component& component, const auto* handler) {
    if (handler == nullptr) {
      found.push_back(cannot_run(component, "type",
                                 fmt::format("nothing in this program can run a {}; register a handler for this type", component.type)));
    } else if (const auto refusal = handler->refuse(component); !refusal.empty()) {
      found.push_back(cannot_run(component, {}, refusal));
    }
  };
  for (const auto& component : plan.components()) {
    switch (component.kind) {
      case Kind::activity:
        if (!is_polled(component, options)) ask(component, handlers.find_activity(component.type));
        break;
      case Kind::resource:
        if (const auto* handler = handlers.find_resource(component.type); handler != nullptr) {
          ask(component, handler);
        } else if (!component.users.empty() && !options.local_resources) {
          found.push_back(
              cannot_run(component, "type",
                         fmt::format("nothing in this program can create a {}; register a handler for this type, or set the option "
                                     "local_resources to run here what should run on it",
                                     component.type)));
        }
        break;
      case Kind::precondition:
        ask(component, handlers.find_precondition(component.type));
        break;
      case Kind::action:
        if (component.type != "Terminate") ask(component, handlers.find_action(component.type));
        break;
      default:
        break;
    }
  }
  return found;
}

/// What runs in this process although its author meant a machine for it (profiles.md).
Diagnostics stand_ins(const Plan& plan, const Handlers& handlers) {
  Diagnostics found;
  for (const auto& component : plan.components()) {
    if (component.kind != Kind::activity || !component.runs_on || handlers.find_resource(plan[*component.runs_on].type) != nullptr)
      continue;
    found.push_back({.severity = Severity::warning,
                     .code = "LocalResource",
                     .object = component.id,
                     .field = "runsOn",
                     .message = fmt::format("runs in this process: {} is not created", plan[*component.runs_on].id)});
  }
  return found;
}

/// Start of the first interval that is not due before `from`; none if there is no such interval.
std::optional<Instant> first_start(const Calendar& calendar, std::optional<Instant> from) {
  const auto total = count(calendar.recurrence, calendar.type);
  std::int64_t n = 0;
  if (from) {
    // Whatever overlaps that moment, or begins after it, is due at most one interval earlier or later.
    const auto next = next_interval(calendar.recurrence, calendar.type, *from);
    if (!next && !total) return std::nullopt;
    const auto around = next ? overlapping(calendar.recurrence, calendar.type, {next->start, next->start}).first : *total;
    n = std::max<std::int64_t>(around - 2, 0);
    while ((!total || n < *total) && due_time(calendar.recurrence, calendar.declared, n) < *from) ++n;
  }
  if (total && n >= *total) return std::nullopt;
  return interval(calendar.recurrence, n).start;
}

/// S-69: a first activation does not start with work that is more than a day old, unless it is asked to.
Diagnostics too_old(const Plan& plan, const EngineOptions& options, const LoadedPipeline& pipeline, Instant now,
                    std::optional<Instant> from) {
  Diagnostics found;
  if (!options.backfill_guard.value_or(options.profile == Profile::service) || pipeline.current().first_activated) return found;
  for (const auto& component : plan.components()) {
    if (!component.calendar) continue;
    const auto first = first_start(*component.calendar, from);
    if (!first || *first >= now - std::chrono::days{1}) continue;
    found.push_back(
        {.severity = Severity::error,
         .code = "BackfillTooOld",
         .object = component.id,
         .field = "schedule",
         .message = fmt::format("the first interval to be run starts at {}, more than a day ago; move the start, give an activation "
                                "timestamp that skips what is old, or switch the backfill guard off",
                                to_text(*first))});
  }
  return found;
}

}  // namespace

CompileOptions compile_options(const ParameterValues& values, const EngineOptions& options, const LoadedPipeline& pipeline, Instant now) {
  CompileOptions compile_options;
  compile_options.profile = options.profile;
  compile_options.defaults = options.defaults;
  compile_options.values = values;
  compile_options.now = now;
  compile_options.first_activation = pipeline.current().first_activated;
  compile_options.positions = pipeline.positions;
  compile_options.required_fields = options.required_fields;
  return compile_options;
}

Result<RunnablePlan, Diagnostics> plan_to_run(const Definition& definition, const ParameterValues& values, const EngineOptions& options,
                                              const Handlers& handlers, const LoadedPipeline& pipeline, Instant now,
                                              std::optional<Instant> from) {
  auto compiled = compile(definition, options.catalog, compile_options(values, options, pipeline, now));
  if (!compiled) return Failure{std::move(compiled).error()};

  const auto& plan = *compiled->plan;
  auto problems = missing_abilities(plan, handlers, options);
  const auto old = too_old(plan, options, pipeline, now, from);
  problems.insert(problems.end(), old.begin(), old.end());
  if (!problems.empty()) return Failure{std::move(problems)};

  RunnablePlan runnable{.plan = compiled->plan, .lanes = {}, .warnings = std::move(compiled->warnings)};
  const auto local = stand_ins(plan, handlers);
  runnable.warnings.insert(runnable.warnings.end(), local.begin(), local.end());
  for (const auto& component : plan.components()) {
    const auto* handler = component.kind == Kind::activity ? handlers.find_activity(component.type) : nullptr;
    auto lane = handler == nullptr ? parked_lane : static_cast<std::uint8_t>(handler->lane(component));
    if (component.kind == Kind::activity && is_polled(component, options)) lane = static_cast<std::uint8_t>(Lane::polled);
    runnable.lanes.push_back(lane);
  }
  return runnable;
}

std::optional<ParsedInstanceId> parse_instance_id(std::string_view id) {
  constexpr std::size_t time_length = 19;  // YYYY-MM-DDTHH:MM:SS
  if (id.empty() || id.front() != '@') return std::nullopt;
  id.remove_prefix(1);
  ParsedInstanceId parsed;
  if (const auto at = id.rfind('@'); at != std::string_view::npos) {
    parsed.owner = id.substr(at + 1);
    id = id.substr(0, at);
  }
  if (id.size() < time_length + 2 || id[id.size() - time_length - 1] != '_') return std::nullopt;
  const auto start = parse_instant(id.substr(id.size() - time_length));
  if (!start) return std::nullopt;
  parsed.start = *start;
  parsed.object = id.substr(0, id.size() - time_length - 1);
  return parsed;
}

std::optional<NamedInstance> find_instance(const Instances& instances, std::string_view id) {
  const auto parsed = parse_instance_id(id);
  if (!parsed) return std::nullopt;
  const auto& [object, start, owner] = *parsed;
  const auto& plan = instances.plan();
  const auto component = plan.find(owner.empty() ? object : owner);
  if (!component) return std::nullopt;

  NamedInstance named{.component = *component, .interval = 0, .precondition = std::nullopt, .live = std::nullopt};
  if (const auto& calendar = plan[*component].calendar) {
    const auto range = overlapping(calendar->recurrence, calendar->type, {start, start});
    if (range.empty() || interval(calendar->recurrence, range.first).start != start) return std::nullopt;
    named.interval = range.first;
  } else {
    const auto run =
        std::find_if(instances.runs.begin(), instances.runs.end(), [&](const auto& entry) { return entry.second.at == parsed->start; });
    if (run == instances.runs.end()) return std::nullopt;
    named.interval = run->first;
  }
  if (named.interval >= instances.components[*component].window.next()) return std::nullopt;
  named.live = instances.find(*component, named.interval);
  if (!owner.empty()) {
    named.precondition = plan.find(object);
    if (!named.precondition) return std::nullopt;
    if (named.live) named.live = instances.find_check(*named.live, *named.precondition);
  }
  return named;
}

std::string instance_text(const Instances& instances, ComponentIndex component, Instant start, ComponentIndex owner) {
  const auto& plan = instances.plan();
  return instance_id(plan[component].id, start, owner == component ? std::string_view{} : std::string_view{plan[owner].id});
}

}  // namespace penstock
