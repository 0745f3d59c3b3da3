// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A scenario under way: the simulation, the definition as it stands, and what was not as it should be.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/ids.hpp"
#include "penstock/plan/compile.hpp"
#include "penstock/testing/scenario.hpp"
#include "penstock/testing/simulation.hpp"
#include "testing/scenario_file.hpp"

namespace penstock::testing {

class Stage {
 public:
  Stage(const ScenarioFile& scenario, const Observer& observer);
  /// In a store of the caller's, which `reader` reads; work that a restart costs goes on where it stood.
  Stage(const ScenarioFile& scenario, const Observer& observer, Store& store, StoreReader& reader);

  const PipelineId pipeline{"df-TEST"};
  Simulation simulation;
  Json definition;                           ///< the last one that was accepted
  std::map<std::string, std::string> tasks;  ///< task ids by the names that `poll` gave them
  std::vector<Difference> differences;

  [[nodiscard]] Engine& engine() { return simulation.engine(); }
  void differ(std::string where, std::string expected, std::string seen);

  /// What compiling the definition says, without activating it.
  [[nodiscard]] Diagnostics validate() const;
  /// Saves and keeps it as the last accepted one. Throws DefinitionError. What is thrown by a store that ends the program is no refusal:
  /// the definition is then kept as accepted, too, because it may have been recorded.
  void save(Json changed);
  /// Throws what `Engine::activate` throws. For a store that ends the program: as `save`.
  void activate(const ParameterValues& values, std::optional<Instant> from);
  /// As it was last activated; null before that.
  [[nodiscard]] const std::shared_ptr<const Plan>& plan() const noexcept { return plan_; }

  /// The instance id of `X#n`, `P#n/X` or an id. Throws ScenarioError if there is no such component, and if it is no name of an instance.
  [[nodiscard]] std::string id_of(std::string_view name);
  /// `X#n` or `P#n/X` for an instance id; the id itself if there is no such interval.
  [[nodiscard]] std::string name_of(const std::string& id);
  /// None while the instance is not there.
  [[nodiscard]] std::optional<RunSummary> find(std::string_view name);

 private:
  Stage(const ScenarioFile& scenario, SimulationOptions options);
  void activated(const ParameterValues& values);
  [[nodiscard]] Definition read(const Json& json) const;
  [[nodiscard]] CompileOptions compile_options() const;
  [[nodiscard]] const Component& component(std::string_view id) const;
  [[nodiscard]] std::vector<Instant> runs();

  Profile profile_;
  std::optional<Instant> first_activation_;
  ParameterValues values_;
  std::shared_ptr<const Plan> plan_;
};

}  // namespace penstock::testing
