// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One event being applied: the instances, the moment, and what has been decided so far. The functions of this folder are written against
/// it.

#include <optional>
#include <string>
#include <vector>

#include "penstock/lifecycle/advance.hpp"

namespace penstock {

/// Lives for one call of `advance`.
class Turn {
 public:
  Turn(Instances& instances, Instant now, Keys& keys, Batch& batch) : instances_{instances}, now_{now}, keys_{keys}, batch_{batch} {}

  // Attempts (attempts.cpp)
  std::optional<Refusal> attempt_ended(const AttemptEnded& event);
  std::optional<Refusal> progress_reported(const ProgressReported& event);
  std::optional<Refusal> process_recorded(const ProcessRecorded& event);
  std::size_t claim(std::uint8_t lane, std::size_t limit);
  void take(InstanceRef ready);
  void engine_restarted();

  // Preconditions (preconditions.cpp)
  std::optional<Refusal> check_ended(const CheckEnded& event);

  // Resources (resources.cpp)
  std::optional<Refusal> resource_up(const ResourceUp& event);
  std::optional<Refusal> resource_failed(const ResourceFailed& event);
  std::optional<Refusal> resource_gone(const ResourceGone& event);
  std::optional<Refusal> resource_recalled(const ResourceRecalled& event);

  // Deactivation (deactivation.cpp)
  std::optional<Refusal> deactivate(const DeactivateRequested& event);
  void resume_after_deactivation();
  void cancel_everything(bool drain);

  // Timers and intervals (release.cpp)
  void time_came();
  void expect_releases();
  void arm_late(InstanceIndex index);

  // Operators (operators.cpp)
  std::optional<Refusal> cancel(InstanceRef ref, Cause cause);
  std::optional<Refusal> rerun(InstanceRef ref);
  std::optional<Refusal> rerun(const RecalledForRerun& event);
  std::optional<Refusal> mark_finished(InstanceRef ref);
  std::optional<Refusal> mark_finished(const RecalledForMarkFinished& event);
  void show_pause(InstanceIndex index);
  std::optional<Refusal> pause(ComponentIndex component);
  std::optional<Refusal> resume(ComponentIndex component);

  // Recorded instances (restore.cpp)
  void restored(InstanceIndex index);

  /// Follows up what has changed, until nothing more follows.
  void settle();

  void touch_pipeline();
  void touch_components();

 private:
  // Changes (turn.cpp)
  Instance& at(InstanceIndex index) { return instances_[index]; }
  const Component& component_of(InstanceIndex index) const { return instances_.component(instances_[index]); }
  void move(InstanceIndex index, Cause cause);
  /// Records the instance as it is now, once in each turn.
  const InstanceRow& touch(InstanceIndex index);
  void touch_component(ComponentIndex component);
  void set_health(ComponentIndex component, Health health);
  void leave(InstanceIndex index);
  void arm(Instant when, TimerKind kind, InstanceIndex index);

  // Dependencies (dependencies.cpp)
  void count_dependencies(InstanceIndex index);
  void tell_consumers(InstanceIndex index, int unmet, int bad);
  void tell_owner(InstanceIndex index, int unmet, int bad);
  [[nodiscard]] InstanceRef first_bad(InstanceIndex index) const;
  void consider(InstanceIndex index);
  void finish(InstanceIndex index, Cause cause);
  void go_bad(InstanceIndex index, Cause cause);
  void fire(InstanceIndex node, ActionEvent event, const std::vector<ComponentIndex>& actions, InstanceIndex failed);

  // Runs (run_notices.cpp)
  template <class F>
  [[nodiscard]] bool all_of_run(InstanceIndex member, F visit) const;
  [[nodiscard]] bool has_failed(InstanceIndex index) const;
  void tell_run_failed(InstanceIndex index);
  void tell_run_succeeded(InstanceIndex index);

  // Attempts
  void make_ready(InstanceIndex index);
  void queue(InstanceIndex index);
  void begin_attempt(InstanceIndex index);
  void start_attempt(InstanceIndex index);
  void fail_attempt(InstanceIndex index, const std::string& error_id, const std::string& message, const std::string& log_directory,
                    bool may_retry);
  void end_attempt(InstanceIndex index, AttemptStatus status, const std::string& error_id, const std::string& message,
                   const std::string& log_directory);
  void stop_attempt(InstanceIndex index);
  [[nodiscard]] Instance* running(InstanceRef ref, std::int32_t number);

  // Preconditions
  void create_checks(InstanceIndex owner);
  void start_checks(InstanceIndex owner);
  void start_check(InstanceIndex index);
  void end_checks(InstanceIndex owner, Cause cause = Cause::owner_ended);
  void renew_checks(InstanceIndex owner, Cause cause = Cause::rerun);
  void lose_check(InstanceIndex index, const std::string& error_id, const std::string& message);
  void fail_check(InstanceIndex index, const std::string& error_id, const std::string& message, const std::string& log_directory,
                  bool may_retry);
  [[nodiscard]] std::optional<InstanceRow> owner_row(InstanceIndex index) const;

  // Resources
  enum class Users {
    open,   ///< some are not over, or still to come
    ended,  ///< all are over, and some may be run again
    gone,   ///< all have ended well and left memory
  };
  template <class F>
  void each_user(InstanceIndex resource, F visit);  // until `visit` says false
  [[nodiscard]] Users users_left(InstanceIndex resource);
  [[nodiscard]] bool needs_resource(InstanceIndex user);
  [[nodiscard]] bool is_held_for(InstanceIndex owner);
  [[nodiscard]] bool is_needed(InstanceIndex resource);
  bool tell_resource(InstanceIndex user);
  void consider_resource(InstanceIndex index);
  void create_resource(InstanceIndex index);
  void begin_creation(InstanceIndex index);
  void make_room(ComponentIndex component);
  void offer_place(ComponentIndex component);
  void offer_tasks(InstanceIndex resource);
  void shut_down(InstanceIndex index);
  void abandon_resource(InstanceIndex index, const std::string& why);
  void lose_resource(InstanceIndex index, const std::string& error_id, const std::string& message);
  void lose_tasks(InstanceIndex resource);
  void cancel_tasks(InstanceIndex resource, Cause cause);
  void cancel_with_resource(InstanceIndex user, Cause cause);
  void task_failed(InstanceIndex user);
  void fail_without_resource(InstanceIndex user);
  void run_resource_timer(const Timer& timer);
  void resource_restarted(InstanceIndex index);
  void renew_resource(InstanceIndex user);
  void rerun_users(InstanceIndex resource);
  void deactivate(InstanceIndex index, bool drain);

  // Timers and intervals
  void expect_release(ComponentIndex component);
  void release_due();
  void release_runs();
  void release(ComponentIndex component);
  [[nodiscard]] std::vector<Timer> run_timers();
  void run_timer(const Timer& timer);
  void settle_pipeline();
  [[nodiscard]] bool is_skipped(const Component& component, std::int64_t interval) const;

  std::optional<Refusal> rerun_check(InstanceIndex index);
  [[nodiscard]] InstanceRef bad_beside(InstanceIndex check) const;
  void rerun_from(InstanceIndex index);

  Instances& instances_;
  Instant now_;
  Keys& keys_;
  Batch& batch_;
  std::vector<InstanceIndex> affected_;  // instances whose situation has changed and must be considered
};

/// A free place filled from a recorded row: an instance that lived when the store was opened, or one that had left memory. What counts it
/// is the caller's business.
[[nodiscard]] InstanceIndex put_back(Instances& instances, const InstanceRow& row);

/// Whether a task may be handed out now, as far as its own status and its resource go.
[[nodiscard]] bool may_begin(const Instances& instances, const Instance& instance);

/// How long a task runner may take to say that it has a task (S-167), and, unless the author said otherwise, between two reports (S-168).
inline constexpr Duration acknowledgement_timeout = std::chrono::minutes{2};
inline constexpr Duration default_progress_timeout = std::chrono::minutes{15};

/// The queue from which task runners take; the others belong to the engine.
inline constexpr std::uint8_t polled_lane = 3;

}  // namespace penstock
