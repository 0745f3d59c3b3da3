// SPDX-License-Identifier: Apache-2.0

/// Why an instance stands where it stands: what it waits for or fell with, and why that does, down to the end of the chain.

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/recorded_instances.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/words.hpp"
#include "penstock/lifecycle/explanation.hpp"

namespace penstock::cli {

namespace {

/// One line of the answer, with what follows from it.
struct Reason {
  std::string id;  ///< of an instance; empty: what it waits for is none
  std::string text;
  std::vector<Reason> because{};
};

class Explanation {
 public:
  explicit Explanation(const RecordedInstances& recorded) : recorded_{recorded} {}

  Reason of(const std::string& id) {
    const auto* run = recorded_.find(id);
    if (run == nullptr) return missing(id);
    Reason reason{.id = id, .text = std::string{to_text(run->instance.status)}};
    if (!seen_.insert(id).second) {
      reason.text += ", see above";
      return reason;
    }
    if (const auto place = recorded_.place_of(*run)) add_reasons(reason, *run, *place);
    return reason;
  }

 private:
  static constexpr std::size_t most = 8;

  /// An interval that is not there, or something that is no instance, such as a worker group.
  [[nodiscard]] static Reason missing(const std::string& id) {
    if (!id.starts_with('@')) return {.id = {}, .text = id};
    return {.id = id, .text = "is not there yet: its interval is not due, or there is no free slot for it"};
  }

  void add_reasons(Reason& reason, const RunSummary& run, InstanceIndex place) {
    const auto& instances = recorded_.instances();
    const auto status = run.instance.status;
    if (status == Status::cascade_failed) {
      const auto blamed = cascade_failed_on(instances, place);
      if (!blamed.empty()) reason.because.push_back(of(blamed.front()));
      return;
    }
    if (is_bad(status)) {
      reason.text += fmt::format(": {}", failure_text(instances, place));
      return;
    }
    const auto waits = waiting_on(instances, place);
    for (std::size_t i = 0; i < std::min(waits.size(), most); ++i) reason.because.push_back(of(waits[i]));
    if (waits.size() > most) reason.because.push_back({.id = {}, .text = fmt::format("and {} more", waits.size() - most)});
  }

  const RecordedInstances& recorded_;
  std::set<std::string> seen_;
};

void print(Output& out, const Reason& reason, const std::string& indent, std::string_view branch) {
  out.line(fmt::format("{}{}{}{}{}", indent, branch, reason.id, reason.id.empty() ? "" : "  ", reason.text));
  const auto below = indent + (branch.empty() ? "" : branch == "└─ " ? "   " : "│  ");
  for (std::size_t i = 0; i < reason.because.size(); ++i)
    print(out, reason.because[i], below, i + 1 == reason.because.size() ? "└─ " : "├─ ");
}

Json json_of(const Reason& reason) {
  Json record;
  record["id"] = reason.id.empty() ? Json{} : Json(reason.id);
  record["text"] = reason.text;
  record["because"] = Json::array();
  for (const auto& each : reason.because) record["because"].push_back(json_of(each));
  return record;
}

}  // namespace

/// JSON: {"id", "text", "because": [the same]}; `id` is null for what is no instance.
ExitCode perform(const ExplainInstance& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const auto run = find_run(reader, command.instance, command.pipeline);
  const RecordedInstances recorded{reader, find_pipeline(reader, run.pipeline)};
  const auto reason = Explanation{recorded}.of(run.id);
  if (command.json) {
    terminal.out.line(text_of(json_of(reason)));
  } else {
    print(terminal.out, reason, {}, {});
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
