// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The live instances of one pipeline, and what they wait for: dense arrays of integers, a heap of timers, a heap of due intervals. This is
/// the engine's truth while it runs. Holds no text; knows no clock, store or thread.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "penstock/lifecycle/batch.hpp"
#include "penstock/lifecycle/interval_window.hpp"
#include "penstock/plan/plan.hpp"

namespace penstock {

using InstanceIndex = std::uint32_t;
inline constexpr InstanceIndex no_instance = 0xffff'ffff;
/// Queues of ready instances: one for each way in which the engine runs work.
inline constexpr std::size_t ready_lanes = 5;

/// A component in one interval, or a precondition of one.
struct Instance {
  InstanceKey key = 0;  ///< 0: this place is free
  std::int64_t interval = 0;
  Instant released{};
  Instant since{};  ///< start of the running attempt; while waiting for a retry, when it may begin; while terminal, when it ended
  ComponentIndex component = 0;
  InstanceIndex owner = no_instance;        ///< of a precondition instance
  InstanceIndex first_check = no_instance;  ///< its precondition instances, as a list …
  InstanceIndex next_check = no_instance;   ///< … linked through this
  std::int32_t unmet = 0;                   ///< matching dependencies that are not done; of a `finally` activity, that are not over
  std::int32_t bad = 0;                     ///< those of them that are bad
  std::int32_t attempts = 0;                ///< number of the last one
  std::int32_t failures = 0;                ///< counted against maximumRetries
  std::int32_t version = 0;
  std::int16_t unmet_checks = 0;  ///< its preconditions that are not FINISHED
  std::int16_t bad_checks = 0;    ///< those of them that are bad
  Status status = Status::scheduled;
  Cause cause = Cause::none;
  bool counts : 1 = true;  ///< towards maxActiveInstances
  bool late : 1 = false;
  bool retrying : 1 = false;  ///< `since` is the time of the next attempt
  bool queued : 1 = false;    ///< stands in a queue of ready instances
  std::uint32_t row = 0;      ///< its place in the batch, if its key stands there
};
static_assert(sizeof(Instance) <= 80, "everything that waits has one in memory");

/// Where one component stands.
struct ComponentState {
  IntervalWindow window;
  std::int32_t active = 0;  ///< instances that are released, not terminal, and count (S-71); of a resource, those that exist (S-110)
  bool paused = false;
  bool held = false;             ///< an interval is due and waits for a slot
  Health health = Health::none;  ///< of the instance that ended last (S-186)
  std::uint8_t lane = 0;
  std::uint32_t row = 0;  ///< its place in the batch of turn `turn`
  std::uint64_t turn = 0;
};

/// In the order of S-96.
enum class TimerKind : std::uint8_t {
  unacknowledged,
  stalled,
  attempt_timeout,
  init_timeout,
  terminate_after,
  check_timeout,
  check,
  retry,
  late,
};

struct Timer {
  Instant at;
  TimerKind kind = TimerKind::retry;
  InstanceRef instance;
};

/// An instance that may be handed out. Ordered by due time, scheduled start, definition order (S-165).
struct Ready {
  Instant due;
  Instant start;
  std::uint32_t order = 0;
  InstanceRef instance;
};

/// The next interval of a component.
struct Release {
  Instant due;
  Instant start;
  std::uint32_t order = 0;
  ComponentIndex component = 0;
};

/// What a resource instance holds beside its status.
struct HeldResource {
  std::int32_t tasks = 0;  ///< attempts of activities that run on it
  bool wanted = false;     ///< needed, but its component may not have one more (S-110)
};

/// An attempt that a task runner took.
struct TakenTask {
  static constexpr std::int32_t unknown = 0;
  std::int32_t times = 1;     ///< how often this attempt was handed out; after a restart nobody knows
  bool acknowledged = false;  ///< by a first progress report (S-167)
};

/// An activation of an on-demand pipeline.
struct OnDemandRun {
  Instant at;
  std::int32_t unfinished = 0;
  bool released = false;
};

/// All of one pipeline. Moved, never copied. One thread at a time.
class Instances {
 public:
  /// `lanes` says on which queue each component's attempts wait; `max_live` bounds the instances that are not terminal (profiles.md).
  Instances(PipelineRow pipeline, std::shared_ptr<const Plan> plan, std::vector<std::uint8_t> lanes, std::int32_t max_live);

  /// Replaces the plan after an activation. Components keep their positions.
  void adopt(std::shared_ptr<const Plan> plan, std::int32_t version, std::vector<std::uint8_t> lanes);
  /// Keeps an earlier plan for the instances that were made from it.
  void remember(std::int32_t version, std::shared_ptr<const Plan> plan);

  [[nodiscard]] const Plan& plan() const noexcept { return *plan_; }
  /// The plan that instances of this version were made from.
  [[nodiscard]] const std::shared_ptr<const Plan>& plan_of(std::int32_t version) const;
  [[nodiscard]] const Component& component(const Instance& instance) const;

  [[nodiscard]] Instance& operator[](InstanceIndex index) { return instances_[index]; }
  [[nodiscard]] const Instance& operator[](InstanceIndex index) const { return instances_[index]; }
  [[nodiscard]] std::size_t capacity() const noexcept { return instances_.size(); }
  [[nodiscard]] InstanceRef ref(InstanceIndex index) const { return {index, instances_[index].key}; }
  /// The live instance that is meant, or null if it has left memory.
  [[nodiscard]] Instance* find(InstanceRef ref);
  [[nodiscard]] std::optional<InstanceRef> find(ComponentIndex component, std::int64_t interval) const;
  /// The precondition instance of that owner; none if the owner is not alive or has no such precondition.
  [[nodiscard]] std::optional<InstanceRef> find_check(InstanceRef owner, ComponentIndex precondition) const;

  /// The resource instance that an instance with `runs_on` uses; none while it is not alive, or if there is none (S-48).
  [[nodiscard]] std::optional<InstanceIndex> resource_of(const Instance& user) const;

  /// A place for a new instance. Invalidates references to instances.
  [[nodiscard]] InstanceIndex allocate();
  void free(InstanceIndex index);

  /// The interval of a component's instance: of its schedule, or of its run.
  [[nodiscard]] Interval scheduled(const Component& component, std::int64_t interval) const;
  [[nodiscard]] Instant due(const Component& component, std::int64_t interval) const;
  [[nodiscard]] Instant due(const Component& component, const Interval& scheduled) const;
  [[nodiscard]] InstanceRow row(InstanceIndex index) const;

  std::vector<ComponentState> components;
  std::vector<Timer> timers;                          // heap, earliest first
  std::vector<Release> releases;                      // heap, first due first
  std::array<std::vector<Ready>, ready_lanes> ready;  // heaps, one for each lane
  std::map<std::int64_t, OnDemandRun> runs;
  std::unordered_map<InstanceIndex, Instant> progress;         // last report, where one is asked for
  std::unordered_map<InstanceIndex, InstanceRef> blamed;       // nearest bad dependency, or precondition, of what fell with it
  std::unordered_map<InstanceIndex, AttemptRow> last_failure;  // of instances whose last attempt failed
  std::unordered_map<InstanceIndex, AttemptRow> processes;     // running attempts whose process group is known
  std::vector<InstanceIndex> unrecorded_processes;             // those of them that no batch has seen
  std::unordered_map<InstanceIndex, HeldResource> resources;   // of resource instances
  std::unordered_map<InstanceIndex, TakenTask> taken;          // of running attempts, and of those to be handed out again
  PipelineRow pipeline;
  std::int32_t unfinished = 0;  // runnables that are not terminal
  std::int32_t bad = 0;         // runnables that are bad
  std::int32_t under_way = 0;   // instances that run, are ready, or wait for a timer
  std::int32_t max_live = 0;

 private:
  std::shared_ptr<const Plan> plan_;
  std::map<std::int32_t, std::shared_ptr<const Plan>> plans_;
  std::vector<Instance> instances_;
  std::vector<InstanceIndex> free_;
};

/// Order of the heaps: `std::push_heap` keeps the greatest in front, so these say "later".
struct Later {
  bool operator()(const Timer& a, const Timer& b) const noexcept;
  bool operator()(const Release& a, const Release& b) const noexcept;
  bool operator()(const Ready& a, const Ready& b) const noexcept;
};

}  // namespace penstock
