// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/status.hpp"

#include <array>
#include <cstddef>

namespace penstock {
namespace {

using enum Status;

constexpr std::size_t status_count = static_cast<std::size_t>(timedout) + 1;
constexpr std::size_t cause_count = static_cast<std::size_t>(Cause::not_acknowledged) + 1;

// Columns make a table.
// clang-format off

// Semantics 11.2. PAUSED is what a waiting instance of a paused component shows (S-145): nothing is handed out, but what it waits for can
// go bad all the same (S-120), also at the moment of its release (S-125).
constexpr Transition activity_transitions[] = {
    // from                   on                                   to
    {scheduled,               Cause::released,                     waiting_on_dependencies},
    {scheduled,               Cause::skipped_by_activation,        skipped},

    {waiting_on_dependencies, Cause::dependencies_satisfied,       waiting_for_runner},
    {waiting_on_dependencies, Cause::dependency_bad,               cascade_failed},
    {waiting_on_dependencies, Cause::precondition_bad,             cascade_failed},
    {paused,                  Cause::dependency_bad,               cascade_failed},
    {paused,                  Cause::precondition_bad,             cascade_failed},
    {waiting_for_runner,      Cause::dependency_bad,               cascade_failed},  // one that was run again while this waited for its runner
    {waiting_for_runner,      Cause::claimed_by_runner,            running},
    {waiting_on_dependencies, Cause::attempt_failed_no_retry_left, failed},  // its preconditions need a resource that does not exist (S-48)
    {waiting_for_runner,      Cause::attempt_failed_no_retry_left, failed},  // its fields could not be evaluated (S-215), or the same
    {running,                 Cause::attempt_succeeded,            finished},
    {running,                 Cause::attempt_failed_retry_left,    waiting_for_runner},
    {running,                 Cause::attempt_failed_no_retry_left, failed},
    {running,                 Cause::attempt_lost,                 waiting_for_runner},
    {running,                 Cause::resource_lost,                waiting_for_runner},
    {running,                 Cause::not_acknowledged,             waiting_for_runner},

    // It can never run without its resource (S-115, S-116).
    {waiting_on_dependencies, Cause::canceled_resource_failed,     canceled},
    {waiting_for_runner,      Cause::canceled_resource_failed,     canceled},
    {paused,                  Cause::canceled_resource_failed,     canceled},
    {running,                 Cause::canceled_resource_failed,     canceled},
    {waiting_on_dependencies, Cause::canceled_resource_timed_out,  canceled},
    {waiting_for_runner,      Cause::canceled_resource_timed_out,  canceled},
    {paused,                  Cause::canceled_resource_timed_out,  canceled},
    {running,                 Cause::canceled_resource_timed_out,  canceled},
    {waiting_on_dependencies, Cause::canceled_resource_canceled,   canceled},
    {waiting_for_runner,      Cause::canceled_resource_canceled,   canceled},
    {paused,                  Cause::canceled_resource_canceled,   canceled},
    {running,                 Cause::canceled_resource_canceled,   canceled},
    {waiting_on_dependencies, Cause::canceled_by_task_failure,     canceled},
    {waiting_for_runner,      Cause::canceled_by_task_failure,     canceled},
    {paused,                  Cause::canceled_by_task_failure,     canceled},
    {running,                 Cause::canceled_by_task_failure,     canceled},

    {waiting_on_dependencies, Cause::component_paused,             paused},
    {waiting_for_runner,      Cause::component_paused,             paused},
    {paused,                  Cause::component_resumed,            waiting_on_dependencies},

    {waiting_on_dependencies, Cause::canceled_by_user,             canceled},
    {waiting_for_runner,      Cause::canceled_by_user,             canceled},
    {paused,                  Cause::canceled_by_user,             canceled},
    {running,                 Cause::canceled_by_user,             canceled},
    {waiting_on_dependencies, Cause::canceled_by_action,           canceled},
    {waiting_for_runner,      Cause::canceled_by_action,           canceled},
    {paused,                  Cause::canceled_by_action,           canceled},
    {running,                 Cause::canceled_by_action,           canceled},
    {waiting_on_dependencies, Cause::pipeline_deactivated,         canceled},
    {waiting_for_runner,      Cause::pipeline_deactivated,         canceled},
    {paused,                  Cause::pipeline_deactivated,         canceled},
    {running,                 Cause::pipeline_deactivated,         canceled},
    {canceled,                Cause::resumed,                      waiting_on_dependencies},
    {canceled,                Cause::skipped_by_activation,        skipped},

    // Every instance that is there and not FINISHED, SKIPPED ones too (S-144).
    {waiting_on_dependencies, Cause::marked_finished,              finished},
    {waiting_for_runner,      Cause::marked_finished,              finished},
    {paused,                  Cause::marked_finished,              finished},
    {running,                 Cause::marked_finished,              finished},
    {failed,                  Cause::marked_finished,              finished},
    {canceled,                Cause::marked_finished,              finished},
    {cascade_failed,          Cause::marked_finished,              finished},
    {skipped,                 Cause::marked_finished,              finished},

    {finished,                Cause::rerun,                        waiting_on_dependencies},
    {failed,                  Cause::rerun,                        waiting_on_dependencies},
    {canceled,                Cause::rerun,                        waiting_on_dependencies},
    {cascade_failed,          Cause::rerun,                        waiting_on_dependencies},
};

// Semantics 11.4: no work, so no runner, no attempt and no way to fail by itself.
constexpr Transition data_node_transitions[] = {
    // from                   on                                   to
    {scheduled,               Cause::released,                     waiting_on_dependencies},
    {scheduled,               Cause::skipped_by_activation,        skipped},

    {waiting_on_dependencies, Cause::nothing_to_do,                finished},
    {waiting_on_dependencies, Cause::dependency_bad,               cascade_failed},
    {waiting_on_dependencies, Cause::precondition_bad,             cascade_failed},
    {paused,                  Cause::dependency_bad,               cascade_failed},
    {paused,                  Cause::precondition_bad,             cascade_failed},

    {waiting_on_dependencies, Cause::component_paused,             paused},
    {paused,                  Cause::component_resumed,            waiting_on_dependencies},

    {waiting_on_dependencies, Cause::canceled_by_user,             canceled},
    {paused,                  Cause::canceled_by_user,             canceled},
    {waiting_on_dependencies, Cause::canceled_by_action,           canceled},
    {paused,                  Cause::canceled_by_action,           canceled},
    {waiting_on_dependencies, Cause::pipeline_deactivated,         canceled},
    {paused,                  Cause::pipeline_deactivated,         canceled},
    {canceled,                Cause::resumed,                      waiting_on_dependencies},
    {canceled,                Cause::skipped_by_activation,        skipped},

    {waiting_on_dependencies, Cause::marked_finished,              finished},
    {paused,                  Cause::marked_finished,              finished},
    {canceled,                Cause::marked_finished,              finished},
    {cascade_failed,          Cause::marked_finished,              finished},
    {skipped,                 Cause::marked_finished,              finished},

    {finished,                Cause::rerun,                        waiting_on_dependencies},
    {canceled,                Cause::rerun,                        waiting_on_dependencies},
    {cascade_failed,          Cause::rerun,                        waiting_on_dependencies},
};

// Semantics 11.6. What ended well can be needed again, by a rerun or after it gave its place to another (S-110, S-136, S-152).
constexpr Transition resource_transitions[] = {
    // from                   on                                   to
    {scheduled,               Cause::released,                     waiting_on_dependencies},
    {scheduled,               Cause::skipped_by_activation,        skipped},

    {waiting_on_dependencies, Cause::resource_needed,              creating},
    {finished,                Cause::resource_needed,              creating},
    {skipped,                 Cause::resource_needed,              creating},
    {waiting_on_dependencies, Cause::nothing_to_do,                finished},  // nobody needed it (S-109)
    {creating,                Cause::nothing_to_do,                finished},  // it failed, and nobody waits for the retry
    {creating,                Cause::resource_up,                  running},
    {running,                 Cause::resource_idle,                shutting_down},
    {shutting_down,           Cause::resource_gone,                finished},

    {creating,                Cause::attempt_failed_retry_left,    creating},
    {running,                 Cause::attempt_failed_retry_left,    creating},
    {creating,                Cause::attempt_failed_no_retry_left, failed},
    {running,                 Cause::attempt_failed_no_retry_left, failed},
    {creating,                Cause::resource_timed_out,           timedout},
    {running,                 Cause::resource_timed_out,           timedout},
    {creating,                Cause::attempt_lost,                 waiting_on_dependencies},
    {running,                 Cause::attempt_lost,                 waiting_on_dependencies},

    {waiting_on_dependencies, Cause::component_paused,             paused},
    {paused,                  Cause::component_resumed,            waiting_on_dependencies},

    {waiting_on_dependencies, Cause::canceled_by_user,             canceled},
    {paused,                  Cause::canceled_by_user,             canceled},
    {creating,                Cause::canceled_by_user,             canceled},
    {running,                 Cause::canceled_by_user,             canceled},
    {shutting_down,           Cause::canceled_by_user,             canceled},
    {waiting_on_dependencies, Cause::canceled_by_action,           canceled},
    {paused,                  Cause::canceled_by_action,           canceled},
    {creating,                Cause::canceled_by_action,           canceled},  // one that is up is not late (S-132)
    {waiting_on_dependencies, Cause::pipeline_deactivated,         canceled},
    {paused,                  Cause::pipeline_deactivated,         canceled},
    {creating,                Cause::pipeline_deactivated,         canceled},
    {running,                 Cause::pipeline_deactivated,         canceled},
    {shutting_down,           Cause::pipeline_deactivated,         canceled},
    {canceled,                Cause::resumed,                      waiting_on_dependencies},
    {canceled,                Cause::skipped_by_activation,        skipped},

    // Not while there is one: it would be left without anybody to let go of it.
    {waiting_on_dependencies, Cause::marked_finished,              finished},
    {paused,                  Cause::marked_finished,              finished},
    {failed,                  Cause::marked_finished,              finished},
    {canceled,                Cause::marked_finished,              finished},
    {timedout,                Cause::marked_finished,              finished},
    {skipped,                 Cause::marked_finished,              finished},

    {finished,                Cause::rerun,                        waiting_on_dependencies},
    {failed,                  Cause::rerun,                        waiting_on_dependencies},
    {canceled,                Cause::rerun,                        waiting_on_dependencies},
    {timedout,                Cause::rerun,                        waiting_on_dependencies},
};

// Semantics 11.5. What resumes its owner resumes it too (S-150); when its owner is skipped instead it stays CANCELED.
constexpr Transition precondition_transitions[] = {
    // from                   on                                   to
    {scheduled,               Cause::released,                     waiting_on_dependencies},

    {waiting_on_dependencies, Cause::checking_started,             running},
    {running,                 Cause::check_met,                    finished},
    {running,                 Cause::attempt_failed_retry_left,    running},  // a new attempt of the same wait (S-101)
    {running,                 Cause::check_failed,                 failed},
    {running,                 Cause::check_timed_out,              failed},

    {waiting_on_dependencies, Cause::owner_ended,                  canceled},
    {running,                 Cause::owner_ended,                  canceled},
    {waiting_on_dependencies, Cause::canceled_by_user,             canceled},
    {running,                 Cause::canceled_by_user,             canceled},
    {waiting_on_dependencies, Cause::pipeline_deactivated,         canceled},
    {running,                 Cause::pipeline_deactivated,         canceled},
    {canceled,                Cause::resumed,                      waiting_on_dependencies},

    {waiting_on_dependencies, Cause::marked_finished,              finished},
    {running,                 Cause::marked_finished,              finished},
    {failed,                  Cause::marked_finished,              finished},
    {canceled,                Cause::marked_finished,              finished},

    {finished,                Cause::rerun,                        waiting_on_dependencies},
    {failed,                  Cause::rerun,                        waiting_on_dependencies},
    {canceled,                Cause::rerun,                        waiting_on_dependencies},
};

// clang-format on

constexpr bool unambiguous(std::span<const Transition> table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j) {
      if (table[i].from == table[j].from && table[i].on == table[j].on) return false;
    }
  }
  return true;
}

/// An instance that is not there yet can only be released or skipped (S-66), and none goes back to not being there.
constexpr bool begins_by_release(std::span<const Transition> table) {
  for (const Transition& row : table) {
    if (row.from == scheduled && row.on != Cause::released && row.on != Cause::skipped_by_activation) return false;
    if (row.to == scheduled) return false;
  }
  return true;
}

/// What has ended stays so unless somebody asks: no report of work, however late, moves it.
constexpr bool ends_for_good(std::span<const Transition> table) {
  for (const Transition& row : table) {
    if (!is_terminal(row.from)) continue;
    if (row.on == Cause::rerun || row.on == Cause::marked_finished || row.on == Cause::resource_needed) continue;
    if (row.from == canceled && (row.on == Cause::resumed || row.on == Cause::skipped_by_activation)) continue;
    return false;
  }
  return true;
}

constexpr bool sound(std::span<const Transition> table) { return unambiguous(table) && begins_by_release(table) && ends_for_good(table); }
static_assert(sound(activity_transitions));
static_assert(sound(data_node_transitions));
static_assert(sound(resource_transitions));
static_assert(sound(precondition_transitions));

/// `next_status` in one load: indexed by status and cause, `refused` where the table has no row.
using Lookup = std::array<std::array<std::uint8_t, cause_count>, status_count>;
constexpr std::uint8_t refused = 0xff;

constexpr Lookup lookup(std::span<const Transition> table) {
  Lookup result{};
  for (auto& causes : result) causes.fill(refused);
  for (const Transition& row : table) {
    result[static_cast<std::size_t>(row.from)][static_cast<std::size_t>(row.on)] = static_cast<std::uint8_t>(row.to);
  }
  return result;
}
constexpr Lookup activity_lookup = lookup(activity_transitions);
constexpr Lookup data_node_lookup = lookup(data_node_transitions);
constexpr Lookup resource_lookup = lookup(resource_transitions);
constexpr Lookup precondition_lookup = lookup(precondition_transitions);
constexpr Lookup empty_lookup = lookup({});

const Lookup& lookup_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::activity:
      return activity_lookup;
    case Kind::data_node:
      return data_node_lookup;
    case Kind::precondition:
      return precondition_lookup;
    case Kind::resource:
      return resource_lookup;
    case Kind::action:
    case Kind::schedule:
    case Kind::database:
    case Kind::data_format:
    case Kind::utility:
      break;
  }
  return empty_lookup;
}

/// Compares with an upper-case ASCII name.
constexpr bool same_name(std::string_view text, std::string_view name) noexcept {
  if (text.size() != name.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) != name[i]) return false;
  }
  return true;
}

}  // namespace

std::string_view to_text(Status status) noexcept {
  switch (status) {
    case scheduled:
      return "SCHEDULED";
    case waiting_on_dependencies:
      return "WAITING_ON_DEPENDENCIES";
    case waiting_for_runner:
      return "WAITING_FOR_RUNNER";
    case paused:
      return "PAUSED";
    case running:
      return "RUNNING";
    case creating:
      return "CREATING";
    case shutting_down:
      return "SHUTTING_DOWN";
    case finished:
      return "FINISHED";
    case failed:
      return "FAILED";
    case canceled:
      return "CANCELED";
    case cascade_failed:
      return "CASCADE_FAILED";
    case skipped:
      return "SKIPPED";
    case timedout:
      return "TIMEDOUT";
  }
  return {};
}

std::string_view to_text(AttemptStatus status) noexcept {
  switch (status) {
    case AttemptStatus::running:
      return "RUNNING";
    case AttemptStatus::finished:
      return "FINISHED";
    case AttemptStatus::failed:
      return "FAILED";
    case AttemptStatus::canceled:
      return "CANCELED";
  }
  return {};
}

std::string_view to_text(PipelineState state) noexcept {
  switch (state) {
    case PipelineState::pending:
      return "PENDING";
    case PipelineState::scheduled:
      return "SCHEDULED";
    case PipelineState::deactivating:
      return "DEACTIVATING";
    case PipelineState::inactive:
      return "INACTIVE";
    case PipelineState::finished:
      return "FINISHED";
  }
  return {};
}

std::string_view to_text(Health health) noexcept {
  switch (health) {
    case Health::none:
      return "NONE";
    case Health::healthy:
      return "HEALTHY";
    case Health::error:
      return "ERROR";
  }
  return {};
}

std::string_view to_text(Cause cause) noexcept {
  switch (cause) {
    case Cause::none:
      return "no change yet";
    case Cause::released:
      return "interval due";
    case Cause::skipped_by_activation:
      return "due before the activation timestamp";
    case Cause::dependencies_satisfied:
      return "dependencies satisfied";
    case Cause::dependency_bad:
      return "a dependency failed";
    case Cause::precondition_bad:
      return "a precondition failed";
    case Cause::claimed_by_runner:
      return "taken by a runner";
    case Cause::attempt_succeeded:
      return "attempt succeeded";
    case Cause::attempt_failed_retry_left:
      return "retry after a failed attempt";
    case Cause::attempt_failed_no_retry_left:
      return "attempt failed, no retry left";
    case Cause::attempt_lost:
      return "attempt lost when the engine stopped";
    case Cause::checking_started:
      return "checking started";
    case Cause::check_met:
      return "precondition met";
    case Cause::check_failed:
      return "check failed, no retry left";
    case Cause::check_timed_out:
      return "precondition not met in time";
    case Cause::owner_ended:
      return "its owner no longer needs it";
    case Cause::canceled_by_user:
      return "canceled by user";
    case Cause::canceled_by_action:
      return "canceled by an action";
    case Cause::pipeline_deactivated:
      return "pipeline deactivated";
    case Cause::marked_finished:
      return "marked finished by user";
    case Cause::rerun:
      return "rerun by user";
    case Cause::component_paused:
      return "component paused";
    case Cause::component_resumed:
      return "component resumed";
    case Cause::nothing_to_do:
      return "everything it waited for is finished";
    case Cause::resumed:
      return "resumed by activation";
    case Cause::resource_needed:
      return "needed by something that is ready";
    case Cause::resource_up:
      return "resource up";
    case Cause::resource_idle:
      return "no longer needed";
    case Cause::resource_gone:
      return "resource gone";
    case Cause::resource_timed_out:
      return "terminateAfter passed";
    case Cause::resource_lost:
      return "attempt lost with its resource";
    case Cause::canceled_resource_failed:
      return "its resource failed";
    case Cause::canceled_resource_timed_out:
      return "its resource timed out";
    case Cause::canceled_resource_canceled:
      return "its resource was canceled";
    case Cause::canceled_by_task_failure:
      return "another task of its resource failed";
    case Cause::not_acknowledged:
      return "not acknowledged by the runner that took it";
  }
  return {};
}

std::optional<Status> parse_status(std::string_view text) noexcept {
  for (std::size_t i = 0; i < status_count; ++i) {
    const auto status = static_cast<Status>(i);
    if (same_name(text, to_text(status))) return status;
  }
  if (same_name(text, "CANCELLED")) return canceled;
  if (same_name(text, "TIMEOUT")) return timedout;
  if (same_name(text, "ACTIVATING")) return creating;
  return std::nullopt;
}

std::span<const Transition> transitions(Kind kind) noexcept {
  switch (kind) {
    case Kind::activity:
      return activity_transitions;
    case Kind::data_node:
      return data_node_transitions;
    case Kind::precondition:
      return precondition_transitions;
    case Kind::resource:
      return resource_transitions;
    case Kind::action:
    case Kind::schedule:
    case Kind::database:
    case Kind::data_format:
    case Kind::utility:
      break;
  }
  return {};
}

std::optional<Status> next_status(Kind kind, Status from, Cause cause) noexcept {
  const std::uint8_t to = lookup_of(kind)[static_cast<std::size_t>(from)][static_cast<std::size_t>(cause)];
  if (to == refused) return std::nullopt;
  return static_cast<Status>(to);
}

}  // namespace penstock
