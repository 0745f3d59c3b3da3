// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lists and history for people: read-only, never in the engine's way, possibly a moment behind it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "penstock/lifecycle/batch.hpp"

namespace penstock {

/// A pipeline in words.
struct PipelineSummary {
  PipelineRow pipeline;
  std::vector<std::pair<Status, std::int64_t>> instances{};  ///< how many there are of each status, activities and data nodes and resources
};

/// An instance in words.
struct RunSummary {
  InstanceRow instance;
  std::string pipeline{};      ///< name
  std::string id{};            ///< `@Component_2015-05-17T00:00:00` (S-80, S-82)
  std::string component_id{};  ///< object id
  std::string type{};
  Kind kind = Kind::utility;
  std::string error_id{};       ///< of its last attempt
  std::string error_message{};  ///< of its last attempt
  std::string log_directory{};  ///< of its last attempt
};

/// Which instances are asked for; an empty member does not restrict.
struct RunFilter {
  std::string pipeline{};      ///< name
  std::string component_id{};  ///< object id
  std::vector<Status> statuses{};
  std::optional<Instant> from{};  ///< scheduled start at or after
  std::optional<Instant> to{};    ///< scheduled start at or before
  bool preconditions = true;      ///< whether precondition instances are listed
};

/// Reads beside a running engine. May be used by one thread at a time. All functions throw StoreError if the store cannot be read.
class StoreReader {
 public:
  virtual ~StoreReader() = default;

  [[nodiscard]] virtual std::vector<PipelineSummary> pipelines() = 0;
  /// By scheduled start, then definition order, preconditions after their owner (S-86).
  [[nodiscard]] virtual std::vector<RunSummary> runs(const RunFilter& filter) = 0;
  /// The instance of that id in that pipeline; none if there is none.
  [[nodiscard]] virtual std::optional<RunSummary> run(const std::string& pipeline, const std::string& instance_id) = 0;
  /// By number.
  [[nodiscard]] virtual std::vector<AttemptRow> attempts(InstanceKey instance) = 0;
  /// The objects of a pipeline that was activated, by position in the engine that wrote them: how far each was expanded, whether it is
  /// paused, and its health.
  [[nodiscard]] virtual std::vector<ComponentRow> components(const std::string& pipeline) = 0;
  /// In the order of firing.
  [[nodiscard]] virtual std::vector<ActionRow> actions(const std::string& pipeline) = 0;
  /// A saved version; none if there is none.
  [[nodiscard]] virtual std::optional<DefinitionRow> definition(const std::string& pipeline, std::int32_t version) = 0;
};

}  // namespace penstock
