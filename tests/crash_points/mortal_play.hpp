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

/// What must be the same wherever the program died. Times are not: what limits an attempt counts from the beginning of the one that
/// replaces it.
struct Ending {
  /// Of each instance by id: status; except of resources also the retries used, and the attempts that count, with their errors. Those that
  /// were lost with the program or with a machine do not, nor do canceled ones: one that is lost before it is canceled is not canceled. A
  /// resource that is lost while nobody needs it is not made again, so that its attempts are others.
  std::map<std::string, std::string> instances;
  /// Of each pipeline and component by name: state; health, and whether it is paused.
  std::map<std::string, std::string> components;
  /// How often each firing is recorded: action, node, event.
  std::map<std::string, int> fired;
  /// How often each alarm was delivered: action, node, event, subject, message. Of lateness without the texts, which may tell that the late
  /// one waits to be tried again.
  std::map<std::string, int> delivered;
};

/// Why an ending may be another one after all.
enum class Excuse : std::uint8_t {
  none,
  draining,    ///< what was lost while its pipeline drained is not tried again before the next activation
  paused,      ///< what was lost while its component was paused is not tried again before it is resumed
  handed_out,  ///< a task that no runner had acknowledged: it was lost on its way, or counts as acknowledged from then on
  idle,        ///< a machine that nothing ran on is not created again before something needs it
  late,        ///< what was lost at the moment at which it would have been late has not ended in time
  refused,     ///< a limit that began anew had not passed when somebody gave a command that needs it to have
  numbers      ///< a text tells the number of an attempt: of the one that replaces a lost one
};

struct MortalPlay {
  Ending ending;
  std::int64_t commits = 0;
  bool died = false;
  Excuse excuse = Excuse::none;
};

/// Plays all commands up to the last time that the scenario speaks of, and for `longer`. Whoever was in the middle of a command when the
/// program died gives it again, unless it was recorded. Checks are not made: they are about moments on the way.
[[nodiscard]] MortalPlay play_mortal(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death,
                                     Duration longer = Duration::zero());

/// The same without the digits in texts of alarms.
[[nodiscard]] Ending without_numbers(Ending ending);

/// What is not the same, in words; empty: nothing. An alarm may be delivered once more for each firing if the program died; then it was
/// being delivered.
[[nodiscard]] std::vector<std::string> compare(const Ending& undisturbed, const Ending& after_death);

}  // namespace penstock::testing
