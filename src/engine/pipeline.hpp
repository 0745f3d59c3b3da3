// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One pipeline as the engine holds it: its recorded definitions, and its instances while it has any.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/engine/engine.hpp"
#include "penstock/lifecycle/advance.hpp"

namespace penstock {

/// A plan and the queue on which each of its components waits.
struct RunnablePlan {
  std::shared_ptr<const Plan> plan;
  std::vector<std::uint8_t> lanes;
  Diagnostics warnings;
};

/// The queue of components whose work nobody takes.
inline constexpr std::uint8_t parked_lane = 4;
static_assert(parked_lane == lane_count && ready_lanes == lane_count + 1);

/// Loaded from the store or just deployed. `instances` is absent while there is nothing to run: not activated, or finished.
struct LoadedPipeline {
  PipelineRow row;  ///< current only while `instances` is absent
  std::vector<DefinitionRow> definitions;
  std::vector<std::string> positions;  ///< component ids by index, of all versions
  PipelineSnapshot dormant;            ///< what the store had of it, while `instances` is absent
  std::optional<Instances> instances;
  std::string held;      ///< why it cannot run in this program; empty: it can
  bool removed = false;  ///< only its place is left, because places follow from keys, which are never used twice

  [[nodiscard]] const PipelineRow& current() const { return instances ? instances->pipeline : row; }
  [[nodiscard]] const DefinitionRow* definition(std::int32_t version) const;
};

/// A recorded version with its secrets in clear.
struct OpenedDefinition {
  Definition definition;  ///< with the name of its pipeline
  ParameterValues values;
};
[[nodiscard]] Result<OpenedDefinition, Diagnostics> opened(const DefinitionRow& row, const std::string& pipeline, Vault* vault);

/// A version as it is recorded: texts with their secrets sealed.
struct SealedDefinition {
  std::string json;
  std::string values;
};
[[nodiscard]] Result<SealedDefinition, Diagnostics> sealed(const Definition& definition, const ParameterValues& values,
                                                           const EngineOptions& options);

/// How definitions of that pipeline are compiled here.
[[nodiscard]] CompileOptions compile_options(const ParameterValues& values, const EngineOptions& options, const LoadedPipeline& pipeline,
                                             Instant now);

/// Compiles a recorded or new definition for running: everything that could keep it from running is an error (S-27, S-69).
[[nodiscard]] Result<RunnablePlan, Diagnostics> plan_to_run(const Definition& definition, const ParameterValues& values,
                                                            const EngineOptions& options, const Handlers& handlers,
                                                            const LoadedPipeline& pipeline, Instant now,
                                                            std::optional<Instant> from = std::nullopt);

/// `@Component_2015-05-17T00:00:00` or `@Precondition_2015-05-17T00:00:00@Owner` in its parts; none if the text is no such id.
struct ParsedInstanceId {
  std::string_view object;  ///< of the component, or of the precondition
  Instant start{};
  std::string_view owner{};  ///< empty unless it is a precondition's
};
[[nodiscard]] std::optional<ParsedInstanceId> parse_instance_id(std::string_view id);

/// The live instance, or the component and interval of one that is not alive; none if the pipeline has no such instance.
struct NamedInstance {
  ComponentIndex component = 0;  ///< of a precondition instance: the owner's
  std::int64_t interval = 0;
  std::optional<ComponentIndex> precondition;
  std::optional<InstanceRef> live;
};
[[nodiscard]] std::optional<NamedInstance> find_instance(const Instances& instances, std::string_view id);

/// `@Component_2015-05-17T00:00:00`, also for a precondition instance, whose owner's component is given.
[[nodiscard]] std::string instance_text(const Instances& instances, ComponentIndex component, Instant start, ComponentIndex owner);

}  // namespace penstock
