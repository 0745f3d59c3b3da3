// SPDX-License-Identifier: Apache-2.0
#include "cli/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "cli/store_access.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

std::vector<PipelineEnd> ends_of(StoreReader& reader, const std::vector<std::string>& names) {
  std::vector<PipelineEnd> ends;
  for (const auto& name : names) {
    auto& end = ends.emplace_back(PipelineEnd{.summary = find_pipeline(reader, name), .failures = {}});
    for (const auto& [status, count] : end.summary.instances) {
      if (is_bad(status)) end.bad += count;
      if (!is_terminal(status)) end.waiting += count;
    }
    RunFilter filter;
    filter.pipeline = name;
    filter.statuses = {Status::failed, Status::timedout, Status::canceled};
    end.failures = reader.runs(filter);
    // A precondition that nobody needed any more is no trouble of its own.
    std::erase_if(end.failures, [](const RunSummary& run) { return run.instance.cause == Cause::owner_ended; });
  }
  return ends;
}

void print(const std::vector<PipelineEnd>& ends, const std::filesystem::path& store, Output& out) {
  constexpr std::size_t most = 10;
  for (const auto& end : ends) {
    const auto& row = end.summary.pipeline;
    std::vector<std::string> counts;
    for (const auto& [status, count] : end.summary.instances) counts.push_back(fmt::format("{} {}", count, to_text(status)));
    const auto color = end.bad > 0 ? Color::red : row.state == PipelineState::finished ? Color::green : Color::plain;
    out.line(out.colored(color, one_line(fmt::format("{}: {}; instances: {}", row.name, to_text(row.state),
                                                     counts.empty() ? "none" : fmt::format("{}", fmt::join(counts, ", "))))));
    std::size_t shown = 0;
    for (const auto& run : end.failures) {
      if (++shown > most) break;
      const auto why = !run.error_message.empty() ? run.error_message : std::string{to_text(run.instance.cause)};
      const auto attempts = run.instance.attempts > 0 ? " after " + counted(run.instance.attempts, "attempt") : std::string{};
      out.line(one_line(fmt::format("  {} {}{}: {}", run.id, to_text(run.instance.status), attempts, why)));
      if (!run.log_directory.empty()) out.line(one_line(fmt::format("    logs: {}", run.log_directory)));
    }
    if (end.failures.size() > most) out.line(fmt::format("  and {} more", end.failures.size() - most));
    if (!end.failures.empty()) {
      out.line(one_line(fmt::format("  try again with: penstock rerun {}{}", end.failures.front().id, store_option(store))));
    }
  }
}

Json records(const std::vector<PipelineEnd>& ends) {
  auto list = Json::array();
  for (const auto& end : ends) {
    auto json = record(end.summary);
    json["failures"] = Json::array();
    for (const auto& run : end.failures) json["failures"].push_back(record(run));
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace penstock::cli
