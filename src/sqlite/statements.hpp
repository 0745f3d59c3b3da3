// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every statement that the store and its readers run on their tables. `{}` stands for a list of columns.

#include <array>
#include <string_view>

namespace penstock::sqlite {

// Writing. Upserts write the whole row; what a row is named by never changes.

inline constexpr std::string_view upsert_pipeline = R"(
  INSERT INTO pipeline (key, name, state, latest_version, active_version, created, first_activated, last_activated, last_deactivated,
    skip_before, runs)
  VALUES (:key, :name, :state, :latest_version, :active_version, :created, :first_activated, :last_activated,
    :last_deactivated, :skip_before, :runs)
  ON CONFLICT (key) DO UPDATE SET name = excluded.name, state = excluded.state, latest_version = excluded.latest_version,
    active_version = excluded.active_version, created = excluded.created, first_activated = excluded.first_activated,
    last_activated = excluded.last_activated, last_deactivated = excluded.last_deactivated, skip_before = excluded.skip_before, runs = excluded.runs)";

inline constexpr std::string_view upsert_definition = R"(
  INSERT INTO definition (pipeline, version, json, "values", saved) VALUES (:pipeline, :version, :json, :values, :saved)
  ON CONFLICT (pipeline, version) DO UPDATE SET json = excluded.json, "values" = excluded."values", saved = excluded.saved)";

inline constexpr std::string_view upsert_component = R"(
  INSERT INTO component (pipeline, component, id, type, kind, position, next_interval, paused, health)
  VALUES (:pipeline, :component, :id, :type, :kind, :position, :next_interval, :paused, :health)
  ON CONFLICT (pipeline, component) DO UPDATE SET id = excluded.id, type = excluded.type, kind = excluded.kind,
    position = excluded.position, next_interval = excluded.next_interval, paused = excluded.paused,
    health = excluded.health)";

inline constexpr std::string_view upsert_run = R"(
  INSERT INTO run (pipeline, run, at) VALUES (:pipeline, :run, :at) ON CONFLICT (pipeline, run) DO UPDATE SET at = excluded.at)";

/// What the statements on instances are given, each what it needs of it.
inline constexpr std::array instance_parameters = {
    ":key",  ":pipeline", ":component", ":interval",        ":owner",         ":version", ":status",   ":cause", ":live",     ":counts",
    ":late", ":attempts", ":failures",  ":scheduled_start", ":scheduled_end", ":due",     ":released", ":ended", ":retry_at", ":blamed"};

inline constexpr std::string_view insert_instance = R"(
  INSERT INTO instance (key, pipeline, component, interval, owner, version, status, cause, live, counts, late, attempts, failures,
    scheduled_start, scheduled_end, due, released, ended, retry_at, blamed)
  VALUES (:key, :pipeline, :component, :interval, :owner, :version, :status, :cause, :live, :counts, :late, :attempts, :failures,
    :scheduled_start, :scheduled_end, :due, :released, :ended, :retry_at, :blamed))";

/// Does not mention `live` among what it sets: SQLite would write the index of live rows again, changed or not.
inline constexpr std::string_view update_living_instance = R"(
  UPDATE instance SET version = :version, status = :status, cause = :cause, counts = :counts, late = :late, attempts = :attempts,
    failures = :failures, scheduled_start = :scheduled_start, scheduled_end = :scheduled_end, due = :due, released = :released,
    ended = :ended, retry_at = :retry_at, blamed = :blamed
  WHERE key = :key AND live = 1)";

inline constexpr std::string_view update_instance = R"(
  UPDATE instance SET version = :version, status = :status, cause = :cause, live = :live, counts = :counts, late = :late,
    attempts = :attempts, failures = :failures, scheduled_start = :scheduled_start, scheduled_end = :scheduled_end, due = :due,
    released = :released, ended = :ended, retry_at = :retry_at, blamed = :blamed
  WHERE key = :key)";

inline constexpr std::string_view upsert_attempt = R"(
  INSERT INTO attempt (instance, number, status, started, ended, error_id, error_message, log_directory, process, process_started)
  VALUES (:instance, :number, :status, :started, :ended, :error_id, :error_message, :log_directory, :process, :process_started)
  ON CONFLICT (instance, number) DO UPDATE SET status = excluded.status, started = excluded.started, ended = excluded.ended,
    error_id = excluded.error_id, error_message = excluded.error_message, log_directory = excluded.log_directory,
    process = excluded.process, process_started = excluded.process_started)";

inline constexpr std::string_view upsert_action = R"(
  INSERT INTO action (key, pipeline, action, node, event, status, fired, message)
  VALUES (:key, :pipeline, :action, :node, :event, :status, :fired, :message)
  ON CONFLICT (key) DO UPDATE SET status = excluded.status, fired = excluded.fired, message = excluded.message)";

/// A request that was withdrawn meanwhile has no row, and needs no answer.
inline constexpr std::string_view answer_request = "UPDATE requests SET accepted = :accepted, message = :message WHERE id = :id";

// Taking away.

/// Before rows go: what their keys were.
inline constexpr std::string_view remember_last_keys = R"(
  UPDATE last_key SET pipeline = max(pipeline, (SELECT ifnull(max(key), 0) FROM pipeline)),
    instance = max(instance, (SELECT ifnull(max(key), 0) FROM instance)),
    action = max(action, (SELECT ifnull(max(key), 0) FROM action)))";

/// Everything of one pipeline, what refers before what is referred to.
inline constexpr std::array removals_of_pipeline = {
    std::string_view{"DELETE FROM action WHERE pipeline = :pipeline"},
    std::string_view{"DELETE FROM attempt WHERE instance IN (SELECT key FROM instance WHERE pipeline = :pipeline)"},
    std::string_view{"DELETE FROM instance WHERE pipeline = :pipeline"},
    std::string_view{"DELETE FROM run WHERE pipeline = :pipeline"},
    std::string_view{"DELETE FROM component WHERE pipeline = :pipeline"},
    std::string_view{"DELETE FROM definition WHERE pipeline = :pipeline"},
    std::string_view{"DELETE FROM pipeline WHERE key = :pipeline"},
};

/// Instances that a walk through history looks at next.
inline constexpr std::string_view next_to_prune = R"(
  SELECT key, released FROM instance WHERE owner IS NULL AND key > :after ORDER BY key LIMIT :limit)";

inline constexpr std::string_view forget_pruned = "DELETE FROM temp.pruned";
/// What may go, of the keys from `after` to `reached`.
inline constexpr std::string_view choose_pruned = R"(
  INSERT INTO temp.pruned (key, pipeline, interval)
  SELECT i.key, i.pipeline, i.interval FROM instance i
   WHERE i.owner IS NULL AND i.live = 0 AND i.ended < :before AND i.key > :after AND i.key <= :reached
     AND NOT EXISTS (SELECT 1 FROM instance b WHERE b.blamed = i.key AND b.live = 1)
     AND NOT EXISTS (SELECT 1 FROM action a JOIN instance n ON n.key = a.node
                      WHERE a.status = 0 AND (n.key = i.key OR n.owner = i.key)))";
inline constexpr std::string_view choose_pruned_checks = R"(
  INSERT INTO temp.pruned (key, pipeline, interval)
  SELECT i.key, i.pipeline, i.interval FROM temp.pruned p JOIN instance i ON i.owner = p.key)";

/// What refers before what is referred to.
inline constexpr std::array removals_of_pruned = {
    std::string_view{"DELETE FROM action WHERE node IN (SELECT key FROM temp.pruned)"},
    std::string_view{"DELETE FROM attempt WHERE instance IN (SELECT key FROM temp.pruned)"},
    std::string_view{"UPDATE instance SET blamed = NULL WHERE blamed IN (SELECT key FROM temp.pruned)"},
    std::string_view{"DELETE FROM instance WHERE key IN (SELECT key FROM temp.pruned)"},
    std::string_view{R"(DELETE FROM run WHERE (pipeline, run) IN (SELECT pipeline, interval FROM temp.pruned)
      AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.owner IS NULL AND i.pipeline = run.pipeline AND i.interval = run.run))"},
};

// Columns, in the order in which rows are read.

inline constexpr std::string_view pipeline_columns =
    "p.key, p.name, p.state, p.latest_version, p.active_version, p.created, p.first_activated, p.last_activated, "
    "p.last_deactivated, p.skip_before, p.runs";
inline constexpr std::string_view instance_columns =
    "i.key, i.pipeline, i.component, i.interval, i.owner, i.version, i.status, i.cause, i.live, i.counts, i.late, i.attempts, i.failures, "
    "i.scheduled_start, i.scheduled_end, i.due, i.released, i.ended, i.retry_at, i.blamed";
inline constexpr std::string_view attempt_columns =
    "instance, number, status, started, ended, error_id, error_message, log_directory, process, process_started";
inline constexpr std::string_view action_columns = "a.key, a.pipeline, a.action, a.node, a.event, a.status, a.fired, a.message";

// Opening.

inline constexpr std::string_view all_pipelines = "SELECT {} FROM pipeline p ORDER BY p.key";
inline constexpr std::string_view live_instances = "SELECT {} FROM instance i WHERE i.live = 1 AND i.pipeline = :pipeline ORDER BY i.key";
inline constexpr std::string_view one_attempt = "SELECT {} FROM attempt WHERE instance = :instance AND number = :number";
inline constexpr std::string_view one_definition =
    R"(SELECT pipeline, version, json, "values", saved FROM definition WHERE pipeline = :pipeline AND version = :version)";
inline constexpr std::string_view components_of_pipeline = R"(
  SELECT pipeline, component, id, type, kind, position, next_interval, paused, health FROM component WHERE pipeline = :pipeline
  ORDER BY component)";
inline constexpr std::string_view one_run = "SELECT pipeline, run, at FROM run WHERE pipeline = :pipeline AND run = :run";
inline constexpr std::string_view run_of_time = "SELECT pipeline, run, at FROM run WHERE pipeline = :pipeline AND at = :at";
inline constexpr std::string_view runs_from = "SELECT pipeline, run, at FROM run WHERE pipeline = :pipeline AND run >= :run ORDER BY run";
inline constexpr std::string_view pending_actions =
    "SELECT {}, {} FROM action a JOIN instance i ON i.key = a.node WHERE a.status = 0 ORDER BY a.key";

// The highest key ever handed out: in its table, unless rows were taken away since.
inline constexpr std::string_view last_pipeline =
    "SELECT max(pipeline, (SELECT ifnull(max(key), 0) FROM pipeline)) FROM last_key";
inline constexpr std::string_view last_instance =
    "SELECT max(instance, (SELECT ifnull(max(key), 0) FROM instance)) FROM last_key";
inline constexpr std::string_view last_action = "SELECT max(action, (SELECT ifnull(max(key), 0) FROM action)) FROM last_key";

inline constexpr std::string_view instance_of_interval = R"(
  SELECT {} FROM instance i
  WHERE i.owner IS NULL AND i.pipeline = :pipeline AND i.interval = :interval AND i.component = :component)";
inline constexpr std::string_view instances_of_owner = "SELECT {} FROM instance i WHERE i.owner = :owner ORDER BY i.key";

// Requests of other processes.

inline constexpr std::string_view unanswered_requests =
    "SELECT id, command, pipeline, target FROM requests WHERE accepted IS NULL ORDER BY id";
inline constexpr std::string_view insert_request = "INSERT INTO requests (command, pipeline, target) VALUES (:command, :pipeline, :target)";
inline constexpr std::string_view answer_to_request = "SELECT accepted, message FROM requests WHERE id = :id AND accepted IS NOT NULL";
inline constexpr std::string_view withdraw_request = "DELETE FROM requests WHERE id = :id AND accepted IS NULL";

// Lists for people.

inline constexpr std::string_view pipeline_of_name = "SELECT key FROM pipeline WHERE name = :name";

/// Without preconditions.
inline constexpr std::string_view statuses_of_pipeline = R"(
  SELECT i.status, count(*) FROM instance i WHERE i.pipeline = :pipeline AND i.owner IS NULL GROUP BY i.status ORDER BY i.status)";

/// In the order of S-86. Zero, NULL and the bits of `statuses` stand for what does not restrict.
inline constexpr std::array run_parameters = {":pipeline", ":component_id", ":statuses", ":from", ":to", ":preconditions"};
inline constexpr std::string_view runs = R"(
  SELECT {}, p.name, c.id, c.type, c.kind, oc.id, t.error_id, t.error_message, t.log_directory
    FROM instance i
    CROSS JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
    CROSS JOIN pipeline p ON p.key = i.pipeline
    LEFT JOIN instance o ON o.key = i.owner
    LEFT JOIN component oc ON oc.pipeline = o.pipeline AND oc.component = o.component
    LEFT JOIN attempt t ON t.instance = i.key AND t.number = i.attempts
   WHERE (:pipeline = 0 OR i.pipeline = :pipeline)
     AND (:statuses >> i.status) & 1
     AND (:from IS NULL OR i.scheduled_start >= :from)
     AND (:to IS NULL OR i.scheduled_start <= :to)
     AND (:preconditions OR i.owner IS NULL)
     AND (:component_id IS NULL OR c.id = :component_id)
   ORDER BY i.scheduled_start, i.pipeline, coalesce(oc.position, c.position), coalesce(i.owner, i.key), i.owner IS NOT NULL, c.position, i.key)";

inline constexpr std::string_view attempts_of_instance = "SELECT {} FROM attempt WHERE instance = :instance ORDER BY number";
inline constexpr std::string_view actions_of_pipeline = "SELECT {} FROM action a WHERE a.pipeline = :pipeline ORDER BY a.key";

}  // namespace penstock::sqlite
