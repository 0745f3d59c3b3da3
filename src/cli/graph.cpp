// SPDX-License-Identifier: Apache-2.0
#include "cli/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "penstock/expression/value.hpp"

namespace penstock::cli {

namespace {

bool is_drawn(Kind kind) { return is_runnable(kind) || kind == Kind::precondition || kind == Kind::action; }

const CompiledValue* first_value(const Component& component, std::string_view name) {
  const auto* field = component.find(name);
  return field == nullptr || field->values.empty() || field->secret ? nullptr : &field->values.front();
}

/// As it was written, so that a drawing can be made before parameters have values.
std::string text_of(const Component& component, std::string_view name) {
  const auto* value = first_value(component, name);
  if (value == nullptr) return {};
  if (const auto* text = std::get_if<Template>(value)) return text->text();
  if (const auto* constant = std::get_if<Value>(value)) return to_text(*constant);
  return {};
}

class Drawing {
 public:
  explicit Drawing(const Plan& plan) : plan_{plan}, places_(plan.components().size()) {}

  Graph draw() {
    std::vector<const Component*> components;
    for (const auto& component : plan_.components()) components.push_back(&component);
    std::stable_sort(components.begin(), components.end(), [](const Component* a, const Component* b) { return a->order < b->order; });
    for (const auto* component : components) add_node(*component);
    for (const auto* component : components) add_schedule(*component);
    for (const auto* component : components) {
      if (places_[index_of(*component)]) add_edges(*component, *places_[index_of(*component)]);
    }
    return std::move(graph_);
  }

 private:
  [[nodiscard]] std::size_t index_of(const Component& component) const {
    return static_cast<std::size_t>(&component - plan_.components().data());
  }

  void add_node(const Component& component) {
    if (!is_drawn(component.kind)) return;
    places_[index_of(component)] = graph_.nodes.size();
    const auto* schedule = schedule_of(plan_, component);
    graph_.nodes.push_back({component.id, component.type, component.kind, schedule == nullptr ? std::string{} : schedule->id});
  }

  void add_schedule(const Component& component) {
    if (component.kind != Kind::schedule) return;
    const bool used =
        std::any_of(graph_.nodes.begin(), graph_.nodes.end(), [&](const GraphNode& node) { return node.schedule == component.id; });
    if (used) graph_.schedules.push_back({component.id, description_of(component)});
  }

  void add_edges(const Component& component, std::size_t here) {
    for (const auto index : component.dependencies) add_edge(places_[index], here, GraphEdge::Kind::dependency);
    for (const auto index : component.preconditions) add_edge(places_[index], here, GraphEdge::Kind::precondition);
    // A data node has a place only for its preconditions; nothing of its own runs there.
    if (component.runs_on && component.kind == Kind::activity) add_edge(places_[*component.runs_on], here, GraphEdge::Kind::resource);
    for (const auto index : component.on_success) add_edge(here, places_[index], GraphEdge::Kind::action, "onSuccess");
    for (const auto index : component.on_fail) add_edge(here, places_[index], GraphEdge::Kind::action, "onFail");
    for (const auto index : component.on_late) add_edge(here, places_[index], GraphEdge::Kind::action, "onLateAction");
  }

  void add_edge(std::optional<std::size_t> from, std::optional<std::size_t> to, GraphEdge::Kind kind, std::string label = {}) {
    if (!from || !to) return;
    GraphEdge edge{.from = *from, .to = *to, .kind = kind, .label = std::move(label)};
    if (std::find(graph_.edges.begin(), graph_.edges.end(), edge) == graph_.edges.end()) graph_.edges.push_back(std::move(edge));
  }

  const Plan& plan_;
  std::vector<std::optional<std::size_t>> places_;
  Graph graph_;
};

}  // namespace

const Component* schedule_of(const Plan& plan, const Component& component) {
  const auto* value = first_value(component, "schedule");
  const auto* index = value == nullptr ? nullptr : std::get_if<ComponentIndex>(value);
  return index == nullptr || !is_runnable(component.kind) ? nullptr : &plan[*index];
}

std::string description_of(const Component& schedule) {
  constexpr std::pair<std::string_view, std::string_view> parts[]{
      {"period", "every "}, {"startDateTime", "from "}, {"startAt", "from "}, {"endDateTime", "until "}, {"occurrences", "times: "}};
  std::string says;
  for (const auto& [field, word] : parts) {
    const auto text = text_of(schedule, field);
    if (!text.empty()) says += fmt::format("{}{}{}", says.empty() ? "" : ", ", word, text);
  }
  return says;
}

std::string_view to_text(GraphEdge::Kind kind) noexcept {
  switch (kind) {
    case GraphEdge::Kind::dependency:
      return "dependency";
    case GraphEdge::Kind::precondition:
      return "precondition";
    case GraphEdge::Kind::resource:
      return "resource";
    case GraphEdge::Kind::action:
      return "action";
  }
  return "";
}

Graph graph_of(const Plan& plan) { return Drawing{plan}.draw(); }

}  // namespace penstock::cli
