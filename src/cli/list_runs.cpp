// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/dependency_order.hpp"
#include "cli/list_attempts.hpp"
#include "cli/recorded_instances.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "penstock/lifecycle/explanation.hpp"

namespace penstock::cli {

std::vector<std::string> restrictions(const ListRuns& command) {
  std::vector<std::string> given;
  if (!command.pipeline.empty()) given.push_back("--pipeline " + command.pipeline);
  if (!command.component.empty()) given.push_back("--component " + command.component);
  if (!command.statuses.empty()) {
    std::string statuses = "--status";
    for (const auto status : command.statuses) statuses.append(" ").append(to_text(status));
    given.push_back(std::move(statuses));
  }
  if (command.from) given.push_back("--from " + to_text(*command.from));
  if (command.to) given.push_back("--to " + to_text(*command.to));
  return given;
}

namespace {

/// Says in words what instances wait for. Reads a pipeline when it is first asked about one of its instances.
class Reasons {
 public:
  explicit Reasons(SqliteReader& reader) : reader_{reader} {}

  /// Empty for what does not wait, and where the definition cannot be compiled here.
  std::string of(const RunSummary& run) {
    if (is_terminal(run.instance.status)) return {};
    const auto [found, is_new] = recorded_.try_emplace(run.pipeline);
    if (is_new) {
      try {
        found->second = std::make_unique<RecordedInstances>(reader_, find_pipeline(reader_, run.pipeline));
      } catch (const Refused&) {
        return {};
      }
    }
    if (found->second == nullptr) return {};
    const auto place = found->second->place_of(run);
    return place ? reason_in_words(found->second->instances(), *place) : std::string{};
  }

 private:
  SqliteReader& reader_;
  std::map<std::string, std::unique_ptr<RecordedInstances>, std::less<>> recorded_;
};

/// Why it stands where it stands, as far as the store knows.
std::string remark(const RunSummary& run, Reasons& reasons) {
  const auto& row = run.instance;
  if (row.retry_at && !is_terminal(row.status)) {
    const auto reason = run.error_message.empty() ? std::string{} : "; " + run.error_message;
    return fmt::format("{} at {}{}", run.kind == Kind::precondition ? "next check" : "retry", to_text(*row.retry_at), reason);
  }
  if (is_bad(row.status))
    return !run.error_message.empty() ? run.error_message : !run.error_id.empty() ? run.error_id : std::string{to_text(row.cause)};
  if (row.cause == Cause::marked_finished) return std::string{to_text(row.cause)};
  return reasons.of(run);
}

void print(const std::vector<RunSummary>& runs, Reasons& reasons, Output& out) {
  std::set<std::string, std::less<>> pipelines;
  for (const auto& run : runs) pipelines.insert(run.pipeline);
  Table table{{"PIPELINE", "SCHEDULED START", "STATUS", "ATTEMPTS", "STARTED", "ENDED", "INSTANCE", "REMARK"}};
  for (const auto& run : runs) {
    const auto& row = run.instance;
    table.add({{pipelines.size() > 1 ? run.pipeline : std::string{}},
               {to_text(row.scheduled.start)},
               cell_of(row.status),
               {row.attempts > 0 ? std::to_string(row.attempts) : std::string{}},
               {to_text(row.released)},
               {row.ended ? to_text(*row.ended) : std::string{}},
               {run.id},
               {remark(run, reasons)}});
  }
  if (!table.empty()) table.print(out);
}

}  // namespace

/// JSON: {"store", "filters": [option as text], "total": N, "leftOut": N, "runs": [record of an instance with "reason"]}
/// `reason` says in words what the instance waits for, or is null. `total` counts all instances of the store, `leftOut` those that the
/// filters take away. With --attempts instead of these three: "attempts": [record of an attempt with "pipeline", "id", "instance",
/// "component", "scheduledStartTime"]
ExitCode perform(const ListRuns& command, Terminal terminal) {
  if (command.attempts) return list_attempts(command, terminal);
  auto reader = open_reader(command.store);
  if (!command.pipeline.empty()) (void)find_pipeline(reader, command.pipeline);
  RunFilter filter;
  filter.pipeline = command.pipeline;
  filter.component_id = command.component;
  filter.statuses = command.statuses;
  filter.from = command.from;
  filter.to = command.to;
  auto runs = reader.runs(filter);
  order_by_dependencies(runs, reader);
  Reasons reasons{reader};
  const auto given = restrictions(command);
  const auto total = given.empty() ? runs.size() : reader.runs({}).size();
  const auto left_out = total - std::min(total, runs.size());

  if (command.json) {
    Json document;
    document["store"] = command.store.native();
    document["filters"] = given;
    document["total"] = total;
    document["leftOut"] = left_out;
    document["runs"] = Json::array();
    for (const auto& run : runs) {
      auto line = record(run);
      const auto reason = reasons.of(run);
      line["reason"] = reason.empty() ? Json{} : Json(reason);
      document["runs"].push_back(std::move(line));
    }
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }

  print(runs, reasons, terminal.out);
  const auto shown = counted(static_cast<std::int64_t>(runs.size()), "instance");
  if (given.empty()) {
    terminal.out.line(runs.empty() ? "no instances yet" : shown);
  } else {
    terminal.out.line(fmt::format("{}; {} of {} left out by {}", shown, left_out, total, fmt::join(given, " ")));
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
