// SPDX-License-Identifier: Apache-2.0
/// What fields an object needs, and what their values must be.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/constants.hpp"
#include "plan/numbers.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

using Group = std::vector<std::string>;

bool holds(const Group& group, std::string_view name) { return std::find(group.begin(), group.end(), name) != group.end(); }

bool is_pair(const Group& group, std::string_view a, std::string_view b) { return holds(group, a) && holds(group, b); }

/// Groups that have codes and rules of their own are checked where those fields are read.
bool is_checked_elsewhere(const Group& group) {
  return is_pair(group, "runsOn", "workerGroup") || is_pair(group, "startAt", "startDateTime") ||
         is_pair(group, "occurrences", "endDateTime");
}

/// The code of a pair of which exactly one must be given; empty for other groups (S-32).
std::string_view exactly_one_code(const Group& group) {
  if (is_pair(group, "command", "scriptUri")) return "ExactlyOneOfCommandScriptUri";
  if (is_pair(group, "filePath", "directoryPath")) return "ExactlyOneOfFilePathDirectoryPath";
  if (is_pair(group, "clusterId", "connectionString")) return "ExactlyOneOfClusterIdConnectionString";
  return {};
}

std::size_t count_present(const Draft& draft, const Group& group) {
  return static_cast<std::size_t>(
      std::count_if(group.begin(), group.end(), [&](const std::string& name) { return draft.find(without_star(name)) != nullptr; }));
}

void check_required_group(Compilation& c, const Draft& draft, const Group& group) {
  if (is_checked_elsewhere(group)) return;
  const std::string_view exactly_one = exactly_one_code(group);
  const std::size_t present = count_present(draft, group);
  // A manifest stands for the paths of a data node.
  const bool missing = present == 0 && !draft.uncertain && !(holds(group, "filePath") && draft.find("manifestFilePath") != nullptr);
  if (!exactly_one.empty()) {
    const bool both = present > 1 && draft.find("manifestFilePath") == nullptr;
    if (missing || both) {
      c.report.error_once(draft.id, exactly_one, group.front(),
                          missing ? fmt::format("needs one of: {}", fmt::join(group, ", "))
                                  : fmt::format("these exclude each other, keep one: {}", fmt::join(group, ", ")));
    }
  } else if (missing) {
    c.report.error(draft.id, holds(group, "scriptUri") ? "ScriptMissing" : "MissingField", group.front(),
                   fmt::format("needs one of: {}", fmt::join(group, ", ")));
  }
}

void check_exclusive_group(Compilation& c, const Draft& draft, const Group& group) {
  if (is_checked_elsewhere(group) || count_present(draft, group) < 2) return;
  if (!exactly_one_code(group).empty()) return check_required_group(c, draft, group);
  c.report.error_once(draft.id, "FieldNotAllowed", group.front(),
                      fmt::format("these exclude each other, keep one: {}", fmt::join(group, ", ")));
}

void check_required_fields(Compilation& c, const Draft& draft, const ObjectType& type) {
  if (!c.options.required_fields || draft.uncertain) return;
  for (const FieldType& field : type.fields) {
    if (!field.required || (field.service_only && !c.service())) continue;
    const std::string_view name = without_star(field.name);
    // A schedule without a period is reported as one with a wrong period.
    if (type.kind == Kind::schedule && name == "period") continue;
    if (draft.find(name) != nullptr) continue;
    c.report.error(draft.id, "MissingField", field.name,
                   fmt::format("{} needs this field{}", type.name, field.note.empty() ? "" : " (" + field.note + ")"));
  }
}

/// The values of a field that are known before anything runs, one by one.
std::vector<Constant> known_values(Compilation& c, const Draft& draft, std::string_view field) {
  auto known = constant_if_known(c, draft, field);
  if (!known) return {};
  const List* const list = known->value.as<List>();
  if (list == nullptr) return {std::move(*known)};
  std::vector<Constant> values;
  for (const Value& each : *list) values.push_back({each, known->secret});
  return values;
}

/// Fields that other phases read have their own checks there.
bool is_scheduling(std::string_view name) { return name == "scheduleType" || name == "startAt" || name == "failureAndRerunMode"; }

void check_value(Compilation& c, const Draft& draft, const FieldUse& use) {
  const FieldType& type = *use.type;
  const bool enumerated = !type.enumerators.empty() && !type.service_only && !is_scheduling(use.written->name);
  if (!enumerated && type.slot != Slot::boolean) return;
  const std::vector<std::string> allowed = enumerated ? type.enumerators : std::vector<std::string>{"true", "false"};
  for (const Constant& value : known_values(c, draft, use.written->name)) {
    const std::string text = lower_case(value.text());
    if (std::any_of(allowed.begin(), allowed.end(), [&](const std::string& each) { return lower_case(each) == text; })) continue;
    c.report.error(draft.id, "BadEnum", use.written->name, fmt::format("{} is none of: {}", value.shown(), fmt::join(allowed, ", ")));
  }
}

/// Time-outs of resources are evaluated when a resource is created; those that are constants can be judged now.
void check_resource_time_outs(Compilation& c, const Draft& draft) {
  for (const std::string_view name : {"initTimeout", "terminateAfter"}) {
    for (const Constant& value : known_values(c, draft, name)) {
      const std::string text = value.text();
      const auto hours = name == "terminateAfter" ? parse_integer(text) : std::nullopt;  // a bare number means hours (S-112)
      const auto period = parse_period(text);
      if ((hours && *hours >= 1) || (period && knows_unit(c, period->unit))) continue;
      c.report.error(draft.id, "BadPeriod", name,
                     fmt::format("{} is no length of time; write a number and a unit: {}", value.shown(), known_units(c)));
    }
  }
}

void check_late_action(Compilation& c, const Draft& draft) {
  const FieldUse* const use = draft.find("onLateAction");
  if (use == nullptr || use->type == nullptr || draft.find("lateAfterTimeout") != nullptr || draft.uncertain) return;
  c.report.error(draft.id, "LateTimeoutMissing", "onLateAction", "never happens without lateAfterTimeout; set that too");
}

bool is_staged(Compilation& c, const Draft& draft, const ObjectType& type) {
  const FieldType* const stage = c.vocabulary.field(type, "stage");
  if (stage == nullptr) return false;
  if (draft.find("stage") == nullptr) {
    return type.name == "HiveActivity" || type.name == "PigActivity" || lower_case(stage->default_value) == "true";
  }
  const auto value = constant_if_known(c, draft, "stage");
  return value && lower_case(value->text()) == "true";
}

void check_staging(Compilation& c, const Draft& draft, const Component& component) {
  if (component.kind != Kind::activity || !is_staged(c, draft, *component.object_type)) return;
  for (const ComponentIndex output : c.links(draft, "output", {Kind::data_node})) {
    const Draft& node = c.drafts[c.draft_of[output]];
    const bool can_be_staged = c.vocabulary.field(*node.type, "directoryPath") != nullptr;
    if (!can_be_staged || node.uncertain || node.find("directoryPath") != nullptr) continue;
    c.report.error_once(
        draft.id, "OutputStagingNeedsDirectoryPath", "output",
        fmt::format("\"{}\" has no directoryPath, so nothing can be staged to it; give it one or set stage to false", node.id));
  }
}

bool is_taken_at_the_end(std::string_view field) { return field == "onFail" || field == "onSuccess" || is_pipeline_notice(field); }

void check_pipeline_notices(Compilation& c, const Draft& writer) {
  if (writer.id == "Default") return;
  for (const WrittenField& written : writer.written) {
    if (!is_pipeline_notice(written.name) || written.removes) continue;
    c.report.warning(writer.id, "OnlyOnDefault", written.name, "means something on Default only, and is ignored here; move it there");
  }
}

void check_terminate(Compilation& c, const Draft& writer) {
  for (const WrittenField& written : writer.written) {
    if (written.broken || !is_taken_at_the_end(written.name)) continue;
    for (const WrittenValue& value : written.values) {
      const Link* const link = std::get_if<Link>(&value);
      const ObjectType* const type = link == nullptr ? nullptr : c.drafts[link->object].type;
      if (type == nullptr || type->name != "Terminate") continue;
      c.report.warning(writer.id, "TerminateOutsideLate", written.name,
                       fmt::format("\"{}\" ends what has ended already; Terminate belongs into onLateAction", c.drafts[link->object].id));
    }
  }
}

void check_shadowing(Compilation& c, const Draft& writer) {
  for (const WrittenField& written : writer.written) {
    const auto parameter = c.parameter_by_name.find(written.name);
    if (written.removes || parameter == c.parameter_by_name.end() || !parameter->second.declared) continue;
    c.report.warning(writer.id, "ParameterShadowed", written.name, "hides the parameter of the same name; rename one of them");
  }
}

}  // namespace

void check_fields(Compilation& c) {
  for (const Draft& draft : c.drafts) {
    check_terminate(c, draft);
    check_pipeline_notices(c, draft);
    check_shadowing(c, draft);
  }
  c.each_component([&](const Draft& draft, const Component& component) {
    const ObjectType& type = *component.object_type;
    check_required_fields(c, draft, type);
    for (const Group& group : type.required_one_of) check_required_group(c, draft, group);
    for (const Group& group : type.exclusive) check_exclusive_group(c, draft, group);
    for (const FieldUse& use : draft.fields) {
      if (use.type != nullptr && !use.dropped) check_value(c, draft, use);
    }
    if (component.kind == Kind::resource) check_resource_time_outs(c, draft);
    check_late_action(c, draft);
    check_staging(c, draft, component);
  });
}

}  // namespace penstock::compiling
