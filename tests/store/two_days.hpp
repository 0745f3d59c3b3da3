// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of a small pipeline, for tests that read what others have written.

#include <chrono>
#include <string>

#include "penstock/lifecycle/batch.hpp"

namespace penstock {

inline const Instant two_days_start = utc("2015-05-17");

/// Two days of `Clean` and `Report`, in this order in the definition; `Clean` has the precondition `Arrived`. A second pipeline holds one
/// instance.
inline Batch two_days() {
  using std::chrono::hours;
  Batch batch;
  for (const PipelineKey key : {1, 2}) {
    auto& pipeline = batch.pipelines.emplace_back();
    pipeline.key = key;
    pipeline.name = key == 1 ? "traffic" : "other";
    pipeline.latest_version = 1;
    auto& definition = batch.definitions.emplace_back();
    definition.pipeline = key;
    definition.version = 1;
    definition.json = key == 1 ? R"({"objects": []})" : "{}";
  }
  const auto component = [&batch](PipelineKey pipeline, ComponentIndex index, const char* id, Kind kind, std::uint32_t order) {
    auto& row = batch.components.emplace_back();
    row.pipeline = pipeline;
    row.component = index;
    row.id = id;
    row.type = "ShellCommandActivity";
    row.kind = kind;
    row.order = order;
  };
  component(1, 0, "Report", Kind::activity, 1);
  component(1, 1, "Clean", Kind::activity, 0);
  component(1, 2, "Arrived", Kind::precondition, 2);
  component(1, 3, "Clean_up", Kind::activity, 3);
  component(2, 0, "Clean", Kind::activity, 0);

  const auto instance = [&batch](InstanceKey key, PipelineKey pipeline, ComponentIndex component, std::int64_t day,
                                 Status status) -> InstanceRow& {
    auto& row = batch.instances.emplace_back();
    row.key = key;
    row.pipeline = pipeline;
    row.component = component;
    row.interval = day;
    row.version = 1;
    row.status = status;
    row.scheduled = {two_days_start + hours{24 * day}, two_days_start + hours{24 * (day + 1)}};
    if (is_terminal(status)) row.ended = row.scheduled.end;
    return row;
  };
  instance(1, 1, 0, 0, Status::waiting_on_dependencies);
  instance(2, 1, 1, 0, Status::failed).attempts = 2;
  instance(3, 1, 2, 0, Status::finished).owner = 2;
  instance(4, 1, 1, 1, Status::running);
  instance(5, 1, 2, 1, Status::finished).owner = 4;
  instance(6, 1, 0, 1, Status::waiting_on_dependencies);
  instance(7, 2, 0, 0, Status::finished);
  instance(8, 1, 3, 1, Status::finished);

  for (const std::int32_t number : {2, 1}) {
    auto& attempt = batch.attempts.emplace_back();
    attempt.instance = 2;
    attempt.number = number;
    attempt.status = AttemptStatus::failed;
    attempt.ended = two_days_start;
    attempt.error_id = "ActivityFailed";
    attempt.error_message = "attempt " + std::to_string(number);
    attempt.log_directory = "logs/" + std::to_string(number);
  }
  for (const ActionKey key : {1, 2}) {
    auto& action = batch.actions.emplace_back();
    action.key = key;
    action.pipeline = 1;
    action.node = 2;
    action.message = "no route to host";
  }
  return batch;
}

}  // namespace penstock
