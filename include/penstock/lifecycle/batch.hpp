// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What one turn of the engine changes: rows to record, all or nothing, and commands to carry out once they are recorded.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "penstock/lifecycle/status.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Number of a pipeline in its store, from 1; never given to a second one.
using PipelineKey = std::int32_t;
/// Number of an instance in its store, from 1, handed out in the order in which instances are released.
using InstanceKey = std::int64_t;
/// Number of a fired action in its store, from 1.
using ActionKey = std::int64_t;

/// A pipeline as it is recorded.
struct PipelineRow {
  PipelineKey key = 0;
  std::string name{};
  PipelineState state = PipelineState::pending;
  std::int32_t latest_version = 0;  ///< last saved definition; 0: none
  std::int32_t active_version = 0;  ///< last activated definition; 0: none
  Instant created{};
  std::optional<Instant> first_activated{};  ///< fixes FIRST_ACTIVATION_DATE_TIME (S-63)
  std::optional<Instant> last_activated{};
  std::optional<Instant> last_deactivated{};
  std::optional<Instant> skip_before{};  ///< intervals due earlier are SKIPPED (S-151)
  std::int64_t runs = 0;                 ///< on-demand runs begun

  bool operator==(const PipelineRow&) const = default;
};

/// One saved version of a definition; never changes.
struct DefinitionRow {
  PipelineKey pipeline = 0;
  std::int32_t version = 0;  ///< from 1
  std::string json{};        ///< as `write_definition` gives it
  std::string values{};      ///< of the activation, as `write_values` gives them
  Instant saved{};

  bool operator==(const DefinitionRow&) const = default;
};

/// How far a component was expanded into instances.
struct ComponentRow {
  PipelineKey pipeline = 0;
  ComponentIndex component = 0;
  std::string id{};  ///< object id
  std::string type{};
  Kind kind = Kind::utility;
  std::uint32_t order = 0;         ///< position in the definition
  std::int64_t next_interval = 0;  ///< the first that has no instance yet
  bool paused = false;
  Health health = Health::none;

  bool operator==(const ComponentRow&) const = default;
};

/// A run of an on-demand pipeline.
struct RunRow {
  PipelineKey pipeline = 0;
  std::int64_t run = 0;  ///< from 0; the interval number of its instances
  Instant at{};          ///< activation time, unique within the pipeline (S-78)

  bool operator==(const RunRow&) const = default;
};

/// An instance as it is recorded. No text: ids and names follow from the component and the interval.
struct InstanceRow {
  InstanceKey key = 0;
  PipelineKey pipeline = 0;
  ComponentIndex component = 0;
  std::int64_t interval = 0;  ///< number of its interval, or of its run
  std::int32_t version = 0;   ///< of the definition that it was made from
  Status status = Status::scheduled;
  Cause cause = Cause::none;  ///< of the last change
  bool live = true;           ///< the engine still holds it: read again on opening
  bool counts = true;         ///< towards maxActiveInstances; a rerun does not (S-72)
  bool late = false;          ///< onLateAction has fired
  std::int32_t attempts = 0;  ///< number of the last attempt
  std::int32_t failures = 0;  ///< attempts counted against maximumRetries
  Interval scheduled{};       ///< @scheduledStartTime, @scheduledEndTime
  Instant due{};
  Instant released{};                 ///< @actualStartTime (S-83)
  std::optional<Instant> ended{};     ///< @actualEndTime
  std::optional<Instant> retry_at{};  ///< the next attempt is not taken before
  InstanceKey owner = 0;              ///< of a precondition instance; else 0
  InstanceKey blamed = 0;             ///< the nearest bad dependency of a CASCADE_FAILED instance; else 0

  bool operator==(const InstanceRow&) const = default;
};

/// One try of an instance.
struct AttemptRow {
  InstanceKey instance = 0;
  std::int32_t number = 0;  ///< from 1 (S-81)
  AttemptStatus status = AttemptStatus::running;
  Instant started{};
  std::optional<Instant> ended{};
  std::string error_id{};
  std::string error_message{};
  std::string log_directory{};       ///< empty: nothing was logged
  std::int64_t process = 0;          ///< id of its process group while one runs; else 0
  std::int64_t process_started = 0;  ///< start time of that process in clock ticks since boot: tells it from a later one with the same id

  bool operator==(const AttemptRow&) const = default;
};

/// What an action is told about. Stored: append, never renumber.
enum class ActionEvent : std::uint8_t { on_success = 0, on_fail = 1, on_late = 2, on_pipeline_success = 3, on_pipeline_fail = 4 };
enum class ActionStatus : std::uint8_t { fired = 0, delivered = 1, failed = 2 };

/// One firing of an action (S-126 to S-132).
struct ActionRow {
  ActionKey key = 0;
  PipelineKey pipeline = 0;
  ComponentIndex action = 0;
  InstanceKey node = 0;  ///< the instance that it tells about
  ActionEvent event = ActionEvent::on_fail;
  ActionStatus status = ActionStatus::fired;
  Instant fired{};
  std::string message{};  ///< why delivery failed

  bool operator==(const ActionRow&) const = default;
};

/// The answer to a request of another process, recorded with what it changed.
struct AnswerRow {
  std::int64_t request = 0;
  bool accepted = false;
  std::string message{};

  bool operator==(const AnswerRow&) const = default;
};

/// One change of status, for observers. In order.
struct TransitionRecord {
  PipelineKey pipeline = 0;
  InstanceKey instance = 0;
  ComponentIndex component = 0;
  std::int64_t interval = 0;
  ComponentIndex owner = 0;  ///< component of the owner of a precondition instance; else its own component
  Status from = Status::scheduled;
  Status to = Status::scheduled;
  Cause cause = Cause::none;
  std::int32_t attempt = 0;  ///< number of the last attempt
  Interval scheduled{};
  Instant at{};

  bool operator==(const TransitionRecord&) const = default;
};

/// Names a live instance for events that come back later: where it stands in the engine's array, and its key, because places are used
/// again.
struct InstanceRef {
  std::uint32_t index = 0;
  InstanceKey key = 0;
  bool operator==(const InstanceRef&) const = default;
};

/// Begin this attempt: of an activity, or of a precondition, whose first check is meant.
struct StartAttempt {
  InstanceRef ref{};
  InstanceRow instance{};
  std::int32_t number = 0;
  std::optional<InstanceRow> owner{};  ///< of a precondition instance
  bool operator==(const StartAttempt&) const = default;
};
/// Check a precondition once more within its attempt (S-100).
struct CheckAgain {
  InstanceRef ref{};
  InstanceRow instance{};
  std::int32_t number = 0;
  std::optional<InstanceRow> owner{};
  bool operator==(const CheckAgain&) const = default;
};
/// Begin to create this resource.
struct AcquireResource {
  InstanceRef ref{};
  InstanceRow instance{};
  std::int32_t number = 0;
  bool operator==(const AcquireResource&) const = default;
};
/// Nobody needs this resource any more: let go of it, whether it came up or not.
struct ReleaseResource {
  InstanceRef ref{};
  InstanceRow instance{};
  std::int32_t number = 0;
  bool operator==(const ReleaseResource&) const = default;
};
/// Something ready needs a resource instance that has left memory: look it up, and answer with ResourceRecalled.
struct RecallResource {
  PipelineKey pipeline = 0;
  ComponentIndex component = 0;
  std::int64_t interval = 0;
  bool operator==(const RecallResource&) const = default;
};
/// Nobody waits for this attempt any more: end its work.
struct StopAttempt {
  PipelineKey pipeline = 0;
  InstanceRef ref{};
  std::int32_t number = 0;
  bool operator==(const StopAttempt&) const = default;
};
/// Deliver this action.
struct RunAction {
  ActionRow action{};
  InstanceRef ref{};  ///< of the node
  InstanceRow node{};
  std::optional<InstanceRow> node_owner{};   ///< if the node is a precondition instance
  std::optional<AttemptRow> node_attempt{};  ///< its last attempt, if that failed
  bool operator==(const RunAction&) const = default;
};
using Command = std::variant<StartAttempt, CheckAgain, StopAttempt, RunAction, AcquireResource, ReleaseResource, RecallResource>;

/// Every row stands at most once: a later change of an instance within the turn replaces its row.
struct Batch {
  std::vector<PipelineRow> pipelines;
  std::vector<DefinitionRow> definitions;
  std::vector<ComponentRow> components;
  std::vector<RunRow> runs;
  std::vector<InstanceRow> instances;
  std::vector<AttemptRow> attempts;
  std::vector<ActionRow> actions;
  std::vector<AnswerRow> answers;
  /// Pipelines of which everything goes, also what stands above of them: definitions, components, runs, instances, attempts and actions.
  std::vector<PipelineKey> removed;

  std::vector<TransitionRecord> transitions;  ///< not recorded by the store; for observers
  std::vector<Command> commands;              ///< not recorded: they follow from the statuses
  std::uint64_t turn = 1;                     ///< tells a row of this turn from one of an earlier turn

  /// Whether there is nothing to record.
  [[nodiscard]] bool empty() const noexcept {
    return pipelines.empty() && definitions.empty() && components.empty() && runs.empty() && instances.empty() && attempts.empty() &&
           actions.empty() && answers.empty() && removed.empty();
  }
  /// Forgets everything, keeps the memory that a usual turn needs, and begins the next turn.
  void clear() noexcept {
    const auto forget = [](auto&... rows) { (forget_rows(rows), ...); };
    forget(pipelines, definitions, components, runs, instances, attempts, actions, answers, removed, transitions, commands);
    ++turn;
  }

 private:
  template <class Rows>
  static void forget_rows(Rows& rows) noexcept {
    constexpr std::size_t usual = 16'384;
    if (rows.capacity() > usual) Rows{}.swap(rows);
    rows.clear();
  }
};

}  // namespace penstock
