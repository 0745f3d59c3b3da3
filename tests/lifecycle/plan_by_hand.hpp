// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small plans without a definition, for tests that are about instances and not about compiling.

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/plan.hpp"

namespace penstock {

inline Template text_of(std::string_view text) {
  auto parsed = Template::parse(text);
  if (!parsed) throw std::invalid_argument{parsed.error().message};
  return *parsed;
}

/// Components in the order in which they are added.
class PlanByHand {
 public:
  explicit PlanByHand(Instant start = utc("2013-01-01")) : start_{start} {}

  ComponentIndex add(std::string id, Kind kind, Period period = {1, Period::Unit::days}, ScheduleType type = ScheduleType::cron) {
    Component component;
    component.id = id;
    component.name = std::move(id);
    component.type = "Test";
    component.kind = kind;
    component.order = static_cast<std::uint32_t>(components_.size());
    if (is_runnable(kind) && !on_demand_) component.calendar = Calendar{Recurrence{start_, period, Forever{}}, type};
    components_.push_back(std::move(component));
    return static_cast<ComponentIndex>(components_.size() - 1);
  }
  PlanByHand& on_demand() {
    on_demand_ = true;
    return *this;
  }

  CompiledField& field(ComponentIndex component, std::string name, std::vector<CompiledValue> values) {
    CompiledField field;
    field.name = std::move(name);
    field.values = std::move(values);
    if (!field.values.empty() && std::holds_alternative<ComponentIndex>(field.values.front())) field.slot = Slot::reference;
    return components_[component].fields.emplace_back(std::move(field));
  }
  CompiledField& text(ComponentIndex component, std::string name, std::string_view text) {
    return field(component, std::move(name), {text_of(text)});
  }
  void precondition(ComponentIndex owner, ComponentIndex precondition) { components_[owner].preconditions.push_back(precondition); }
  ResolvedParameter& parameter(std::string name, std::vector<Value> values) {
    ResolvedParameter parameter;
    parameter.name = std::move(name);
    parameter.values = std::move(values);
    return parameters_.emplace_back(std::move(parameter));
  }

  Component& component(ComponentIndex index) { return components_[index]; }

  [[nodiscard]] std::shared_ptr<const Plan> plan() const {
    return std::make_shared<const Plan>(components_, parameters_, RunPolicy{.on_demand = on_demand_}, nullptr);
  }

  /// What is in sight of interval `n` of the component.
  [[nodiscard]] Sight sight(ComponentIndex component, std::int64_t n = 0) const {
    Sight sight;
    sight.plan = plan();
    sight.pipeline = "df-TEST";
    sight.instance = row(component, n);
    return sight;
  }
  [[nodiscard]] InstanceRow row(ComponentIndex component, std::int64_t n = 0) const {
    InstanceRow row;
    row.key = 7;
    row.component = component;
    row.interval = n;
    row.version = 1;
    row.status = Status::running;
    row.released = start_;
    const auto& calendar = components_[component].calendar;
    row.scheduled = calendar ? interval(calendar->recurrence, n) : Interval{start_, start_};
    return row;
  }

 private:
  Instant start_;
  bool on_demand_ = false;
  std::vector<Component> components_;
  std::vector<ResolvedParameter> parameters_;
};

inline ObjectView view_of(Sight sight) { return ObjectView{std::make_shared<const Sight>(std::move(sight))}; }

}  // namespace penstock
