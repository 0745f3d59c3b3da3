// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where an instance stands and how it may move: one table per kind, checked at compile time. What is not listed is refused.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "penstock/definition/catalog.hpp"

namespace penstock {

/// Status of an instance (S-87). The numbers are stored: append, never renumber.
enum class Status : std::uint8_t {
  scheduled = 0,  ///< not there yet (S-66)
  waiting_on_dependencies = 1,
  waiting_for_runner = 2,
  paused = 3,
  running = 4,
  creating = 5,
  shutting_down = 6,
  finished = 7,
  failed = 8,
  canceled = 9,
  cascade_failed = 10,
  skipped = 11,
  timedout = 12,
};

/// Status of one attempt. Stored.
enum class AttemptStatus : std::uint8_t { running = 0, finished = 1, failed = 2, canceled = 3 };

/// State of a pipeline (S-87). Stored.
enum class PipelineState : std::uint8_t { pending = 0, scheduled = 1, deactivating = 2, inactive = 3, finished = 4 };

/// Why a status changed. Stored: append, never renumber.
enum class Cause : std::uint8_t {
  none = 0,
  released = 1,                      ///< its interval became due and a slot was free
  skipped_by_activation = 2,         ///< due before the activation timestamp (S-151)
  dependencies_satisfied = 3,        ///< everything that it waits for is FINISHED or SKIPPED
  dependency_bad = 4,                ///< a dependency failed and its own mode is cascade (S-120)
  precondition_bad = 5,              ///< one of its preconditions failed and its own mode is cascade (S-103)
  claimed_by_runner = 6,             ///< handed out: an attempt begins
  attempt_succeeded = 7,             ///
  attempt_failed_retry_left = 8,     ///< to be tried again after the retry delay (S-91)
  attempt_failed_no_retry_left = 9,  ///< (S-93)
  attempt_lost = 10,                 ///< the engine stopped under it; not counted (S-175)
  checking_started = 11,             ///< the owner's other dependencies are satisfied (S-98)
  check_met = 12,                    ///
  check_failed = 13,                 ///< the check ended with an error and no retry was left (S-101)
  check_timed_out = 14,              ///< preconditionTimeout passed (S-102)
  owner_ended = 15,                  ///< a precondition whose owner no longer needs it (S-123)
  canceled_by_user = 16,
  canceled_by_action = 17,  ///< Terminate (S-134)
  pipeline_deactivated = 18,
  marked_finished = 19,
  rerun = 20,
  component_paused = 21,
  component_resumed = 22,
  nothing_to_do = 23,                ///< a data node has no work: it is finished when what it waits for is (S-35)
  resumed = 24,                      ///< canceled by a deactivation and run again by the next activation (S-150)
  resource_needed = 25,              ///< something that runs on it is ready (S-107)
  resource_up = 26,                  ///
  resource_idle = 27,                ///< nobody needs it any more, or another needs its place (S-108, S-110)
  resource_gone = 28,                ///
  resource_timed_out = 29,           ///< terminateAfter passed (S-112)
  resource_lost = 30,                ///< the resource failed under the attempt; not counted (S-114)
  canceled_resource_failed = 31,     ///< its resource is FAILED (S-115)
  canceled_resource_timed_out = 32,  ///< its resource is TIMEDOUT (S-115)
  canceled_resource_canceled = 33,   ///< its resource is CANCELED
  canceled_by_task_failure = 34,     ///< another task of its resource failed, and actionOnTaskFailure is terminate (S-116)
  not_acknowledged = 35,             ///< a task runner took it and did not say so in time; handed out again (S-167)
};

/// How well something does (S-186 to S-188). Stored.
enum class Health : std::uint8_t {
  none = 0,     ///< nothing has ended yet
  healthy = 1,  ///< what ended last ended well
  error = 2,    ///< what ended last ended badly
};

/// The guide's names: `WAITING_ON_DEPENDENCIES`.
[[nodiscard]] std::string_view to_text(Status status) noexcept;
[[nodiscard]] std::string_view to_text(AttemptStatus status) noexcept;
[[nodiscard]] std::string_view to_text(PipelineState state) noexcept;
/// `NONE`, `HEALTHY`, `ERROR`.
[[nodiscard]] std::string_view to_text(Health health) noexcept;
/// Words for people: `retry after a failed attempt`.
[[nodiscard]] std::string_view to_text(Cause cause) noexcept;

/// Reads a name in any case, also in the other spellings that the guide uses (CANCELLED, TIMEOUT, ACTIVATING for CREATING); none if it is
/// no status.
[[nodiscard]] std::optional<Status> parse_status(std::string_view text) noexcept;

/// FAILED, CANCELED, CASCADE_FAILED or TIMEDOUT.
[[nodiscard]] constexpr bool is_bad(Status status) noexcept {
  return status == Status::failed || status == Status::canceled || status == Status::cascade_failed || status == Status::timedout;
}
/// Satisfies those who depend on it (S-45).
[[nodiscard]] constexpr bool is_done(Status status) noexcept { return status == Status::finished || status == Status::skipped; }
[[nodiscard]] constexpr bool is_terminal(Status status) noexcept { return is_bad(status) || is_done(status); }

struct Transition {
  Status from;
  Cause on;
  Status to;
};

/// All transitions of an instance of that kind; empty for kinds that have no instances.
[[nodiscard]] std::span<const Transition> transitions(Kind kind) noexcept;

/// Where `cause` leads from `from`; none if the table does not list it.
[[nodiscard]] std::optional<Status> next_status(Kind kind, Status from, Cause cause) noexcept;

}  // namespace penstock
