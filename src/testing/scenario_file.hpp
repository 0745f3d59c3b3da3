// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A scenario as it is written, read strictly: what is not understood is an error, because a check that is not made looks like one that
/// holds.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/plan/plan.hpp"
#include "penstock/time.hpp"

namespace penstock::testing {

using Json = nlohmann::ordered_json;

struct ScenarioCommand {
  std::string where;  ///< `do[3]`
  Instant at;
  std::string name;
  std::vector<Json> arguments;  ///< without the expected error
  std::string error;            ///< the code with which it must be refused; empty: it must be accepted
};

struct ScenarioCheck {
  std::string where;  ///< `expect[3]`
  Instant at;
  Json members;  ///< without `at`
};

struct ScenarioFile {
  std::string id;
  std::string title;
  Profile profile = Profile::service;
  Json definition;
  Json validate;                 ///< null: no errors are expected
  std::optional<Instant> clock;  ///< none: nothing is run
  bool activate = true;
  std::optional<Instant> start;  ///< activation timestamp
  std::string activation_error;  ///< empty: it must be accepted
  std::optional<std::int32_t> max_active_instances;
  std::optional<bool> allow_backfill;
  Json script;
  std::vector<ScenarioCommand> commands;  ///< by time
  std::vector<ScenarioCheck> checks;      ///< by time
};

/// Throws ScenarioError.
[[nodiscard]] ScenarioFile read_scenario(std::string_view json);

/// The date-time in a JSON text; throws ScenarioError naming the place.
[[nodiscard]] Instant read_instant(const Json& value, std::string_view where);

}  // namespace penstock::testing
