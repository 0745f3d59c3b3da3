// SPDX-License-Identifier: Apache-2.0
#include "cli/standpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <variant>

#include "penstock/definition/definition.hpp"

namespace penstock::cli {

namespace {

bool holds(const std::vector<ComponentIndex>& list, ComponentIndex wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

bool owns(const Component& owner, const Component& owned, ComponentIndex index) {
  if (owned.kind == Kind::precondition) return holds(owner.preconditions, index);
  return owned.kind == Kind::action && (holds(owner.on_success, index) || holds(owner.on_fail, index) || holds(owner.on_late, index));
}

InstanceRow row_of(ComponentIndex component, const NumberedInterval& when) {
  InstanceRow row;
  row.key = 1;
  row.component = component;
  row.interval = when.number;
  row.version = 1;
  row.scheduled = when.interval;
  row.due = when.interval.start;
  row.released = when.interval.start;
  return row;
}

/// Names that mean something before the work begins, although the engine gives them.
bool is_known_before(std::string_view name) {
  constexpr std::string_view known[]{
      "@scheduledStartTime", "@scheduledEndTime", "@pipelineId", "@sphere", "@id", "@componentParent", "node"};
  return std::find(std::begin(known), std::end(known), name) != std::end(known);
}

bool keeps_secrets(const Plan& plan) {
  const auto is_one = [](const auto& each) { return each.secret; };
  return std::any_of(plan.parameters().begin(), plan.parameters().end(), is_one) ||
         std::any_of(plan.components().begin(), plan.components().end(),
                     [&](const Component& component) { return std::any_of(component.fields.begin(), component.fields.end(), is_one); });
}

/// Follows names from field to field, each field of an object once, and no deeper than the engine evaluates (S-210).
class RuntimeNames {
 public:
  explicit RuntimeNames(const Plan& plan) : plan_{plan} {}

  std::string in_field(Standpoint at, const CompiledField& field) {
    constexpr int deepest = 32;
    if (depth_ == deepest || !seen_.insert(&field).second) return {};
    ++depth_;
    std::string found;
    for (const auto& value : field.values) {
      const auto* const text = std::get_if<Template>(&value);
      if (text != nullptr && found.empty()) found = in_text(at, *text);
    }
    --depth_;
    return found;
  }

  std::string in_text(Standpoint at, const Template& text) {
    for (const auto& use : text.names()) {
      if (auto name = in_path(at, use.path); !name.empty()) return name;
    }
    return {};
  }

 private:
  std::string in_path(Standpoint at, const std::vector<std::string>& path) {
    std::vector<Standpoint> here{at};
    for (std::size_t i = 0; i < path.size(); ++i) {
      const auto name = without_star(path[i]);
      std::vector<Standpoint> next;
      for (const auto& each : here) {
        const auto& component = plan_[each.component];
        if (const auto* const field = component.find(name)) {
          if (auto found = in_field(each, *field); !found.empty()) return found;
          for (const auto& value : field->values) {
            if (const auto* const target = std::get_if<ComponentIndex>(&value)) next.push_back({.component = *target});
          }
        } else if (name == "node" && each.owner) {
          next.push_back({.component = *each.owner});
        } else if (is_set_by_engine(component, name)) {
          return path[i];
        }
      }
      here = std::move(next);
    }
    return {};
  }

  static bool is_set_by_engine(const Component& component, std::string_view name) {
    if (is_known_before(name)) return false;
    if (name.starts_with('@')) return true;
    const auto* const row = component.object_type == nullptr ? nullptr : component.object_type->find(name);
    return row != nullptr && row->runtime;
  }

  const Plan& plan_;
  std::set<const CompiledField*> seen_;
  int depth_ = 0;
};

}  // namespace

std::vector<Standpoint> standpoints_of(const Plan& plan, ComponentIndex component) {
  std::vector<Standpoint> result;
  const auto& owned = plan[component];
  if (owned.kind != Kind::precondition && owned.kind != Kind::action) return {{.component = component}};
  for (ComponentIndex index = 0; index < plan.components().size(); ++index) {
    if (owns(plan[index], owned, component)) result.push_back({.component = component, .owner = index});
  }
  if (result.empty()) result.push_back({.component = component});
  return result;
}

std::optional<NumberedInterval> interval_at(const Plan& plan, const Component& component, Instant at) {
  if (!is_runnable(component.kind)) return std::nullopt;
  if (plan.runs().on_demand) return NumberedInterval{.number = 0, .interval = {at, at}};
  if (!component.calendar) return std::nullopt;
  const auto& [recurrence, type, declared] = *component.calendar;
  const auto range = overlapping(recurrence, type, {at, at});
  if (range.empty()) return std::nullopt;
  return NumberedInterval{.number = range.first, .interval = interval(recurrence, range.first)};
}

Preview::Preview(std::shared_ptr<const Plan> plan, std::string pipeline, Instant at)
    : plan_{std::move(plan)}, pipeline_{std::move(pipeline)}, at_{at}, has_secrets_{keeps_secrets(*plan_)} {}

std::shared_ptr<const Sight> Preview::sight(Standpoint from) const {
  const auto& component = (*plan_)[from.component];
  Sight sight;
  sight.plan = plan_;
  sight.pipeline = pipeline_;
  if (is_runnable(component.kind) || from.owner) {
    const auto bearer = from.owner.value_or(from.component);
    const auto when = interval_at(*plan_, (*plan_)[bearer], at_);
    // A precondition or action of a kind without intervals is nobody's yet.
    if (!when) return nullptr;
    sight.instance = row_of(from.component, *when);
    if (from.owner) {
      sight.instance.owner = 2;
      sight.node = row_of(bearer, *when);
      sight.node->key = 2;
    }
  } else {
    sight.instance = row_of(from.component, {.number = 0, .interval = {at_, at_}});
  }
  return std::make_shared<const Sight>(std::move(sight));
}

std::string why_unseen(const Plan& plan, Standpoint from, Instant at) {
  const auto& component = plan[from.owner.value_or(from.component)];
  if (!component.calendar) return fmt::format("{} has no intervals yet: its schedule needs values that are missing", component.id);
  const auto& [recurrence, type, declared] = *component.calendar;
  const auto all = count(recurrence, type);
  const auto first = fmt::format("the first begins {}", to_text(recurrence.start));
  const auto last = all && *all > 0 ? fmt::format(", the last ends {}", to_text(interval(recurrence, *all - 1).end)) : std::string{};
  return fmt::format("no interval of {} holds {}; {}{}", component.id, to_text(at), first, last);
}

std::string Preview::masked(const std::string& text, const ObjectView& view) const { return has_secrets_ ? view.masked(text) : text; }

Value Preview::masked(const Value& value, const ObjectView& view) const {
  if (const auto* const list = value.as<List>()) {
    List result;
    for (const auto& each : *list) result.push_back(masked(each, view));
    return Value{std::move(result)};
  }
  // A number or a date may be a secret as well.
  const auto text = to_text(value);
  auto hidden = masked(text, view);
  return hidden == text ? value : Value{std::move(hidden)};
}

std::vector<EvaluatedField> Preview::fields(const std::shared_ptr<const Sight>& sight) const {
  const auto& plan = *sight->plan;
  const Standpoint from{.component = sight->instance.component,
                        .owner = sight->node ? std::optional{sight->node->component} : std::nullopt};
  const ObjectView view{sight};
  std::vector<EvaluatedField> fields;
  for (const auto& field : plan[from.component].fields) {
    auto& row = fields.emplace_back();
    row.name = field.name;
    if (field.secret) {
      row.value = Value{"******"};
      continue;
    }
    if (const auto name = RuntimeNames{plan}.in_field(from, field); !name.empty()) {
      row.problem = fmt::format("known only when it runs, because of {}", name);
      continue;
    }
    try {
      if (auto value = view.value(field.name)) row.value = masked(*value, view);
    } catch (const EvaluationFailed& failure) {
      const auto& error = failure.error();
      row.problem = masked(error.code == "MissingParameterValue" ? error.message : fmt::format("{} [{}]", error.message, error.code), view);
    }
  }
  return fields;
}

std::string runtime_name_in(const Plan& plan, Standpoint from, const Template& text) { return RuntimeNames{plan}.in_text(from, text); }

}  // namespace penstock::cli
