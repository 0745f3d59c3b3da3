// SPDX-License-Identifier: Apache-2.0
/// Who waits for whom, and whether that can ever end.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property,
                                                 std::uint32_t, std::uint32_t>;

bool waits(Kind kind) { return kind == Kind::activity || kind == Kind::data_node; }

/// Follows dependencies depth first and reports each that leads back to where the walk came from.
class CycleReporter : public boost::default_dfs_visitor {
 public:
  struct Walk {
    std::vector<ComponentIndex> path;
    std::vector<std::uint32_t> depth;  ///< per vertex on the path
    std::vector<bool> reported;        ///< per vertex: where a thousand wait for each other, half a million edges lead back
  };

  CycleReporter(Compilation& c, const std::vector<ComponentIndex>& components, Walk& walk) : c_{c}, components_{components}, walk_{walk} {}

  void discover_vertex(std::uint32_t vertex, const Graph&) {
    walk_.depth[vertex] = static_cast<std::uint32_t>(walk_.path.size());
    walk_.path.push_back(vertex);
  }

  void finish_vertex(std::uint32_t, const Graph&) { walk_.path.pop_back(); }

  void back_edge(const Graph::edge_descriptor& edge, const Graph& graph) {
    std::uint32_t closing = source(edge, graph);
    const std::uint32_t begin = target(edge, graph);
    const std::size_t length = walk_.path.size() - walk_.depth[begin];
    // An activity whose own output is its input is to blame itself, not the node.
    if (length == 2 && component(closing).kind == Kind::data_node && field(closing, begin).empty()) closing = begin;
    if (walk_.reported[closing]) return;
    walk_.reported[closing] = true;

    constexpr std::size_t longest = 12;
    std::vector<std::string_view> ids;
    for (std::size_t i = walk_.depth[begin]; i < walk_.path.size() && ids.size() < longest; ++i) ids.push_back(component(walk_.path[i]).id);
    if (ids.size() == longest) ids.emplace_back("...");
    ids.push_back(component(begin).id);
    c_.report.error(component(closing).id, "DependencyCycle", field(closing, begin),
                    fmt::format("waits for itself: {}; take one of these dependencies away", fmt::join(ids, " -> ")));
  }

 private:
  [[nodiscard]] const Component& component(std::uint32_t vertex) const { return c_.components[components_[vertex]]; }

  /// The field that makes one wait for the other; none for a data node, which waits because of the output of another object.
  [[nodiscard]] std::string_view field(std::uint32_t from, std::uint32_t to) const {
    const Draft& draft = c_.drafts[c_.draft_of[components_[from]]];
    for (const std::string_view name : {"dependsOn", "input"}) {
      for (const ComponentIndex dependency : c_.links(draft, name, {Kind::activity, Kind::data_node})) {
        if (dependency == components_[to]) return name;
      }
    }
    return {};
  }

  Compilation& c_;
  const std::vector<ComponentIndex>& components_;
  Walk& walk_;
};

}  // namespace

void connect(Compilation& c) {
  std::vector<std::vector<ComponentIndex>> producers(c.components.size());
  c.each_component([&](const Draft& draft, const Component& component) {
    if (component.kind != Kind::activity) return;
    for (const ComponentIndex node : c.links(draft, "output", {Kind::data_node})) producers[node].push_back(draft.component);
  });

  std::vector<ComponentIndex> seen_by(c.components.size(), nobody);
  c.each_component([&](const Draft& draft, Component& component) {
    if (!waits(component.kind)) return;
    const auto wait_for = [&](const std::vector<ComponentIndex>& dependencies) {
      for (const ComponentIndex dependency : dependencies) {
        if (std::exchange(seen_by[dependency], draft.component) == draft.component) continue;
        component.dependencies.push_back(dependency);
        c.components[dependency].consumers.push_back(draft.component);
      }
    };
    wait_for(c.links(draft, "dependsOn", {Kind::activity, Kind::data_node}));
    if (component.kind == Kind::activity) {
      wait_for(c.links(draft, "input", {Kind::data_node}));
    } else {
      wait_for(producers[draft.component]);
    }
  });
}

void check_teardown(Compilation& c) {
  c.each_component([&](const Draft& draft, const Component& component) {
    if (!component.finally) return;
    if (component.dependencies.empty()) {
      c.report.warning(draft.id, "FinallyDependsOnNothing", "finally",
                       "depends on nothing, so it begins at once; name in dependsOn what it is to clean up after");
    }
    for (const ComponentIndex index : component.dependencies) {
      const Component& dependency = c.components[index];
      const bool waits_itself = !dependency.dependencies.empty() || !dependency.preconditions.empty();
      if (!waits_itself || dependency.finally || dependency.policy.failure_mode == FailureMode::cascade) continue;
      c.report.warning(draft.id, "CascadeModeAdvised", "finally",
                       fmt::format("does not begin when \"{}\" waits for ever for something that failed; mode cascade there would let it "
                                   "fail as well",
                                   dependency.id));
      break;
    }
  });
}

void check_cycles(Compilation& c) {
  std::vector<ComponentIndex> components;
  std::vector<std::uint32_t> vertex_of(c.components.size(), nobody);
  c.each_component([&](const Draft& draft, const Component& component) {
    if (!waits(component.kind)) return;
    vertex_of[draft.component] = static_cast<std::uint32_t>(components.size());
    components.push_back(draft.component);
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> waits_for;
  for (std::uint32_t vertex = 0; vertex < components.size(); ++vertex) {
    for (const ComponentIndex dependency : c.components[components[vertex]].dependencies)
      waits_for.emplace_back(vertex, vertex_of[dependency]);
  }
  const Graph graph{boost::edges_are_sorted, waits_for.begin(), waits_for.end(), static_cast<std::uint32_t>(components.size())};

  CycleReporter::Walk walk;
  walk.depth.resize(components.size());
  walk.reported.resize(components.size());
  boost::depth_first_search(graph, boost::visitor(CycleReporter{c, components, walk}));
}

}  // namespace penstock::compiling
