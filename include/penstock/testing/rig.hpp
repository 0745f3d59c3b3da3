// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A pipeline on a test bench: an engine with a clock that moves when told, a store in memory, and work that follows a script. A week of
/// schedule takes milliseconds, and nothing sleeps.
///
/// A retry, then success:
///
///     Rig rig{my_pipeline(), {.start = monday}};
///     rig.activity("Load").fails("disk full").then_succeeds();
///     rig.advance(10min);
///     EXPECT_THAT(rig.seen("Load", monday), AllOf(HasStatus(Status::finished), Tried(2)));
///
/// Data that arrives late:
///
///     rig.precondition("Arrived").is_met_from(monday + 3h);
///     rig.advance(2h);
///     EXPECT_EQ(rig.inspect("Load", monday).in_words, "waiting for Log of 2024-03-04, which waits for Arrived, which is not met");
///
/// What must not run, does not:
///
///     rig.activity("Archive").fails("disk full");
///     rig.advance(1h);
///     EXPECT_THAT(rig.commands("Delete"), IsEmpty());
///
/// examples/09_testing has all three with the pipeline that they are about.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/definition.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/testing/script.hpp"
#include "penstock/testing/simulation.hpp"

namespace penstock::testing {

struct RigOptions {
  Instant start = utc("2015-05-17");  ///< where the clock stands when the pipeline is deployed
  ParameterValues values{};
  Script script{};         ///< of which more can be said later
  EngineOptions engine{};  ///< clock and executors are the rig's
  Store* store = nullptr;  ///< borrowed; null: a MemoryStore of the rig's own, which its queries need
};

/// What became of an instance so far; for matchers.hpp.
struct Seen {
  std::string id;                      ///< `@Component_start`; without `start` and before the first interval the object id
  Status status = Status::scheduled;   ///< also while it is not there yet
  std::vector<AttemptRow> attempts{};  ///< by number
};

/// One pipeline, deployed when time first runs or the engine is first asked for, so that scripts can be written before. One thread at a
/// time. Activities, preconditions, resources and actions of every type are played by scripts (a thin layer over `Simulation`); give one a
/// real body with `activity("Id").does(body)`.
class Rig {
 public:
  /// Deploys nothing yet; the first of the functions below that needs an engine does, and throws DefinitionError.
  explicit Rig(Definition definition, RigOptions options = {});
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  /// The script of a component; of all its instances, or of the instance whose interval begins at `start`.
  ActivityScript& activity(const std::string& component);
  ActivityScript& activity(const std::string& component, Instant start);
  /// The script of a precondition; of all its instances, or of the one whose owner's interval begins at `start`.
  CheckScript& precondition(const std::string& component);
  CheckScript& precondition(const std::string& component, const std::string& owner, Instant start);
  /// The script of a resource; of all its instances, or of the one whose interval begins at `start`.
  ResourceScript& resource(const std::string& component);
  ResourceScript& resource(const std::string& component, Instant start);
  /// All of it, for what is said in other ways: entries by number, times of shutting down.
  [[nodiscard]] Script& script() noexcept;

  /// Does everything that is due now, and what follows from it at this moment.
  void run_until_idle();
  /// Moves the clock, stopping at every moment at which something is due.
  void advance(Duration by);
  void advance_to(Instant moment);

  /// Status of the instance whose interval begins at `start`; Status::scheduled while it is not there yet. Without `start`: of the first
  /// interval.
  [[nodiscard]] Status status(const std::string& component) const;
  [[nodiscard]] Status status(const std::string& component, Instant start) const;
  /// Attempts of that instance, by number.
  [[nodiscard]] std::vector<AttemptRow> attempts(const std::string& component) const;
  [[nodiscard]] std::vector<AttemptRow> attempts(const std::string& component, Instant start) const;
  /// All of that together.
  [[nodiscard]] Seen seen(const std::string& component) const;
  [[nodiscard]] Seen seen(const std::string& component, Instant start) const;
  /// Where that instance stands and why: what it waits for, what it fell with. Of one that is not there yet only the id.
  [[nodiscard]] Inspection inspect(const std::string& component, Instant start);

  /// What the attempts of a component begun so far would have run, in order: see `commands_of`. Of all its instances, or of the one whose
  /// interval begins at `start`.
  [[nodiscard]] std::vector<std::string> commands(const std::string& component) const;
  [[nodiscard]] std::vector<std::string> commands(const std::string& component, Instant start) const;
  /// Every attempt begun so far, in order, also across restarts; and with what it was given to do.
  [[nodiscard]] const std::vector<Ran>& ran() const noexcept;
  [[nodiscard]] const std::vector<Given>& given() const noexcept;
  /// Every action fired so far, in order.
  [[nodiscard]] const std::vector<Alarm>& alarms() const noexcept;
  [[nodiscard]] PipelineState state();
  [[nodiscard]] Instant now() const;

  [[nodiscard]] Engine& engine();
  [[nodiscard]] const PipelineId& pipeline() const noexcept;
  /// `@Component_start`, for commands to the engine.
  [[nodiscard]] static InstanceId instance(const std::string& component, Instant start);

  /// As if the program had been killed now and started again: running attempts are lost, recorded state is taken back.
  void restart();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace penstock::testing
