// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

namespace {

std::int64_t bad_instances(const PipelineSummary& summary) {
  std::int64_t bad = 0;
  for (const auto& [status, count] : summary.instances) bad += is_bad(status) ? count : 0;
  return bad;
}

Cell counts_of(const PipelineSummary& summary) {
  std::vector<std::string> counts;
  for (const auto& [status, count] : summary.instances) counts.push_back(fmt::format("{} {}", count, to_text(status)));
  return {.text = counts.empty() ? "none" : fmt::format("{}", fmt::join(counts, ", ")),
          .color = bad_instances(summary) > 0 ? Color::red : Color::plain};
}

std::string time_text(const std::optional<Instant>& time) { return time ? to_text(*time) : std::string{}; }

}  // namespace

/// JSON: {"store", "engineRunning": true | false, "pipelines": [record of a pipeline]}
ExitCode perform(const ShowStatus& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const bool running = reader.engine_is_running();
  const auto pipelines = reader.pipelines();
  if (command.json) {
    Json document;
    document["store"] = command.store.native();
    document["engineRunning"] = running;
    document["pipelines"] = Json::array();
    for (const auto& pipeline : pipelines) document["pipelines"].push_back(record(pipeline));
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }

  terminal.out.line(fmt::format("{}: {}", command.store.native(), running ? "an engine is running" : "no engine is running"));
  if (pipelines.empty()) {
    terminal.out.line("no pipelines yet; `penstock run FILE` deploys one");
    return ExitCode::success;
  }
  Table table{{"PIPELINE", "STATE", "VERSION", "ACTIVATED", "INSTANCES"}};
  std::int64_t bad = 0;
  for (const auto& pipeline : pipelines) {
    const auto& row = pipeline.pipeline;
    table.add({{row.name},
               {std::string{to_text(row.state)}},
               {std::to_string(row.active_version)},
               {time_text(row.last_activated)},
               counts_of(pipeline)});
    bad += bad_instances(pipeline);
  }
  table.print(terminal.out);
  if (bad > 0) {
    terminal.out.line(fmt::format("{} bad: penstock list-runs{} --status FAILED CASCADE_FAILED CANCELED TIMEDOUT",
                                  counted(bad, "instance is", "instances are"), store_option(command.store)));
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
