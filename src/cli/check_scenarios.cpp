// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>
#include <system_error>
#include <vector>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/words.hpp"
#include "penstock/testing/scenario.hpp"
#include "penstock/testing/script.hpp"

namespace penstock::cli {

namespace {

/// What came of one scenario, or of a file that is none.
struct Checked {
  std::string file;
  testing::ScenarioResult result{};
  std::string error{};  ///< why it could not be played

  [[nodiscard]] bool holds() const noexcept { return error.empty() && result.differences.empty(); }
};

Checked check(const std::string& file, const std::string& scenario) {
  Checked checked{.file = file};
  try {
    checked.result = testing::run_scenario(scenario);
  } catch (const testing::ScenarioError& error) {
    checked.error = error.what();
  } catch (const testing::ScriptError& error) {
    checked.error = error.what();
  }
  return checked;
}

std::vector<Checked> check(const std::string& file) {
  std::vector<Checked> checked;
  try {
    for (const auto& scenario : testing::read_scenario_file(file)) checked.push_back(check(file, scenario));
  } catch (const testing::ScenarioError& error) {
    checked.push_back({.file = file, .result = {}, .error = error.what()});
  } catch (const std::system_error& error) {
    throw InputError{fmt::format("{} cannot be read: {}", file, error.code().message())};
  }
  return checked;
}

Json record_of(const Checked& checked) {
  Json document{{"file", checked.file}, {"id", checked.result.id}, {"title", checked.result.title}, {"holds", checked.holds()}};
  document["error"] = checked.error.empty() ? Json{} : Json(checked.error);
  document["differences"] = Json::array();
  for (const auto& difference : checked.result.differences) {
    document["differences"].push_back({{"where", difference.where}, {"expected", difference.expected}, {"seen", difference.seen}});
  }
  return document;
}

void print(const Checked& checked, Output& out) {
  const auto title = checked.result.id.empty() ? std::string{} : fmt::format("  {}: {}", checked.result.id, checked.result.title);
  out.line(out.colored(Color::red, one_line(fmt::format("{}{}", checked.file, title))));
  if (!checked.error.empty()) out.line(one_line(fmt::format("  is no scenario: {}", checked.error)));
  for (const auto& difference : checked.result.differences) out.line(one_line("  " + testing::to_text(difference)));
}

}  // namespace

/// JSON: {"scenarios": [{"file", "id", "title", "holds", "error": text or null, "differences": [{"where", "expected", "seen"}]}],
///        "failed": N}
ExitCode perform(const CheckScenarios& command, Terminal terminal) {
  Json document;
  document["scenarios"] = Json::array();
  std::int64_t played = 0;
  std::int64_t failed = 0;
  for (const auto& file : command.files) {
    for (const auto& checked : check(file)) {
      ++played;
      if (!checked.holds()) ++failed;
      if (command.json) {
        document["scenarios"].push_back(record_of(checked));
      } else if (!checked.holds()) {
        print(checked, terminal.out);
      }
    }
  }
  document["failed"] = failed;
  terminal.out.line(command.json ? text_of(document) : fmt::format("{}, {} failed", counted(played, "scenario"), failed));
  return failed == 0 ? ExitCode::success : ExitCode::failed;
}

}  // namespace penstock::cli
