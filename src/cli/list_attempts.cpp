// SPDX-License-Identifier: Apache-2.0
#include "cli/list_attempts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "cli/dependency_order.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "penstock/lifecycle/scope.hpp"

namespace penstock::cli {

namespace {

struct Try {
  const RunSummary* run;
  AttemptRow attempt;

  [[nodiscard]] std::string id() const { return attempt_id(run->id, attempt.number); }
};

/// An attempt has fewer statuses than an instance; those that it has are called the same.
bool is_wanted(const AttemptRow& attempt, const std::vector<Status>& statuses) {
  return statuses.empty() ||
         std::any_of(statuses.begin(), statuses.end(), [&](Status status) { return to_text(status) == to_text(attempt.status); });
}

Json record_of(const Try& each) {
  Json json;
  json["pipeline"] = each.run->pipeline;
  json["id"] = each.id();
  json["instance"] = each.run->id;
  json["component"] = each.run->component_id;
  json["scheduledStartTime"] = time_of(each.run->instance.scheduled.start);
  json.update(record(each.attempt));
  return json;
}

void print(const std::vector<Try>& tries, Output& out) {
  Table table{{"SCHEDULED START", "STATUS", "STARTED", "ENDED", "ATTEMPT", "REMARK"}};
  for (const auto& each : tries) {
    const auto& attempt = each.attempt;
    table.add({{to_text(each.run->instance.scheduled.start)},
               {std::string{to_text(attempt.status)}, attempt.status == AttemptStatus::failed ? Color::red : Color::plain},
               {to_text(attempt.started)},
               {attempt.ended ? to_text(*attempt.ended) : std::string{}},
               {each.id()},
               {attempt.error_message.empty() ? attempt.error_id : attempt.error_message}});
  }
  if (!table.empty()) table.print(out);
}

}  // namespace

ExitCode list_attempts(const ListRuns& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  if (!command.pipeline.empty()) (void)find_pipeline(reader, command.pipeline);
  RunFilter filter;
  filter.pipeline = command.pipeline;
  filter.component_id = command.component;
  filter.from = command.from;
  filter.to = command.to;
  auto runs = reader.runs(filter);
  order_by_dependencies(runs, reader);
  std::size_t seen = 0;
  std::vector<Try> tries;
  for (const auto& run : runs) {
    if (run.instance.attempts == 0) continue;
    for (auto& attempt : reader.attempts(run.instance.key)) {
      ++seen;
      if (is_wanted(attempt, command.statuses)) tries.push_back({&run, std::move(attempt)});
    }
  }

  const auto given = restrictions(command);
  if (command.json) {
    Json document;
    document["store"] = command.store.native();
    document["filters"] = given;
    document["attempts"] = Json::array();
    for (const auto& each : tries) document["attempts"].push_back(record_of(each));
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }
  print(tries, terminal.out);
  const auto shown =
      tries.empty() && seen == 0 ? std::string{"no attempts yet"} : counted(static_cast<std::int64_t>(tries.size()), "attempt");
  terminal.out.line(given.empty() ? shown : fmt::format("{}; only those of {}", shown, fmt::join(given, " ")));
  return ExitCode::success;
}

}  // namespace penstock::cli
