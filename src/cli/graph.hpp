// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A plan as a drawing: nodes and arrows, and the two languages that draw them. Knows nothing of files or terminals.

#include <cstddef>
#include <string>
#include <vector>

#include "penstock/plan/plan.hpp"

namespace penstock::cli {

struct GraphNode {
  std::string id;
  std::string type;
  Kind kind = Kind::activity;
  std::string schedule;  ///< id of its schedule object; empty: none
};

struct GraphEdge {
  enum class Kind {
    dependency,    ///< from what is waited for to who waits
    precondition,  ///< from the precondition to its owner
    resource,      ///< from the resource to what runs on it
    action,        ///< from the node to the action that tells about it
  };
  std::size_t from = 0;  ///< position of the node
  std::size_t to = 0;
  Kind kind = Kind::dependency;
  std::string label{};  ///< of actions: `onFail`, …

  bool operator==(const GraphEdge&) const = default;
};

/// `dependency`, `precondition`, `resource`, `action`.
[[nodiscard]] std::string_view to_text(GraphEdge::Kind kind) noexcept;

struct Graph {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
  /// Schedules that something is on, in definition order, with what they say: `Daily` and `every 1 day, from 2015-05-17T00:00:00`.
  struct Schedule {
    std::string id;
    std::string says;
  };
  std::vector<Schedule> schedules;
};

/// Activities, data nodes, resources, preconditions and actions in definition order; the others are fields of these and would only be
/// clutter.
[[nodiscard]] Graph graph_of(const Plan& plan);

/// The schedule object of an activity, data node or resource; null if it has none.
[[nodiscard]] const Component* schedule_of(const Plan& plan, const Component& component);
/// What a schedule object says, as it was written, so that it can be told before parameters have values: `every #{myPeriod}, from …`.
[[nodiscard]] std::string description_of(const Component& schedule);

/// For `dot` of Graphviz. Any id is safe.
[[nodiscard]] std::string to_dot(const Graph& graph);
/// A Mermaid flowchart. Any id is safe.
[[nodiscard]] std::string to_mermaid(const Graph& graph);

}  // namespace penstock::cli
