// SPDX-License-Identifier: Apache-2.0
#include "sqlite/batch_writer.hpp"

#include <algorithm>

#include "sqlite/statements.hpp"

namespace penstock::sqlite {

BatchWriter::BatchWriter(Connection& connection)
    : connection_{connection},
      pipeline_{connection, upsert_pipeline},
      definition_{connection, upsert_definition},
      component_{connection, upsert_component},
      run_{connection, upsert_run},
      insert_instance_{connection, insert_instance, instance_parameters},
      update_living_instance_{connection, update_living_instance, instance_parameters},
      update_instance_{connection, update_instance, instance_parameters},
      attempt_{connection, upsert_attempt},
      action_{connection, upsert_action},
      answer_{connection, answer_request},
      last_instance_{connection.integer(last_instance)} {}

void BatchWriter::write(const Batch& batch) {
  for (const auto& row : batch.pipelines) {
    pipeline_.run(row.key, row.name, row.state, row.latest_version, row.active_version, row.created, row.first_activated,
                  row.last_activated, row.last_deactivated, row.skip_before, row.runs);
  }
  for (const auto& row : batch.definitions) definition_.run(row.pipeline, row.version, row.json, row.values, row.saved);
  for (const auto& row : batch.components) {
    component_.run(row.pipeline, row.component, row.id, row.type, row.kind, row.order, row.next_interval, row.paused, row.health);
  }
  for (const auto& row : batch.runs) run_.run(row.pipeline, row.run, row.at);
  for (const auto& row : batch.instances) write(row);
  for (const auto& row : batch.attempts) {
    attempt_.run(row.instance, row.number, row.status, row.started, row.ended, unless_empty(row.error_id), unless_empty(row.error_message),
                 unless_empty(row.log_directory), unless_zero(row.process), unless_zero(row.process_started));
  }
  for (const auto& row : batch.actions) {
    action_.run(row.key, row.pipeline, row.action, row.node, row.event, row.status, row.fired, unless_empty(row.message));
  }
  for (const auto& row : batch.answers) answer_.run(row.accepted, row.message, row.request);
  for (const auto key : batch.removed) remove(key);
}

/// Seldom, so that its statements are not kept.
void BatchWriter::remove(PipelineKey pipeline) {
  connection_.execute(remember_last_keys);
  for (const auto sql : removals_of_pipeline) Statement{connection_, sql}.run(pipeline);
}

/// Three statements where an upsert would do, because it would cost more: it writes the index of live rows again with every change of a
/// status. Keys are handed out upwards, so a key tells whether its row is new; if it does not, the statement that changed nothing does.
void BatchWriter::write(const InstanceRow& row) {
  const auto run = [&row](Statement& statement) {
    return statement.run(row.key, row.pipeline, row.component, row.interval, unless_zero(row.owner), row.version, row.status, row.cause,
                         row.live, row.counts, row.late, row.attempts, row.failures, row.scheduled.start, row.scheduled.end, row.due,
                         row.released, row.ended, row.retry_at, unless_zero(row.blamed));
  };
  if (row.key <= last_instance_) {
    if (row.live && run(update_living_instance_) == 1) return;
    if (run(update_instance_) == 1) return;
  }
  run(insert_instance_);
  last_instance_ = std::max(last_instance_, row.key);
}

}  // namespace penstock::sqlite
