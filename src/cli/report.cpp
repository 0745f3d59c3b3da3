// SPDX-License-Identifier: Apache-2.0
#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <tuple>

#include "cli/records.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

namespace {

Json json_of(const Judgement& judgement, const std::string& file, Profile profile) {
  Json document;
  document["file"] = file;
  document["profile"] = profile == Profile::embedded ? "embedded" : "service";
  document["valid"] = judgement.plan != nullptr;
  document["diagnostics"] = records(judgement.diagnostics);
  document["notes"] = Json::array();
  for (const auto& note : judgement.notes) {
    document["notes"].push_back({{"code", note.code}, {"objects", note.objects}, {"field", note.field}, {"message", note.message}});
  }
  return document;
}

/// Errors stay one by one: each wants a correction of its own.
void print_diagnostics(const Diagnostics& diagnostics, Output& out) {
  std::vector<Note> warnings;
  for (const auto& each : diagnostics) {
    if (each.severity == Severity::error) {
      out.line(out.colored(Color::red, one_line(to_text(each))));
    } else {
      warnings.push_back({.code = each.code,
                          .objects = each.object.empty() ? std::vector<std::string>{} : std::vector{each.object},
                          .field = each.field,
                          .message = each.message});
    }
  }
  for (const auto& warning : merged(warnings)) out.line(out.colored(Color::yellow, one_line(to_text(warning, "warning"))));
}

std::string verdict(const Judgement& judgement, const std::string& file) {
  const auto errors = std::count_if(judgement.diagnostics.begin(), judgement.diagnostics.end(),
                                    [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  const auto warnings = static_cast<std::int64_t>(judgement.diagnostics.size()) - errors;
  const auto name = file == "-" ? std::string{"standard input"} : file;
  const auto and_warnings = warnings == 0 ? std::string{} : ", " + counted(warnings, "warning");
  if (!judgement.plan) return fmt::format("{}: {}{}", name, counted(errors, "error"), and_warnings);
  return fmt::format("{} is valid: {}{}", name, counted(static_cast<std::int64_t>(judgement.plan->components().size()), "object"),
                     and_warnings);
}

}  // namespace

std::vector<Note> merged(const std::vector<Note>& notes) {
  std::vector<Note> result;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::size_t> places;
  for (const auto& note : notes) {
    const auto [place, first] = places.try_emplace({note.code, note.field, note.message}, result.size());
    if (first) {
      result.push_back(note);
    } else {
      std::copy(note.objects.begin(), note.objects.end(), std::back_inserter(result[place->second].objects));
    }
  }
  return result;
}

ExitCode report(const Judgement& judgement, const std::string& file, Profile profile, bool json, Output& out) {
  if (json) {
    out.line(text_of(json_of(judgement, file, profile)));
  } else {
    print_diagnostics(judgement.diagnostics, out);
    for (const auto& note : merged(judgement.notes)) out.line(one_line(to_text(note)));
    out.line(one_line(verdict(judgement, file)));
  }
  return judgement.plan ? ExitCode::success : ExitCode::definition_error;
}

}  // namespace penstock::cli
