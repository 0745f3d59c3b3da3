// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/coming_runs.hpp"
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

Cell cell_of(Health health) {
  return {.text = health == Health::none ? std::string{} : std::string{to_text(health)},
          .color = health == Health::error ? Color::red : Color::plain};
}

Json record_of(const ComponentSummary& component) {
  Json json;
  json["component"] = component.row.id;
  json["kind"] = to_text(component.row.kind);
  json["health"] = to_text(component.row.health);
  json["paused"] = component.row.paused;
  json["nextRun"] = nullptr;
  if (component.next) {
    json["nextRun"] = {{"scheduledStartTime", to_text(component.next->start)},
                       {"scheduledEndTime", to_text(component.next->end)},
                       {"dueTime", to_text(component.due)}};
  }
  return json;
}

Json record_of(const PipelineSummary& pipeline, const std::vector<ComponentSummary>& components) {
  auto json = record(pipeline);
  json["health"] = to_text(health_of(components));
  json["nextRunTime"] = time_of(next_due(components));
  json["components"] = Json::array();
  for (const auto& component : components) json["components"].push_back(record_of(component));
  return json;
}

void print_components(const std::vector<ComponentSummary>& components, Output& out) {
  Table table{{"COMPONENT", "KIND", "HEALTH", "NEXT RUN", "DUE", ""}};
  for (const auto& each : components) {
    table.add({{each.row.id},
               {std::string{to_text(each.row.kind)}},
               cell_of(each.row.health),
               {each.next ? to_text(each.next->start) : std::string{}},
               {each.next ? to_text(each.due) : std::string{}},
               {each.row.paused ? "paused" : ""}});
  }
  table.print(out);
}

}  // namespace

/// JSON: {"store", "engineRunning": true | false, "pipelines": [record of a pipeline with "health", "nextRunTime",
///        "components": [{"component", "kind", "health", "paused", "nextRun": {"scheduledStartTime", "scheduledEndTime", "dueTime"}}]]}
/// A due time that lies in the past means as soon as there is room; `nextRun` is null if nothing comes any more.
ExitCode perform(const ShowStatus& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const bool running = reader.engine_is_running();
  auto pipelines = reader.pipelines();
  if (!command.pipeline.empty()) pipelines = {find_pipeline(reader, command.pipeline)};
  if (command.json) {
    Json document;
    document["store"] = command.store.native();
    document["engineRunning"] = running;
    document["pipelines"] = Json::array();
    for (const auto& pipeline : pipelines) document["pipelines"].push_back(record_of(pipeline, components_of(reader, pipeline.pipeline)));
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }

  terminal.out.line(fmt::format("{}: {}", command.store.native(), running ? "an engine is running" : "no engine is running"));
  if (pipelines.empty()) {
    terminal.out.line("no pipelines yet; `penstock run FILE` deploys one");
    return ExitCode::success;
  }
  Table table{{"PIPELINE", "STATE", "HEALTH", "VERSION", "ACTIVATED", "NEXT RUN DUE", "INSTANCES"}};
  std::int64_t bad = 0;
  for (const auto& pipeline : pipelines) {
    const auto& row = pipeline.pipeline;
    const auto components = components_of(reader, row);
    table.add({{row.name},
               {std::string{to_text(row.state)}},
               cell_of(health_of(components)),
               {std::to_string(row.active_version)},
               {time_text(row.last_activated)},
               {time_text(next_due(components))},
               counts_of(pipeline)});
    bad += bad_instances(pipeline);
  }
  table.print(terminal.out);
  if (!command.pipeline.empty()) print_components(components_of(reader, pipelines.front().pipeline), terminal.out);
  if (bad > 0) {
    terminal.out.line(fmt::format("{} bad: penstock list-runs{} --status FAILED CASCADE_FAILED CANCELED TIMEDOUT",
                                  counted(bad, "instance is", "instances are"), store_option(command.store)));
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
