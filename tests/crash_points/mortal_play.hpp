// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A scenario whose program may die on the way, and what is there at its end.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crash_points/mortal_store.hpp"
#include "store/stores.hpp"
#include "testing/scenario_file.hpp"

namespace penstock::testing {

/// What must be the same wherever the program died.
struct Ending {
  /// Of each instance by id: status, retries used, and each attempt that was not lost with the program: status and error.
  std::map<std::string, std::string> instances;
  /// Of each pipeline and component by name: state; health, and whether it is paused.
  std::map<std::string, std::string> components;
  /// How often each firing is recorded: action, node, event.
  std::map<std::string, int> fired;
  /// How often each alarm was delivered: action, node, event, subject, message.
  std::map<std::string, int> delivered;
};

struct MortalPlay {
  Ending ending;
  std::int64_t commits = 0;
  bool died = false;
};

/// Plays all commands up to the last time that the scenario speaks of. Whoever was in the middle of a command when the program died gives it
/// again, unless it was recorded. Its checks are not made: they are about moments on the way.
[[nodiscard]] MortalPlay play_mortal(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death);

/// What is not the same, in words; empty: nothing. An alarm may be delivered once more for each firing if the program died; then it was
/// being delivered.
[[nodiscard]] std::vector<std::string> compare(const Ending& undisturbed, const Ending& after_death);

}  // namespace penstock::testing
