// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>

#include "cli/graph.hpp"
#include "cli/output.hpp"

namespace penstock::cli {

namespace {

/// In a quoted string of DOT a backslash begins an escape (`\n`, but also `\N` for the node's name), and a quote ends the string.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : one_line(text)) {
    if (character == '"' || character == '\\') result += '\\';
    result += character;
  }
  return result;
}

std::string_view shape_of(Kind kind) {
  switch (kind) {
    case Kind::activity:
      return "shape=box, style=rounded";
    case Kind::data_node:
      return "shape=cylinder";
    case Kind::resource:
      return "shape=box3d";
    case Kind::precondition:
      return "shape=diamond";
    case Kind::action:
      return "shape=note";
    default:
      return "shape=ellipse";
  }
}

std::string_view style_of(GraphEdge::Kind kind) {
  switch (kind) {
    case GraphEdge::Kind::dependency:
      return "";
    case GraphEdge::Kind::precondition:
      return "style=dashed";
    case GraphEdge::Kind::resource:
      return "style=dotted, arrowhead=none";
    case GraphEdge::Kind::action:
      return "style=dotted";
  }
  return "";
}

void add_nodes(std::string& text, const Graph& graph, std::string_view schedule, std::string_view indent) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    if (node.schedule != schedule) continue;
    fmt::format_to(std::back_inserter(text), "{}n{} [label=\"{}\\n{}\", {}];\n", indent, i, escaped(node.id), escaped(node.type),
                   shape_of(node.kind));
  }
}

}  // namespace

std::string to_dot(const Graph& graph) {
  std::string text =
      "digraph pipeline {\n  rankdir=LR;\n  fontname=\"sans-serif\";\n  node [fontname=\"sans-serif\"];\n  edge "
      "[fontname=\"sans-serif\"];\n";
  const auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < graph.schedules.size(); ++i) {
    const auto& schedule = graph.schedules[i];
    // Graphviz draws a box around a subgraph only if its name begins with "cluster".
    fmt::format_to(out, "  subgraph cluster_{} {{\n    label=\"{}\\n{}\";\n", i, escaped(schedule.id), escaped(schedule.says));
    add_nodes(text, graph, schedule.id, "    ");
    text += "  }\n";
  }
  add_nodes(text, graph, "", "  ");
  for (const auto& edge : graph.edges) {
    fmt::format_to(out, "  n{} -> n{}", edge.from, edge.to);
    const auto style = style_of(edge.kind);
    if (!style.empty() || !edge.label.empty()) {
      fmt::format_to(out, " [{}{}]", style, edge.label.empty() ? std::string{} : fmt::format(", label=\"{}\"", escaped(edge.label)));
    }
    text += ";\n";
  }
  text += "}\n";
  return text;
}

}  // namespace penstock::cli
