// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "cli/graph.hpp"
#include "cli/output.hpp"

namespace penstock::cli {

namespace {

/// Mermaid has no backslash escapes: what means something to it, to Markdown or to HTML is written as an entity, `#` first of all.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : one_line(text)) {
    switch (character) {
      case '#':
      case '"':
      case '&':
      case '<':
      case '>':
      case '`':
      case '\\':
        fmt::format_to(std::back_inserter(result), "#{};", static_cast<int>(character));
        break;
      default:
        result += character;
    }
  }
  return result;
}

std::pair<std::string_view, std::string_view> brackets_of(Kind kind) {
  switch (kind) {
    case Kind::data_node:
      return {"[(", ")]"};
    case Kind::resource:
      return {"[[", "]]"};
    case Kind::precondition:
      return {"{", "}"};
    case Kind::action:
      return {">", "]"};
    default:
      return {"(", ")"};
  }
}

std::string_view arrow_of(GraphEdge::Kind kind) {
  switch (kind) {
    case GraphEdge::Kind::dependency:
      return "-->";
    case GraphEdge::Kind::precondition:
      return "-.->";
    case GraphEdge::Kind::resource:
      return "-.-";
    case GraphEdge::Kind::action:
      return "-.->";
  }
  return "-->";
}

void add_nodes(std::string& text, const Graph& graph, std::string_view schedule, std::string_view indent) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    if (node.schedule != schedule) continue;
    const auto [open, close] = brackets_of(node.kind);
    fmt::format_to(std::back_inserter(text), "{}n{}{}\"{}<br/>{}\"{}\n", indent, i, open, escaped(node.id), escaped(node.type), close);
  }
}

}  // namespace

std::string to_mermaid(const Graph& graph) {
  std::string text = "flowchart LR\n";
  const auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < graph.schedules.size(); ++i) {
    const auto& schedule = graph.schedules[i];
    fmt::format_to(out, "  subgraph s{}[\"{}<br/>{}\"]\n", i, escaped(schedule.id), escaped(schedule.says));
    add_nodes(text, graph, schedule.id, "    ");
    text += "  end\n";
  }
  add_nodes(text, graph, "", "  ");
  for (const auto& edge : graph.edges) {
    const auto label = edge.label.empty() ? std::string{} : fmt::format("|\"{}\"|", escaped(edge.label));
    fmt::format_to(out, "  n{} {}{} n{}\n", edge.from, arrow_of(edge.kind), label, edge.to);
  }
  return text;
}

}  // namespace penstock::cli
