// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "cli/dependency_tree.hpp"
#include "cli/explanation.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

namespace {

/// An alarm may belong to every activity: some show what it would say.
constexpr std::size_t most_instances = 3;
/// Of a long list of instances the ends tell enough.
constexpr std::size_t most_references = 4;

void print_heading(std::string_view text, Output& out) { out.line("\n" + out.colored(Color::bold, text)); }

Cell value_cell(const ExplainedParameter& parameter) {
  if (parameter.is_missing()) return {.text = "missing", .color = Color::red};
  if (parameter.values.empty()) return {.text = "not given"};
  const auto text = fmt::format("{}", fmt::join(parameter.values, ", "));
  return {.text = parameter.array ? fmt::format("[{}]", text) : text};
}

void print_parameters(const Explanation& explanation, Output& out) {
  if (explanation.parameters.empty()) return;
  print_heading("PARAMETERS", out);
  Table table{{"ID", "TYPE", "VALUE", "FROM", "DEFAULT", "DESCRIPTION"}};
  std::size_t missing = 0;
  for (const auto& each : explanation.parameters) {
    missing += each.is_missing() ? 1 : 0;
    table.add({{.text = each.id},
               {.text = each.declared ? each.type : "not declared"},
               value_cell(each),
               {.text = each.from},
               {.text = each.from == "default" ? "the same" : each.default_value.value_or("")},
               {.text = each.description}});
  }
  table.print(out);
  if (missing > 0) {
    out.line(fmt::format("{} missing; give them with --set NAME=VALUE or --values FILE",
                         missing == 1 ? "1 value is" : fmt::format("{} values are", missing)));
  }
}

std::string next_in_words(const Outlook& outlook) {
  if (outlook.next.empty()) return "no run is left";
  std::vector<std::string> times;
  for (const auto& run : outlook.next) times.push_back(to_text(run.due));
  return fmt::format("next runs {}", fmt::join(times, ", "));
}

void print_schedules(const Explanation& explanation, Output& out) {
  if (explanation.schedules.empty() && !explanation.plan->runs().on_demand) return;
  print_heading("SCHEDULES", out);
  if (explanation.plan->runs().on_demand) {
    const auto at_once = explanation.plan->runs().max;
    out.line(fmt::format("On demand: nothing runs by itself, each activation is one run; at most {} at a time.", counted(at_once, "run")));
    return;
  }
  const auto from = explanation.at ? to_text(*explanation.at) : std::string{"now"};
  for (const auto& schedule : explanation.schedules) {
    out.line(one_line(fmt::format("{}: {}{}", schedule.id, schedule.says,
                                  schedule.from_activation && schedule.has_intervals && !schedule.styles.empty()
                                      ? fmt::format("; it begins with the first activation, here as if {}", from)
                                      : "")));
    if (!schedule.has_intervals) out.line("  its intervals are not known while values are missing");
    for (const auto& style : schedule.styles) {
      out.line(one_line(fmt::format("  {}, {}: {}", name_of(style.type), meaning_of(style.type), fmt::join(style.users, ", "))));
      const auto before = style.outlook.due_before;
      const auto backfill = before == 0 ? std::string{}
                                        : fmt::format("; {} due before and caught up with when it is activated",
                                                      counted(before, "interval is", "intervals are"));
      out.line(fmt::format("    from {}: {}{}", from, next_in_words(style.outlook), backfill));
    }
    if (schedule.has_intervals && schedule.styles.empty()) out.line("  nothing follows it");
  }
}

std::string ids_of(const Plan& plan, const std::vector<ComponentIndex>& list) {
  std::vector<std::string> ids;
  for (const auto index : list) ids.push_back(plan[index].id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

void print_components(const Explanation& explanation, Output& out) {
  const auto& plan = *explanation.plan;
  if (explanation.components.empty()) return;
  print_heading("OBJECTS", out);
  Table table{{"ID", "KIND", "TYPE", "SCHEDULE", "RUNS ON", "WAITS FOR", "IF", "ON FAIL"}};
  for (const auto& row : explanation.components) {
    const auto& component = plan[row.index];
    auto schedule = row.schedule;
    if (component.calendar) schedule += fmt::format(" ({})", name_of(component.calendar->type));
    auto place = component.runs_on ? plan[*component.runs_on].id : component.worker_group;
    table.add({{.text = component.id},
               {.text = std::string{to_text(component.kind)}},
               {.text = component.type},
               {.text = schedule},
               {.text = std::move(place)},
               {.text = ids_of(plan, component.dependencies)},
               {.text = ids_of(plan, component.preconditions)},
               {.text = ids_of(plan, component.on_fail)}});
  }
  table.print(out);
}

void print_notices(const Explanation& explanation, Output& out) {
  const auto& plan = *explanation.plan;
  const auto& runs = plan.runs();
  if (!runs.on_success.empty()) out.line(fmt::format("A run that has ended well is told to {}.", ids_of(plan, runs.on_success)));
  if (!runs.on_fail.empty()) out.line(fmt::format("A run that fails is told to {}.", ids_of(plan, runs.on_fail)));
}

void print_tree(const Explanation& explanation, Output& out) {
  const auto lines = dependency_tree(*explanation.plan);
  if (lines.empty()) return;
  print_heading("WHAT WAITS FOR WHAT", out);
  for (const auto& line : lines) out.line(one_line(line));
}

std::string shown(const Value& value) {
  const auto* const list = value.as<List>();
  if (list == nullptr) return to_text(value);
  const bool references = std::all_of(list->begin(), list->end(), [](const Value& each) { return each.as<ObjectRef>() != nullptr; });
  if (references && list->size() > most_references) {
    return fmt::format("{} … {} ({} of them)", to_text(list->front()), to_text(list->back()), list->size());
  }
  std::vector<std::string> texts;
  for (const auto& each : *list) texts.push_back(to_text(each));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

/// Default gives every object whatever it holds; what means nothing to the object's type would only be in the way.
bool is_of_interest(const Component& component, const EvaluatedField& field) {
  return field.name.starts_with("my") || component.object_type == nullptr || component.object_type->find(field.name) != nullptr;
}

void print_instance(const Component& component, const ExplainedInstance& instance, Output& out) {
  if (!instance.unseen.empty()) {
    out.line(one_line(fmt::format("{}: {}", component.id, instance.unseen)));
    return;
  }
  const auto when =
      instance.scheduled ? fmt::format("  {} to {}", to_text(instance.scheduled->start), to_text(instance.scheduled->end)) : "";
  out.line(one_line(instance.id + when));
  std::vector<const EvaluatedField*> fields;
  for (const auto& field : instance.fields) {
    if (is_of_interest(component, field)) fields.push_back(&field);
  }
  std::size_t width = 0;
  for (const auto* const field : fields) width = std::max(width, display_width(field->name));
  for (const auto* const field : fields) {
    const auto text = field->value ? shown(*field->value) : fmt::format("({})", field->problem);
    const std::string gap(width - display_width(field->name) + 2, ' ');
    out.line(fmt::format("  {}{}{}", one_line(field->name), gap, out.colored(field->value ? Color::plain : Color::dim, one_line(text))));
  }
}

void print_fields(const Explanation& explanation, Output& out) {
  if (!explanation.at || explanation.components.empty()) return;
  print_heading(fmt::format("FIELDS AT {}", to_text(*explanation.at)), out);
  for (const auto& row : explanation.components) {
    const auto& component = (*explanation.plan)[row.index];
    for (std::size_t i = 0; i < std::min(row.instances.size(), most_instances); ++i) print_instance(component, row.instances[i], out);
    if (row.instances.size() > most_instances) {
      out.line(fmt::format("{}: the same for {} more; --json has all", one_line(component.id), row.instances.size() - most_instances));
    }
  }
}

}  // namespace

void print(const Explanation& explanation, Output& out) {
  const auto& components = explanation.plan->components();
  const auto runnables = std::count_if(components.begin(), components.end(), [](const Component& each) { return is_runnable(each.kind); });
  out.line(fmt::format("{}, {} of them with instances{}", counted(static_cast<std::int64_t>(components.size()), "object"), runnables,
                       explanation.warnings == 0 ? std::string{}
                                                 : fmt::format("; {}, see penstock validate",
                                                               counted(static_cast<std::int64_t>(explanation.warnings), "warning"))));
  print_parameters(explanation, out);
  print_schedules(explanation, out);
  print_notices(explanation, out);
  print_tree(explanation, out);
  print_components(explanation, out);
  print_fields(explanation, out);
}

}  // namespace penstock::cli
