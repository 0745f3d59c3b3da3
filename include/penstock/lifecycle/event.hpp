// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can happen to the instances of a pipeline.

#include <optional>
#include <string>
#include <variant>

#include "penstock/lifecycle/batch.hpp"

namespace penstock {

/// The work of an attempt is over.
struct AttemptEnded {
  InstanceRef instance{};
  std::int32_t number = 0;
  bool succeeded = true;
  bool may_retry = true;  ///< false: failed for good, whatever retries are left (S-215)
  std::string error_id{};
  std::string error_message{};
  std::string log_directory{};

  bool operator==(const AttemptEnded&) const = default;
};

/// A check of a precondition has an answer.
struct CheckEnded {
  enum class Answer { met, not_yet, error };
  InstanceRef instance{};
  std::int32_t number = 0;
  Answer answer = Answer::met;
  std::string error_id{};
  std::string error_message{};
  std::string log_directory{};

  bool operator==(const CheckEnded&) const = default;
};

/// The work of an attempt goes on (S-168).
struct ProgressReported {
  InstanceRef instance{};
  std::int32_t number = 0;

  bool operator==(const ProgressReported&) const = default;
};

/// The attempt's work is done by this process group, with this log folder.
struct ProcessRecorded {
  InstanceRef instance{};
  std::int32_t number = 0;
  std::int64_t process = 0;
  std::int64_t process_started = 0;
  std::string log_directory{};

  bool operator==(const ProcessRecorded&) const = default;
};

/// A resource that is being created is there (S-107).
struct ResourceUp {
  InstanceRef instance{};
  std::int32_t number = 0;  ///< of the resource's attempt
  bool operator==(const ResourceUp&) const = default;
};
/// A resource could not be created, or is lost (S-113).
struct ResourceFailed {
  InstanceRef instance{};
  std::int32_t number = 0;
  std::string error_id{};
  std::string error_message{};
  bool operator==(const ResourceFailed&) const = default;
};
/// A resource that was shutting down is gone.
struct ResourceGone {
  InstanceRef instance{};
  std::int32_t number = 0;
  bool operator==(const ResourceGone&) const = default;
};

/// Timers ran out or intervals became due: whatever is due at the time of the event.
struct TimeCame {
  bool operator==(const TimeCame&) const = default;
};

/// The engine was stopped while attempts ran: they are lost and not counted (S-175).
struct EngineRestarted {
  bool operator==(const EngineRestarted&) const = default;
};

/// An operator, or the host on behalf of one, wants this (S-136 to S-146).
struct CancelRequested {
  InstanceRef instance{};
  bool operator==(const CancelRequested&) const = default;
};
struct RerunRequested {
  InstanceRef instance{};
  bool operator==(const RerunRequested&) const = default;
};
/// Rerun of an instance that has left memory; its row, and those of its preconditions.
struct RecalledForRerun {
  InstanceRow instance{};
  std::vector<InstanceRow> preconditions;
  bool operator==(const RecalledForRerun&) const = default;
};
struct MarkFinishedRequested {
  InstanceRef instance{};
  bool operator==(const MarkFinishedRequested&) const = default;
};
/// The same for an instance that has left memory; its row.
struct RecalledForMarkFinished {
  InstanceRow instance{};
  bool operator==(const RecalledForMarkFinished&) const = default;
};
struct PauseRequested {
  ComponentIndex component = 0;
  bool operator==(const PauseRequested&) const = default;
};
struct ResumeRequested {
  ComponentIndex component = 0;
  bool operator==(const ResumeRequested&) const = default;
};

/// A resource that has left memory is needed again; its row. Answers RecallResource.
struct ResourceRecalled {
  InstanceRow instance{};
  bool operator==(const ResourceRecalled&) const = default;
};
/// Stop the pipeline (S-147 to S-149).
struct DeactivateRequested {
  bool drain = false;  ///< attempts that run go on
  bool operator==(const DeactivateRequested&) const = default;
};

using Event = std::variant<AttemptEnded, CheckEnded, ProgressReported, ProcessRecorded, TimeCame, EngineRestarted, CancelRequested,
                           RerunRequested, RecalledForRerun, MarkFinishedRequested, RecalledForMarkFinished, PauseRequested,
                           ResumeRequested, ResourceUp, ResourceFailed, ResourceGone, ResourceRecalled, DeactivateRequested>;

/// Why an event changes nothing: it came too late, or it makes no sense in this state.
struct Refusal {
  std::string code{};     ///< `TaskNotFound`, `InvalidRequest`, `DependencyFailed`
  InstanceKey about = 0;  ///< the bad dependency that stands in the way; else 0
  std::string message{};

  bool operator==(const Refusal&) const = default;
};

}  // namespace penstock
