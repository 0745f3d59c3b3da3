// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/report.hpp"
#include "cli/sources.hpp"

namespace penstock::cli {

namespace {

Judgement judge_file(const Validate& command) {
  auto definition = load_definition(command.file);
  if (!definition) return {.diagnostics = std::move(definition).error(), .plan = nullptr, .notes = {}};
  auto values = load_values(command.values);
  if (!values) return {.diagnostics = std::move(values).error(), .plan = nullptr, .notes = {}};
  const auto now = SystemClock{}.now();
  auto judgement = judge(*definition, *values, command.profile, now);
  if (judgement.plan && command.profile == Profile::embedded) {
    auto differences = service_differences(*definition, *values, *judgement.plan, judgement.diagnostics, now);
    std::move(differences.begin(), differences.end(), std::back_inserter(judgement.notes));
  }
  return judgement;
}

}  // namespace

ExitCode perform(const Validate& command, Terminal terminal) {
  return report(judge_file(command), command.file, command.profile, command.json, terminal.out);
}

}  // namespace penstock::cli
