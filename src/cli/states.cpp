// SPDX-License-Identifier: Apache-2.0

/// The transition tables that the engine goes by, for people who want to know what can happen.

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/table.hpp"
#include "penstock/lifecycle/status.hpp"

namespace penstock::cli {

namespace {

constexpr std::array kinds{Kind::activity, Kind::data_node, Kind::precondition, Kind::resource};

/// One arrow for all causes between the same two states.
void print_mermaid(Output& out, Kind kind) {
  std::vector<std::pair<Status, Status>> order;
  std::map<std::pair<Status, Status>, std::string> labels;
  for (const auto& row : transitions(kind)) {
    auto& label = labels[{row.from, row.to}];
    if (label.empty()) order.emplace_back(row.from, row.to);
    label += fmt::format("{}{}", label.empty() ? "" : "<br/>", to_text(row.on));
  }
  out.line(fmt::format("%% {}", to_text(kind)));
  out.line("stateDiagram-v2");
  for (const auto& [from, to] : order) {
    const auto begin = from == Status::scheduled ? std::string_view{"[*]"} : to_text(from);
    out.line(fmt::format("  {} --> {}: {}", begin, to_text(to), labels[{from, to}]));
  }
  out.line("");
}

}  // namespace

/// JSON: [{"kind", "from", "cause", "to"}]
ExitCode perform(const ShowStates& command, Terminal terminal) {
  if (command.format == ShowStates::Format::mermaid) {
    for (const auto kind : kinds) print_mermaid(terminal.out, kind);
    return ExitCode::success;
  }
  if (command.format == ShowStates::Format::json) {
    auto document = Json::array();
    for (const auto kind : kinds) {
      for (const auto& row : transitions(kind)) {
        document.push_back({{"kind", to_text(kind)}, {"from", to_text(row.from)}, {"cause", to_text(row.on)}, {"to", to_text(row.to)}});
      }
    }
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }
  Table table{{"KIND", "FROM", "BECAUSE", "TO"}};
  for (const auto kind : kinds) {
    for (const auto& row : transitions(kind)) {
      table.add(
          {{std::string{to_text(kind)}}, {std::string{to_text(row.from)}}, {std::string{to_text(row.on)}}, {std::string{to_text(row.to)}}});
    }
  }
  table.print(terminal.out);
  return ExitCode::success;
}

}  // namespace penstock::cli
