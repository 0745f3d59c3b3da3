// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/single_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/report.hpp"

namespace penstock {
namespace {

/// Which components belong to a run, by index: 1 or 0.
using Chosen = std::vector<char>;

Diagnostics unknown_steps(const Plan& plan, const std::vector<ObjectId>& steps) {
  std::vector<std::string> activities;
  for (const Component& component : plan.components()) {
    if (component.kind == Kind::activity) activities.push_back(component.id);
  }
  compiling::Suggestions suggestions;
  Diagnostics found;
  for (const ObjectId& step : steps) {
    if (std::find(activities.begin(), activities.end(), step.text()) != activities.end()) continue;
    found.push_back({.severity = Severity::error,
                     .code = "ObjectNotFound",
                     .object = step.text(),
                     .field = {},
                     .message = fmt::format("is no activity of the pipeline{}", suggestions.did_you_mean(step.text(), activities))});
  }
  return found;
}

void choose_what_waits_for(const Plan& plan, ComponentIndex first, Chosen& chosen) {
  std::vector<ComponentIndex> reached{first};
  Chosen seen(plan.components().size(), 0);
  seen[first] = 1;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const Component& component = plan[reached[next]];
    if (component.kind == Kind::activity) chosen[reached[next]] = 1;
    for (const ComponentIndex consumer : component.consumers) {
      if (std::exchange(seen[consumer], 1) == 0) reached.push_back(consumer);
    }
  }
}

Chosen chosen_activities(const Plan& plan, const RunSelection& selection) {
  Chosen chosen(plan.components().size(), 0);
  if (selection.from) {
    choose_what_waits_for(plan, *plan.find(selection.from->text()), chosen);
  }
  for (const ObjectId& step : selection.only) chosen[*plan.find(step.text())] = 1;
  return chosen;
}

/// Adds what the chosen activities refer to, near or far.
void choose_what_they_need(const Plan& plan, Chosen& chosen) {
  std::vector<ComponentIndex> reached;
  const auto reach = [&](ComponentIndex index) {
    if (plan[index].kind == Kind::activity || plan[index].kind == Kind::schedule || std::exchange(chosen[index], 1) != 0) return;
    reached.push_back(index);
  };
  for (ComponentIndex index = 0; index < chosen.size(); ++index) {
    if (chosen[index] != 0) reached.push_back(index);
  }
  for (const ComponentIndex action : plan.runs().on_success) reach(action);
  for (const ComponentIndex action : plan.runs().on_fail) reach(action);
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const CompiledField& field : plan[reached[next]].fields) {
      for (const CompiledValue& value : field.values) {
        if (const auto* const target = std::get_if<ComponentIndex>(&value)) reach(*target);
      }
    }
  }
}

/// Also data nodes that no activity uses.
Chosen everything(const Plan& plan) {
  Chosen chosen;
  for (const Component& component : plan.components()) chosen.push_back(component.kind == Kind::schedule ? 0 : 1);
  return chosen;
}

class RunWriter {
 public:
  RunWriter(const Definition& definition, const Plan& plan, const Chosen& chosen) : definition_{definition}, plan_{plan}, chosen_{chosen} {}

  Definition write() const {
    Definition run = definition_;
    run.objects.clear();
    if (definition_.find("Default") == nullptr) run.objects.push_back(on_demand({.id = "Default", .name = {}, .fields = {}}));
    for (const Object& object : definition_.objects) {
      if (is_left_out(object)) continue;
      Object copy = without_schedule(with_lost_parents(object));
      run.objects.push_back(object.id == "Default" ? on_demand(std::move(copy)) : std::move(copy));
    }
    return run;
  }

 private:
  [[nodiscard]] bool is_left_out(std::string_view id) const {
    const auto index = plan_.find(id);
    return index && chosen_[*index] == 0;
  }
  [[nodiscard]] bool is_left_out(const Object& object) const { return object.id && is_left_out(*object.id); }

  [[nodiscard]] const Object* parent_of(const Object& object) const {
    const Field* const parent = object.find("parent");
    if (parent == nullptr || parent->values.size() != 1) return nullptr;
    const auto* const reference = std::get_if<Reference>(&parent->values.front());
    return reference == nullptr ? nullptr : definition_.find(reference->id);
  }

  /// The object with what it has from parents that are left out.
  [[nodiscard]] Object with_lost_parents(Object object) const {
    for (const Object* parent = parent_of(object); parent != nullptr && is_left_out(*parent); parent = parent_of(object)) {
      std::erase_if(object.fields, [](const Field& field) { return field.name == "parent"; });
      for (const Field& inherited : parent->fields) {
        if (object.find(inherited.name) == nullptr) object.fields.push_back(inherited);
      }
    }
    return object;
  }

  [[nodiscard]] Object without_schedule(Object object) const {
    std::erase_if(object.fields, [](const Field& field) { return field.name == "schedule" || field.name == "scheduleType"; });
    for (Field& field : object.fields) {
      std::erase_if(field.values, [&](const FieldValue& value) {
        const auto* const reference = std::get_if<Reference>(&value);
        return reference != nullptr && is_left_out(reference->id);
      });
    }
    std::erase_if(object.fields, [&](const Field& field) { return field.values.empty(); });
    return object;
  }

  static Object on_demand(Object object) {
    std::erase_if(object.fields, [](const Field& field) { return field.name == "maxActiveInstances"; });
    object.fields.push_back({.name = "scheduleType", .values = {std::string{"ondemand"}}});
    return object;
  }

  const Definition& definition_;
  const Plan& plan_;
  const Chosen& chosen_;
};

}  // namespace

Result<Definition, Diagnostics> single_run(const Definition& definition, const Plan& plan, const RunSelection& selection) {
  auto steps = selection.only;
  if (selection.from) steps.push_back(*selection.from);
  if (auto unknown = unknown_steps(plan, steps); !unknown.empty()) return Failure{std::move(unknown)};

  if (steps.empty()) return RunWriter{definition, plan, everything(plan)}.write();
  Chosen chosen = chosen_activities(plan, selection);
  choose_what_they_need(plan, chosen);
  return RunWriter{definition, plan, chosen}.write();
}

}  // namespace penstock
