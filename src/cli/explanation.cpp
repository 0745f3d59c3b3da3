// SPDX-License-Identifier: Apache-2.0
#include "cli/explanation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "cli/graph.hpp"
#include "cli/sources.hpp"

namespace penstock::cli {

namespace {

constexpr std::size_t next_runs = 3;
constexpr const char* mask = "******";

const Field* find(const ParameterValues& values, std::string_view name) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const Field& each) { return without_star(each.name) == without_star(name); });
  return found == values.end() ? nullptr : &*found;
}

std::string joined(const Field* field) {
  std::vector<std::string> texts;
  if (field != nullptr) {
    for (const auto& value : field->values) texts.push_back(to_text(value));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

bool is_true(const Field* field) {
  const auto text = joined(field);
  return text == "true" || text == "True" || text == "TRUE";
}

/// The parameters of a plan, with what the definition says about them.
class Parameters {
 public:
  Parameters(const Definition& definition, const ParameterValues& values, const Plan& plan, const GivenValues& given)
      : definition_{definition}, values_{values}, plan_{plan}, given_{given} {}

  std::vector<ExplainedParameter> all() {
    std::vector<ExplainedParameter> result;
    for (const auto& parameter : definition_.parameters) result.push_back(declared(parameter));
    for (const auto& resolved : plan_.parameters()) {
      const bool known = std::any_of(definition_.parameters.begin(), definition_.parameters.end(),
                                     [&](const Parameter& each) { return without_star(each.id) == resolved.name; });
      if (known) continue;
      ExplainedParameter row{.id = resolved.name, .declared = false};
      fill(row, resolved);
      result.push_back(std::move(row));
    }
    return result;
  }

 private:
  ExplainedParameter declared(const Parameter& parameter) const {
    ExplainedParameter row{
        .id = parameter.id, .type = joined(parameter.find("type")), .description = joined(parameter.find("description"))};
    if (row.type.empty()) row.type = "String";
    row.optional = is_true(parameter.find("optional"));
    if (const auto* const field = parameter.find("default")) row.default_value = joined(field);
    row.secret = is_secret(parameter.id);
    if (const auto* const resolved = plan_.parameter(without_star(parameter.id))) fill(row, *resolved);
    return row;
  }

  void fill(ExplainedParameter& row, const ResolvedParameter& resolved) const {
    row.array = resolved.array;
    row.secret = row.secret || resolved.secret;
    for (const auto& value : resolved.values) row.values.push_back(row.secret ? std::string{mask} : to_text(value));
    if (row.secret) {
      if (!is_secret(row.id)) row.id.insert(0, "*");
      if (row.default_value) row.default_value = mask;
    }
    if (!row.values.empty()) row.from = origin_of(resolved.name);
  }

  [[nodiscard]] std::string origin_of(std::string_view name) const {
    const auto assigned = [&](const std::string& assignment) { return without_star(assignment.substr(0, assignment.find('='))) == name; };
    if (std::any_of(given_.assignments.begin(), given_.assignments.end(), assigned)) return "--set";
    if (find(values_, name) != nullptr) return "--values";
    return find(definition_.values, name) != nullptr ? "definition" : "default";
  }

  const Definition& definition_;
  const ParameterValues& values_;
  const Plan& plan_;
  const GivenValues& given_;
};

std::vector<const Component*> in_definition_order(const Plan& plan) {
  std::vector<const Component*> components;
  for (const auto& component : plan.components()) components.push_back(&component);
  std::stable_sort(components.begin(), components.end(), [](const Component* a, const Component* b) { return a->order < b->order; });
  return components;
}

ExplainedSchedule explained(const Plan& plan, const Component& schedule, Instant from) {
  ExplainedSchedule result{.id = schedule.id};
  const auto* const start_at = schedule.find("startAt");
  result.from_activation = start_at != nullptr;
  const Recurrence* recurrence = nullptr;
  bool used = false;
  for (const auto* const user : in_definition_order(plan)) {
    if (schedule_of(plan, *user) != &schedule) continue;
    used = true;
    if (!user->calendar) continue;
    recurrence = &user->calendar->recurrence;
    auto style = std::find_if(result.styles.begin(), result.styles.end(),
                              [&](const ExplainedSchedule::Style& each) { return each.type == user->calendar->type; });
    if (style == result.styles.end()) {
      style = result.styles.insert(
          style, {.type = user->calendar->type, .users = {}, .outlook = outlook(*recurrence, user->calendar->type, from, next_runs)});
    }
    style->users.push_back(user->id);
  }
  // Intervals belong to those that follow a schedule; one that nobody follows has what was written.
  result.has_intervals = recurrence != nullptr || !used;
  result.says = recurrence != nullptr ? in_words(*recurrence, result.styles.front().type) : description_of(schedule);
  return result;
}

ExplainedInstance explained(const Plan& plan, const Preview& preview, Standpoint from, Instant at) {
  const auto sight = preview.sight(from);
  if (!sight) return {.unseen = why_unseen(plan, from, at)};
  const ObjectView view{sight};
  ExplainedInstance result{.id = view.instance_id(), .fields = preview.fields(sight)};
  if (is_runnable(plan[from.component].kind) || from.owner) result.scheduled = sight->instance.scheduled;
  // An action has no instances; whom it tells about is what tells them apart.
  if (from.owner && plan[from.component].kind == Kind::action) result.id += " for " + plan[*from.owner].id;
  return result;
}

}  // namespace

Explanation explain(const Definition& definition, const ParameterValues& values, const std::shared_ptr<const Plan>& plan,
                    const ExplainDefinition& command, Instant now) {
  Explanation result{.plan = plan, .from = now, .at = command.at};
  result.parameters = Parameters{definition, values, *plan, command.values}.all();
  const Preview preview{plan, name_of_file(command.file), now};
  for (const auto* const component : in_definition_order(*plan)) {
    if (component->kind == Kind::schedule && !plan->runs().on_demand) result.schedules.push_back(explained(*plan, *component, now));
    ExplainedComponent row{.index = static_cast<ComponentIndex>(component - plan->components().data())};
    if (const auto* const schedule = schedule_of(*plan, *component)) row.schedule = schedule->id;
    if (command.at) {
      for (const auto& from : standpoints_of(*plan, row.index)) row.instances.push_back(explained(*plan, preview, from, now));
    }
    result.components.push_back(std::move(row));
  }
  return result;
}

}  // namespace penstock::cli
