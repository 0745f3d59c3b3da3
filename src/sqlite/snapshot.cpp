// SPDX-License-Identifier: Apache-2.0
#include "sqlite/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "sqlite/rows.hpp"
#include "sqlite/statements.hpp"

namespace penstock::sqlite {
namespace {

class SnapshotReading {
 public:
  explicit SnapshotReading(Connection& connection)
      : live_{connection, fmt::format(live_instances, instance_columns)},
        attempt_{connection, fmt::format(one_attempt, attempt_columns)},
        definition_{connection, one_definition},
        components_{connection, components_of_pipeline},
        run_{connection, one_run},
        queued_runs_{connection, runs_from} {}

  PipelineSnapshot read(PipelineRow pipeline) {
    PipelineSnapshot result{.pipeline = std::move(pipeline)};
    const auto key = result.pipeline.key;
    result.components = all<ComponentRow>(components_.query(key));
    result.instances = all<InstanceRow>(live_.query(key));

    std::set<std::int32_t> versions{result.pipeline.latest_version, result.pipeline.active_version};
    std::set<std::int64_t> runs;
    for (const auto& instance : result.instances) {
      versions.insert(instance.version);
      runs.insert(instance.interval);
      if (instance.attempts == 0) continue;
      if (auto attempt = first<AttemptRow>(attempt_.query(instance.key, instance.attempts))) result.attempts.push_back(std::move(*attempt));
    }
    for (const auto version : versions) {
      if (auto definition = first<DefinitionRow>(definition_.query(key, version))) result.definitions.push_back(std::move(*definition));
    }
    if (result.pipeline.runs > 0) read_runs(result, runs);
    return result;
  }

 private:
  void read_runs(PipelineSnapshot& result, const std::set<std::int64_t>& with_live_instances) {
    std::int64_t first_queued = 0;
    for (const auto& component : result.components) first_queued = std::max(first_queued, component.next_interval);
    for (const auto number : with_live_instances) {
      if (number >= first_queued) break;
      if (const auto run = first<RunRow>(run_.query(result.pipeline.key, number))) result.runs.push_back(*run);
    }
    for (const auto& run : all<RunRow>(queued_runs_.query(result.pipeline.key, first_queued))) result.runs.push_back(run);
  }

  Statement live_;
  Statement attempt_;
  Statement definition_;
  Statement components_;
  Statement run_;
  Statement queued_runs_;
};

}  // namespace

Snapshot read_snapshot(Connection& connection) {
  Snapshot result;
  SnapshotReading reading{connection};
  Statement pipelines{connection, fmt::format(all_pipelines, pipeline_columns)};
  for (auto& pipeline : all<PipelineRow>(pipelines.query())) result.pipelines.push_back(reading.read(std::move(pipeline)));

  Statement pending{connection, fmt::format(pending_actions, action_columns, instance_columns)};
  for (auto cursor = pending.query(); cursor.next();) {
    auto& action = result.actions.emplace_back();
    cursor >> action.action >> action.node;
  }
  result.last_pipeline = static_cast<PipelineKey>(connection.integer(last_pipeline));
  result.last_instance = connection.integer(last_instance);
  result.last_action = connection.integer(last_action);
  return result;
}

}  // namespace penstock::sqlite
