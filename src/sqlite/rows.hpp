// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From columns to rows. Each function takes the columns that `statements.hpp` lists for its row.

#include "penstock/lifecycle/batch.hpp"
#include "sqlite/connection.hpp"

namespace penstock::sqlite {

template <>
inline constexpr Status last_value<Status> = Status::timedout;
template <>
inline constexpr Cause last_value<Cause> = Cause::not_acknowledged;
template <>
inline constexpr Health last_value<Health> = Health::error;
template <>
inline constexpr AttemptStatus last_value<AttemptStatus> = AttemptStatus::canceled;
template <>
inline constexpr PipelineState last_value<PipelineState> = PipelineState::finished;
template <>
inline constexpr Kind last_value<Kind> = Kind::utility;
template <>
inline constexpr ActionEvent last_value<ActionEvent> = ActionEvent::on_pipeline_fail;
template <>
inline constexpr ActionStatus last_value<ActionStatus> = ActionStatus::failed;

inline Cursor& operator>>(Cursor& cursor, PipelineRow& row) {
  return cursor >> row.key >> row.name >> row.state >> row.latest_version >> row.active_version >> row.created >> row.first_activated >>
         row.last_activated >> row.last_deactivated >> row.skip_before >> row.runs;
}

inline Cursor& operator>>(Cursor& cursor, DefinitionRow& row) {
  return cursor >> row.pipeline >> row.version >> row.json >> row.values >> row.saved;
}

inline Cursor& operator>>(Cursor& cursor, ComponentRow& row) {
  return cursor >> row.pipeline >> row.component >> row.id >> row.type >> row.kind >> row.order >> row.next_interval >> row.paused >>
         row.health;
}

inline Cursor& operator>>(Cursor& cursor, RunRow& row) { return cursor >> row.pipeline >> row.run >> row.at; }

inline Cursor& operator>>(Cursor& cursor, InstanceRow& row) {
  return cursor >> row.key >> row.pipeline >> row.component >> row.interval >> row.owner >> row.version >> row.status >> row.cause >>
         row.live >> row.counts >> row.late >> row.attempts >> row.failures >> row.scheduled.start >> row.scheduled.end >> row.due >>
         row.released >> row.ended >> row.retry_at >> row.blamed;
}

inline Cursor& operator>>(Cursor& cursor, AttemptRow& row) {
  return cursor >> row.instance >> row.number >> row.status >> row.started >> row.ended >> row.error_id >> row.error_message >>
         row.log_directory >> row.process >> row.process_started;
}

inline Cursor& operator>>(Cursor& cursor, ActionRow& row) {
  return cursor >> row.key >> row.pipeline >> row.action >> row.node >> row.event >> row.status >> row.fired >> row.message;
}

/// All rows of a query.
template <class Row>
std::vector<Row> all(Cursor&& cursor) {
  std::vector<Row> rows;
  while (cursor.next()) cursor >> rows.emplace_back();
  return rows;
}

/// The first row of a query, if it has one.
template <class Row>
std::optional<Row> first(Cursor&& cursor) {
  std::optional<Row> row;
  if (cursor.next()) cursor >> row.emplace();
  return row;
}

}  // namespace penstock::sqlite
