// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The engine in a scripted world: a clock that moves when told, a store in memory, and work, checks, machines and alarms that do what a
/// script says. The engine is the one that runs for real; a year of schedule takes seconds, and nothing sleeps.
///
///     Simulation simulation{{.start = utc("2015-05-17")}, Script::read(R"({"Load": ["10m fail", "5m ok"]})")};
///     simulation.engine().deploy(my_pipeline());
///     simulation.run_until(utc("2016-05-17"));

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "penstock/engine/engine.hpp"
#include "penstock/lifecycle/batch.hpp"
#include "penstock/lifecycle/scope.hpp"
#include "penstock/store/store.hpp"
#include "penstock/store/store_reader.hpp"
#include "penstock/testing/script.hpp"
#include "penstock/time.hpp"

namespace penstock::testing {

/// An attempt that was begun by a handler; a task runner's are not among them.
struct Ran {
  std::string component;  ///< object id
  Instant scheduled;      ///< start of its interval
  int attempt = 1;
  Instant at;  ///< when it began

  bool operator==(const Ran&) const = default;
};

/// An attempt that was begun by a handler, with what it was given to do.
struct Given {
  Ran ran;
  ObjectView object;  ///< evaluates as the attempt would have: `object.text("script")`, `object.reference("input")`; secrets in clear
};

/// What the work of an object would be, in lines, evaluated: its `command`, `script` or `scriptUri` with arguments, or the name of its
/// `function`; then each of its `step`s. Nothing for work that no field puts into words, such as a copy. Throws EvaluationFailed.
[[nodiscard]] std::vector<std::string> commands_of(const ObjectView& object);

/// An action that was fired.
struct Alarm {
  std::string action;  ///< object id
  std::string node;    ///< instance id
  ActionEvent event = ActionEvent::on_fail;
  std::string subject;  ///< evaluated; empty if the action has none
  std::string message;  ///< evaluated; empty if the action has none
  Instant at;

  bool operator==(const Alarm&) const = default;
};

struct SimulationOptions {
  Instant start = utc("2015-05-17");  ///< where the clock stands at first
  EngineOptions engine{};         ///< clock, executors and the bounds on work under way are the simulation's; without a vault it has one
  Store* store = nullptr;         ///< borrowed; null: a MemoryStore of the simulation's own
  StoreReader* reader = nullptr;  ///< borrowed; reads `store`, so that `history` and numbered names of a script can be looked up
  /// What a restart cost goes on where it stood: the attempt that follows a lost one plays the same entry of the script and ends when the
  /// lost one would have ended, and a check whose answer was lost is answered the same. False: it is played by its own number, from its
  /// beginning. True needs `reader`, if a store is given.
  bool resume_lost = false;
  bool mask_alarms = false;  ///< whether secrets in the texts of alarms are masked (S-26), for showing them; else they are as delivered
  bool keep_given = false;   ///< whether `given` is kept, which takes some hundred bytes for each attempt
};

/// A world and the engine in it. Activities, preconditions, resources and actions of every type of the catalog are played by the script;
/// all of them report progress often enough, except those that are to stall. One thread at a time.
class Simulation {
 public:
  explicit Simulation(SimulationOptions options = {}, Script script = {});
  /// What still runs is let go.
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// May be added to at any time; what has begun goes on as it was said before.
  [[nodiscard]] Script& script() noexcept;
  /// The engine, opened when it is first asked for and after `restart`. Throws what its constructor throws.
  [[nodiscard]] Engine& engine();

  [[nodiscard]] Instant now() const;
  /// Does everything that is due now, and what follows from it at this moment.
  void settle();
  /// Moves the clock to `moment`, stopping at every time at which something is due; all that is due at `moment` itself is done too. Results
  /// of the world that come at one instant are told before the engine looks at the time (S-96): work, then resources; among equals due
  /// time, scheduled start, definition order. Throws std::logic_error if the engine asks for a time that has passed and finds nothing to do
  /// then.
  void run_until(Instant moment);
  /// Whether nothing can happen any more unless somebody asks the engine for it.
  [[nodiscard]] bool at_rest();

  /// Every attempt begun so far, in order, also across restarts.
  [[nodiscard]] const std::vector<Ran>& ran() const noexcept;
  /// The same with what each was given to do, if the options say so.
  [[nodiscard]] const std::vector<Given>& given() const noexcept;
  /// Every action fired so far, in order.
  [[nodiscard]] const std::vector<Alarm>& alarms() const noexcept;
  /// What the store has recorded. Throws std::logic_error if the simulation was given one without a reader.
  [[nodiscard]] StoreReader& history();

  /// As if the program had been killed now; the engine opens the store again when it is asked for next.
  void restart();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace penstock::testing
