// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A pipeline on a test bench: an engine with a clock that moves when told, a store in memory, and work that follows a script. A week of
/// schedule takes milliseconds, and nothing sleeps.
///
///     Rig rig{my_pipeline()};
///     rig.activity("Load").fails("disk full").then_succeeds();
///     rig.advance(days{7});
///     EXPECT_EQ(rig.status("Load", utc("2015-05-18")), Status::finished);

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
  EngineOptions engine{};  ///< clock and executors are the rig's
  Store* store = nullptr;  ///< borrowed; null: a MemoryStore of the rig's own, which its queries need
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
  CheckScript& precondition(const std::string& component);
  ResourceScript& resource(const std::string& component);

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
  /// Every attempt begun so far, in order, also across restarts.
  [[nodiscard]] const std::vector<Ran>& ran() const noexcept;
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
