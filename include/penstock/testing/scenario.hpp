// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Behaviour as data: a definition, a clock, what the outside world does, and what must be seen when, in one JSON object. Played by
/// `Simulation`; knows the engine from outside only. A file holds one scenario, or a JSON list of them.
///
///     {"id": "NIGHT-1", "title": "a failed load is tried again", "rules": ["S-91"],
///      "definition": {"objects": […]},
///      "clock": "2015-05-17T00:00:00", "activate": true,
///      "script": {"Load": ["10m fail", "5m ok"]},
///      "do": [["2015-05-17T03:00:00", "rerun", "Load#0"]],
///      "expect": [{"at": "2015-05-17T00:15:00", "status": {"Load#0": "WAITING_FOR_RUNNER"}}]}
///
/// | member | meaning |
/// | --- | --- |
/// | `id`, `title`, `topic`, `rules`, `note` | for people |
/// | `profile` | `service` (default) or `embedded` |
/// | `definition` | as `read_definition` reads it; the pipeline is called `df-TEST` |
/// | `validate` | `errors` and `warnings`: exactly these pairs of object and code; without `warnings` they are not looked at, and without
/// `validate` there must be no errors | | `clock` | when the definition is saved and activated; without it nothing is run | | `activate` |
/// `true` (default), `false`, `{"startTimestamp": T}`, or `{"error": code}` if it must be refused | | `options` | `maxActiveInstances` of
/// components that do not say, `allowBackfill` | | `script` | as `Script::read` reads it | | `do` | `[time, command, argument…]`, each
/// after all that the engine does at its time; `"!Code"` at the end if it must be refused | | `expect` | checks, each at its time `at`,
/// after the commands of that time |
///
/// Commands: `activate [start or null [values]]`, `deactivate ["drain"]`, `rerun`, `cancel`, `markFinished` (instance), `pause`, `resume`
/// (component), `put {object: {field: value}}` (null takes away a field or an object), `poll group name [attempt id or null]`, `progress
/// name canceled`, `setTaskStatus name status [error id [message]]`, `restart` (as if the program had been killed: what runs in it is lost,
/// and the engine opens its store again).
///
/// Checks: per instance `status`, `attempts`, `attemptStatus`, `attemptErrors`, `attemptIds`, `run`, `start`, `end`, `ids`, `deps`,
/// `waitingOn`, `cascadedFrom`, `reason`, `resource`, `eval`, `expr`, `staging`, `logs`; per component `intervals`, `count`, `health` (`*`
/// is the pipeline); `absent`, `alarms`, `pipeline`. An instance is `X#n`, `P#n/X` or an id.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/engine/engine.hpp"
#include "penstock/time.hpp"

namespace penstock::testing {

/// A text that is no scenario: not JSON, a member, command or check that does not exist, an argument of the wrong shape. `what()` says
/// where.
class ScenarioError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Something that was not as the scenario says.
struct Difference {
  std::string where;     ///< `expect[2].status.A#0`
  std::string expected;  ///< as the scenario has it
  std::string seen;

  bool operator==(const Difference&) const = default;
};

using penstock::to_text;  // which the one below would hide

/// `expect[2].status.A#0: expected "FINISHED", seen "RUNNING"`
[[nodiscard]] std::string to_text(const Difference& difference);

struct ScenarioResult {
  std::string id;
  std::string title;
  std::vector<Difference> differences;  ///< in the order of the file's times; empty: all is as it should be
};

/// Plays a scenario to its last check, and tells `observer` every change of status on the way. Throws ScenarioError, and ScriptError if its
/// script cannot be read.
[[nodiscard]] ScenarioResult run_scenario(std::string_view json, const Observer& observer = {});
/// The texts of the scenarios in a file, which need not be right. Throws std::system_error if it cannot be read, and ScenarioError if it is
/// a list that is not JSON.
[[nodiscard]] std::vector<std::string> read_scenario_file(const std::filesystem::path& file);

}  // namespace penstock::testing
