// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/explanation.hpp"
#include "cli/report.hpp"
#include "cli/sources.hpp"

namespace penstock::cli {

namespace {

ExitCode refuse(const ExplainDefinition& command, Diagnostics diagnostics, Terminal terminal) {
  const Judgement judgement{.diagnostics = std::move(diagnostics), .plan = nullptr, .notes = {}};
  return report(judgement, command.file, Profile::embedded, command.json, terminal.out);
}

}  // namespace

ExitCode perform(const ExplainDefinition& command, Terminal terminal) {
  auto definition = load_definition(command.file);
  if (!definition) return refuse(command, std::move(definition).error(), terminal);
  auto values = load_values(command.values);
  if (!values) return refuse(command, std::move(values).error(), terminal);
  const auto now = command.at.value_or(std::chrono::floor<std::chrono::seconds>(SystemClock{}.now()));
  auto judgement = judge_for_reading(*definition, *values, Profile::embedded, now);
  if (!judgement.plan) return refuse(command, std::move(judgement.diagnostics), terminal);

  auto explanation = explain(*definition, *values, judgement.plan, command, now);
  explanation.warnings = judgement.diagnostics.size();  // of what has a plan, nothing is an error
  if (command.json) {
    auto document = Json{{"file", command.file}};
    document.update(record(explanation));
    terminal.out.line(text_of(document));
  } else {
    print(explanation, terminal.out);
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
