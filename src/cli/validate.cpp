// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/sources.hpp"
#include "cli/words.hpp"

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

std::string verdict(const Validate& command, const Judgement& judgement, std::int64_t errors, std::int64_t warnings) {
  const auto file = command.file == "-" ? std::string{"standard input"} : command.file;
  const auto and_warnings = warnings == 0 ? std::string{} : ", " + counted(warnings, "warning");
  if (!judgement.plan) return fmt::format("{}: {}{}", file, counted(errors, "error"), and_warnings);
  return fmt::format("{} is valid: {}{}", file, counted(static_cast<std::int64_t>(judgement.plan->components().size()), "object"),
                     and_warnings);
}

}  // namespace

/// JSON: {"file", "profile": "embedded" | "service", "valid": true | false,
///        "diagnostics": [{"severity": "error" | "warning", "code", "object", "field", "message"}],
///        "notes": [{"code", "objects": [id], "field", "message"}]}
/// An empty `object` means the definition as a whole, an empty `field` the object as a whole.
ExitCode perform(const Validate& command, Terminal terminal) {
  const auto judgement = judge_file(command);
  const auto errors = std::count_if(judgement.diagnostics.begin(), judgement.diagnostics.end(),
                                    [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  const auto warnings = static_cast<std::int64_t>(judgement.diagnostics.size()) - errors;
  const auto code = judgement.plan ? ExitCode::success : ExitCode::definition_error;
  if (command.json) {
    Json document;
    document["file"] = command.file;
    document["profile"] = command.profile == Profile::embedded ? "embedded" : "service";
    document["valid"] = judgement.plan != nullptr;
    document["diagnostics"] = records(judgement.diagnostics);
    document["notes"] = Json::array();
    for (const auto& note : judgement.notes) {
      document["notes"].push_back({{"code", note.code}, {"objects", note.objects}, {"field", note.field}, {"message", note.message}});
    }
    terminal.out.line(text_of(document));
    return code;
  }
  for (const auto& diagnostic : judgement.diagnostics) {
    terminal.out.line(
        terminal.out.colored(diagnostic.severity == Severity::error ? Color::red : Color::yellow, one_line(to_text(diagnostic))));
  }
  for (const auto& note : judgement.notes) terminal.out.line(one_line(to_text(note)));
  terminal.out.line(one_line(verdict(command, judgement, errors, warnings)));
  return code;
}

}  // namespace penstock::cli
