// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/dependency_order.hpp"
#include "cli/records.hpp"
#include "cli/sources.hpp"
#include "cli/table.hpp"
#include "cli/tally.hpp"
#include "cli/timeline.hpp"
#include "cli/words.hpp"
#include "penstock/testing/simulation.hpp"

namespace penstock::cli {

namespace {

using penstock::to_text;
using testing::Alarm;
using testing::Script;
using testing::Simulation;

/// How many lines of a long list are shown, half of them from its end.
constexpr std::size_t most_lines = 60;

Script read_outcomes(const std::string& file) {
  if (file.empty()) return {};
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw InputError{fmt::format("{} cannot be read: {}", file, std::generic_category().message(errno))};
  try {
    return Script::read(std::string{std::istreambuf_iterator<char>{stream}, {}});
  } catch (const testing::ScriptError& error) {
    throw InputError{fmt::format("{}: {}", file, error.what())};
  }
}

/// The time of the first interval; now, if the first activation or a person decides when that is.
Instant first_start(const Plan& plan, Instant now) {
  auto first = now;
  bool any = false;
  for (const auto& component : plan.components()) {
    if (!component.calendar) continue;
    first = any ? std::min(first, component.calendar->recurrence.start) : component.calendar->recurrence.start;
    any = true;
  }
  return first;
}

/// Numbers of the lines to show: all, or the first and the last.
struct Shown {
  Shown(std::size_t count, bool all) {
    const auto half = all ? count : most_lines / 2;
    first_end = std::min(count, half);
    last_begin = all || count <= most_lines ? first_end : count - half;
    if (count <= most_lines) first_end = last_begin = count;
  }
  template <class Show>
  void each(std::size_t count, Show show) const {
    for (std::size_t n = 0; n < first_end; ++n) show(n);
    for (std::size_t n = last_begin; n < count; ++n) show(n);
  }
  [[nodiscard]] std::size_t left_out() const noexcept { return last_begin - first_end; }

  std::size_t first_end = 0;
  std::size_t last_begin = 0;
};

/// A simulated pipeline at the end of the time that was asked for.
struct Played {
  std::string name;
  Instant from;
  Instant until;
  std::shared_ptr<const Plan> plan;
  Diagnostics warnings;
  std::unique_ptr<Simulation> simulation;
};

Played play(const Simulate& command) {
  auto definition = load_definition(command.file);
  if (!definition) throw DefinitionError{std::move(definition).error()};
  definition->name = name_of_file(command.file);
  auto values = load_values(command.values);
  if (!values) throw DefinitionError{std::move(values).error()};
  auto script = read_outcomes(command.outcomes);

  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock{}.now());
  auto judgement = judge_for_running(*definition, *values, command.profile, command.from.value_or(now));
  if (!judgement.plan) throw DefinitionError{std::move(judgement.diagnostics)};
  const auto from = command.from.value_or(first_start(*judgement.plan, now));
  if (command.until < from) {
    throw InputError{fmt::format("--until {} lies before the simulation begins, at {}", to_text(command.until), to_text(from))};
  }
  if (const auto problems = script.problems(*judgement.plan); !problems.empty()) {
    throw InputError{fmt::format("{}: {}", command.outcomes, fmt::join(problems, "\n"))};
  }

  testing::SimulationOptions options{.start = from, .mask_alarms = true};
  options.engine.profile = command.profile;
  Played played{.name = definition->name,
                .from = from,
                .until = command.until,
                .plan = std::move(judgement.plan),
                .warnings = {},
                .simulation = std::make_unique<Simulation>(std::move(options), std::move(script))};
  played.warnings = played.simulation->engine().deploy(*definition, *values).warnings;
  played.simulation->run_until(command.until);
  return played;
}

PipelineState state_of(const Played& played) {
  return played.simulation->engine().state(PipelineId{played.name}).value_or(PipelineState::pending);
}

Json record_of(const Alarm& alarm) {
  return {
      {"time", to_text(alarm.at)}, {"action", alarm.action}, {"node", alarm.node}, {"subject", alarm.subject}, {"message", alarm.message}};
}

Json record_of(const Timeline::Line& line) {
  auto document = record(line.run);
  document["waitedFor"] = line.waited_for;
  document["attemptList"] = Json::array();
  for (const auto& attempt : line.attempts) document["attemptList"].push_back(record(attempt));
  return document;
}

Json tally_of(const std::vector<RunSummary>& runs) {
  Json tally = Json::object();
  for (const auto& run : runs) {
    auto& count = tally[run.component_id][std::string{to_text(run.instance.status)}];
    count = count.is_null() ? Json(1) : Json(count.get<std::int64_t>() + 1);
  }
  return tally;
}

void print_json(const Simulate& command, const Played& played, const Timeline& timeline, Output& out) {
  const auto& alarms = played.simulation->alarms();
  const Shown lines{timeline.size(), command.all};
  const Shown fired{alarms.size(), command.all};
  Json document;
  document["file"] = command.file;
  document["from"] = to_text(played.from);
  document["until"] = to_text(played.until);
  document["state"] = to_text(state_of(played));
  document["atRest"] = played.simulation->at_rest();
  document["warnings"] = records(played.warnings);
  document["runs"] = Json::array();
  lines.each(timeline.size(), [&](std::size_t n) { document["runs"].push_back(record_of(timeline.line(n))); });
  document["runsLeftOut"] = lines.left_out();
  document["alarms"] = Json::array();
  fired.each(alarms.size(), [&](std::size_t n) { document["alarms"].push_back(record_of(alarms[n])); });
  document["alarmsLeftOut"] = fired.left_out();
  if (command.all) {
    auto instances = timeline.runs();
    order_by_dependencies(instances, played.simulation->history());
    document["instances"] = Json::array();
    for (const auto& instance : instances) document["instances"].push_back(record(instance));
  }
  document["tally"] = tally_of(timeline.runs());
  out.line(text_of(document));
}

/// `20 min`, or `5 min + 5 min` for several attempts.
std::string work_of(const Timeline::Line& line) {
  constexpr std::size_t most = 4;
  std::vector<std::string> spans;
  for (const auto& attempt : line.attempts) {
    if (spans.size() == most) {
      spans.emplace_back("…");
      break;
    }
    spans.push_back(attempt.ended ? in_words(*attempt.ended - attempt.started) : "…");
  }
  return fmt::format("{}", fmt::join(spans, " + "));
}

std::string waiting_of(const Timeline::Line& line) {
  constexpr std::size_t most = 3;
  if (line.waited_for.size() <= most) return fmt::format("{}", fmt::join(line.waited_for, ", "));
  return fmt::format("{} and {} more", fmt::join(line.waited_for.begin(), line.waited_for.begin() + most, ", "),
                     line.waited_for.size() - most);
}

std::vector<Cell> cells_of(const Timeline::Line& line) {
  const auto& row = line.run.instance;
  return {{to_text(line.began.value_or(row.released))},
          {row.ended ? to_text(*row.ended) : std::string{}},
          cell_of(row.status),
          {row.attempts > 0 ? std::to_string(row.attempts) : std::string{}},
          {work_of(line)},
          {line.run.id},
          {waiting_of(line)},
          {line.run.error_message.empty() ? line.run.error_id : line.run.error_message}};
}

/// Rows of a list of which the middle may be left out.
template <class Row>
void print_table(std::vector<std::string> titles, std::size_t count, const Shown& shown, Output& out, Row row) {
  if (count == 0) return;
  // One table, so that both halves have the same columns; the gap is told where it is.
  Table table{std::move(titles)};
  shown.each(count, [&](std::size_t n) { table.add(row(n)); });
  table.print(out);
  if (shown.left_out() > 0) {
    out.line(fmt::format("{} left out after the first {}; --all prints them", counted(static_cast<std::int64_t>(shown.left_out()), "line"),
                         shown.first_end));
  }
  out.line("");
}

void print_text(const Simulate& command, const Played& played, const Timeline& timeline, Output& out) {
  const auto& alarms = played.simulation->alarms();
  for (const auto& warning : played.warnings) out.line(out.colored(Color::yellow, one_line(to_text(warning))));
  print_table({"FROM", "TO", "STATUS", "ATTEMPTS", "WORK", "INSTANCE", "WAITED FOR", "REMARK"}, timeline.size(),
              Shown{timeline.size(), command.all}, out, [&](std::size_t n) { return cells_of(timeline.line(n)); });
  print_table({"AT", "ALARM", "NODE", "SUBJECT", "MESSAGE"}, alarms.size(), Shown{alarms.size(), command.all}, out, [&](std::size_t n) {
    const auto& alarm = alarms[n];
    return std::vector<Cell>{{to_text(alarm.at)}, {alarm.action}, {alarm.node}, {alarm.subject}, {alarm.message}};
  });
  Tally tally;
  for (const auto& run : timeline.runs()) {
    if (run.kind != Kind::precondition) tally.add(run.pipeline, run.component_id, run.kind, run.instance.status);
  }
  for (const auto& line : tally.lines(most_lines)) out.line(one_line(line));
  out.line(
      one_line(fmt::format("{} from {} to {}: {}, {}, {}; the pipeline is {}", played.name, to_text(played.from), to_text(played.until),
                           tally.total(), counted(static_cast<std::int64_t>(played.simulation->ran().size()), "attempt"),
                           counted(static_cast<std::int64_t>(alarms.size()), "alarm"), to_text(state_of(played)))));
}

}  // namespace

/// JSON: {"file", "from", "until", "state", "atRest", "warnings": [diagnostic],
///        "runs": [record of an instance with "waitedFor": [id], "attemptList": [record of an attempt]], "runsLeftOut": N,
///        "alarms": [{"time", "action", "node", "subject", "message"}], "alarmsLeftOut": N, "tally": {component: {status: count}}}
/// Without --all, a long list has its beginning and its end only. With it there is also "instances": all of them, data nodes and
/// preconditions too, as `penstock list-runs --json` has them after a run.
ExitCode perform(const Simulate& command, Terminal terminal) {
  const auto played = play(command);
  const Timeline timeline{*played.plan, played.simulation->history(), played.name};
  if (command.json) {
    print_json(command, played, timeline, terminal.out);
  } else {
    print_text(command, played, timeline, terminal.out);
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
