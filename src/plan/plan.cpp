// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/plan.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/exception.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "penstock/definition/definition.hpp"

namespace penstock {
namespace {

/// Depth first from each component in definition order, so that what stands first in the definition comes first unless it waits.
std::vector<ComponentIndex> sort_topologically(const std::vector<Component>& components) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property,
                                                   std::uint32_t, std::uint32_t>;
  std::vector<ComponentIndex> by_order(components.size());
  std::iota(by_order.begin(), by_order.end(), ComponentIndex{0});
  std::stable_sort(by_order.begin(), by_order.end(),
                   [&](ComponentIndex a, ComponentIndex b) { return components[a].order < components[b].order; });
  std::vector<std::uint32_t> rank(components.size());
  for (std::uint32_t i = 0; i < by_order.size(); ++i) rank[by_order[i]] = i;

  std::vector<std::pair<std::uint32_t, std::uint32_t>> waits_for;
  for (std::uint32_t from = 0; from < by_order.size(); ++from) {
    for (const ComponentIndex dependency : components[by_order[from]].dependencies) waits_for.emplace_back(from, rank[dependency]);
  }
  const Graph graph{boost::edges_are_sorted, waits_for.begin(), waits_for.end(), static_cast<std::uint32_t>(by_order.size())};

  std::vector<std::uint32_t> sorted;
  sorted.reserve(by_order.size());
  try {
    boost::topological_sort(graph, std::back_inserter(sorted));
  } catch (const boost::not_a_dag&) {
    throw std::invalid_argument{"the components of a plan must not wait for each other in a cycle"};
  }

  std::vector<ComponentIndex> order;
  for (const std::uint32_t vertex : sorted) {
    if (is_runnable(components[by_order[vertex]].kind)) order.push_back(by_order[vertex]);
  }
  return order;
}

}  // namespace

const CompiledField* Component::find(std::string_view field) const noexcept {
  const std::string_view name = without_star(field);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const CompiledField& candidate) { return candidate.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

Plan::Plan(std::vector<Component> components, std::vector<ResolvedParameter> parameters, RunPolicy runs,
           std::shared_ptr<const Catalog> catalog)
    : components_{std::move(components)},
      parameters_{std::move(parameters)},
      topological_order_{sort_topologically(components_)},
      runs_{std::move(runs)},
      catalog_{std::move(catalog)} {
  by_id_.reserve(components_.size());
  for (ComponentIndex index = 0; index < components_.size(); ++index) by_id_.emplace_back(components_[index].id, index);
  std::sort(by_id_.begin(), by_id_.end());
  std::sort(parameters_.begin(), parameters_.end(), [](const ResolvedParameter& a, const ResolvedParameter& b) { return a.name < b.name; });
  find_secrets();
}

void Plan::find_secrets() {
  for (const auto& parameter : parameters_) {
    if (!parameter.secret) continue;
    for (const auto& value : parameter.values) plain_secrets_.add(to_text(value));
  }
  for (ComponentIndex index = 0; index < components_.size(); ++index) {
    const auto& fields = components_[index].fields;
    for (std::size_t position = 0; position < fields.size(); ++position) {
      if (!fields[position].secret) continue;
      bool plain = true;
      for (const auto& value : fields[position].values) {
        if (const auto* text = std::get_if<Template>(&value)) {
          plain = plain && text->is_literal();
          if (text->is_literal()) plain_secrets_.add(text->text());
        } else if (const auto* constant = std::get_if<Value>(&value)) {
          plain_secrets_.add(to_text(*constant));
        }
      }
      if (!plain) evaluated_secrets_.push_back({.component = index, .field = position});
    }
  }
}

std::optional<ComponentIndex> Plan::find(std::string_view id) const noexcept {
  const auto found =
      std::lower_bound(by_id_.begin(), by_id_.end(), id, [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  if (found == by_id_.end() || found->first != id) return std::nullopt;
  return found->second;
}

const ResolvedParameter* Plan::parameter(std::string_view name) const noexcept {
  const std::string_view wanted = without_star(name);
  const auto found = std::lower_bound(parameters_.begin(), parameters_.end(), wanted,
                                      [](const ResolvedParameter& entry, std::string_view key) { return entry.name < key; });
  return found == parameters_.end() || found->name != wanted ? nullptr : &*found;
}

std::optional<std::int64_t> resource_interval(const Plan& plan, const Component& component, std::int64_t n) {
  const Component& resource = plan[*component.runs_on];
  if (!component.calendar || !resource.calendar) return n;
  // Intervals have no gaps between them: the first that overlaps contains the start, unless it begins after it.
  const auto range = overlapping(resource.calendar->recurrence, resource.calendar->type, interval(component.calendar->recurrence, n));
  if (range.empty()) return std::nullopt;
  return range.first;
}

IntervalRange users_of(const Plan& plan, const Component& component, std::int64_t n) {
  const Component& resource = plan[*component.runs_on];
  if (!component.calendar || !resource.calendar) return {n, n + 1};
  const auto span = interval(resource.calendar->recurrence, n);
  auto range = overlapping(component.calendar->recurrence, component.calendar->type, span);
  // What began in an earlier interval of the resource uses that one.
  while (n > 0 && !range.empty() && interval(component.calendar->recurrence, range.first).start < span.start) ++range.first;
  return range.empty() ? IntervalRange{} : range;
}

IntervalRange matching(const Component& component, std::int64_t n, const Component& dependency) {
  // Without a calendar instances come from activations, and those of one run match each other and nothing else (S-47).
  if (!component.calendar || !dependency.calendar) return {n, n + 1};
  // On one schedule, which is nearly always, every interval matches itself.
  if (component.calendar->recurrence == dependency.calendar->recurrence && component.calendar->type == dependency.calendar->type) {
    const auto total = count(dependency.calendar->recurrence, dependency.calendar->type);
    return !total || n < *total ? IntervalRange{n, n + 1} : IntervalRange{};
  }
  return overlapping(dependency.calendar->recurrence, dependency.calendar->type, interval(component.calendar->recurrence, n));
}

}  // namespace penstock
