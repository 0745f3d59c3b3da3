// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The engine's insides: state, one lock around it, and a queue of things to do once they may be done.

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "inbox.hpp"
#include "local_resource.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/executor/thread_executor.hpp"
#include "pipeline.hpp"
#include "resource_task.hpp"
#include "runner_register.hpp"
#include "tasks.hpp"

namespace penstock {

/// Locking: everything but `site_`, `outbox_` and `at_work_` belongs to `state_`. What leads out of the engine (handlers, observers) is
/// called from the outbox, with no lock held, in the order in which it was decided.
struct Engine::Impl {
  /// An attempt.
  struct WorkKey {
    PipelineKey pipeline;
    InstanceKey instance;
    std::int32_t number;
    bool operator==(const WorkKey&) const = default;
  };
  struct WorkKeyHash {
    /// Keys of instances are dense, whatever their pipeline, and nearly all are at work once at a time.
    std::size_t operator()(const WorkKey& key) const noexcept {
      return static_cast<std::size_t>(key.instance) ^ static_cast<std::size_t>(key.number) << 48U;
    }
  };

  Impl(Store& store, Executor& executor, Handlers handlers, EngineOptions options);
  ~Impl();

  // Definitions (deploy.cpp)
  Deployed deploy(const Definition& definition, const ParameterValues& values);
  Saved save(const Definition& definition);
  void activate(const PipelineId& name, const ParameterValues& values, std::optional<Instant> from);
  PipelineId run_now(const PipelineId& name, const RunNow& what);

  // Pipelines that go, and copies (removal.cpp)
  std::optional<Refusal> remove_locked(const PipelineId& name);
  Saved clone_locked(const PipelineId& name, const PipelineId& copy);
  void forget(PipelineKey key);

  // History that is not kept (retention.cpp)
  void begin_pruning(Duration keep);
  /// A little of it. Returns how many instances went.
  std::int64_t prune_some();
  void prune_when_due();

  // Operators (operate.cpp)
  template <class MakeEvent>
  std::optional<Refusal> operate(const PipelineId& name, const InstanceId& id, MakeEvent make_event);
  std::optional<Refusal> rerun(const PipelineId& name, const InstanceId& id);
  template <class MakeEvent>
  std::optional<Refusal> operate_component(const PipelineId& name, const ObjectId& id, MakeEvent make_event);

  // Task runners (task_runners.cpp)
  std::optional<Task> poll(const std::string& worker_group);
  struct TaskPlace {
    LoadedPipeline* pipeline;
    InstanceRef instance;
    std::int32_t number;
  };
  [[nodiscard]] std::optional<TaskPlace> find_task(std::string_view id);

  // Questions (inspection.cpp)
  [[nodiscard]] std::optional<Inspection> inspect(const PipelineId& name, const InstanceId& id);
  [[nodiscard]] std::optional<ObjectView> object(const PipelineId& name, const InstanceId& id);
  [[nodiscard]] std::optional<PipelineHealth> health(const PipelineId& name);
  [[nodiscard]] bool wake_for_reading(LoadedPipeline& pipeline);
  [[nodiscard]] std::optional<NamedInstance> find_named(LoadedPipeline& pipeline, std::string_view id);
  [[nodiscard]] std::string unfinished(const PipelineId& name, std::optional<Interval> when);
  [[nodiscard]] std::optional<std::vector<NextRun>> next_runs(const PipelineId& name);
  [[nodiscard]] std::optional<InstanceRow> recorded(LoadedPipeline& pipeline, const NamedInstance& named);

  // The loop (engine.cpp)
  Step step();
  enum class Until { rest, idle, drained };
  void loop(std::stop_token stop, Until until);

  // Everything below is called with `state_` held.
  void open();
  void restore_pipeline(PipelineSnapshot snapshot);
  void leave_places_empty(PipelineKey up_to);
  [[nodiscard]] Handlers with_own(Handlers handlers);
  [[nodiscard]] Result<RunnablePlan, Diagnostics> plan_of(const LoadedPipeline& pipeline, const DefinitionRow& row) const;
  void end_left_overs(const std::vector<PipelineSnapshot>& pipelines) const;
  LoadedPipeline* find(const PipelineId& name);
  /// Throws DefinitionError if its secrets cannot be opened.
  [[nodiscard]] OpenedDefinition recorded_definition(const LoadedPipeline& pipeline, const DefinitionRow& row) const;
  [[nodiscard]] SealedDefinition sealed_or_refused(const Definition& definition, const ParameterValues& values) const;
  [[nodiscard]] Instant now() const { return clock_->now(); }
  std::optional<Refusal> apply(LoadedPipeline& pipeline, const Event& event);
  std::optional<Refusal> rerun_locked(const PipelineId& name, const InstanceId& id);
  std::optional<Refusal> mark_finished_locked(const PipelineId& name, const InstanceId& id);
  std::optional<Refusal> deactivate_locked(const PipelineId& name, Deactivation how);
  template <class MakeEvent>
  std::optional<Refusal> operate_locked(const PipelineId& name, const InstanceId& id, MakeEvent make_event);
  template <class MakeEvent>
  std::optional<Refusal> operate_component_locked(const PipelineId& name, const ObjectId& id, MakeEvent make_event);
  LoadedPipeline& add_pipeline(LoadedPipeline fresh);
  Saved save_locked(const Definition& definition, ParameterValues values);
  void add_version(LoadedPipeline& pipeline, SealedDefinition said);
  void activate_locked(LoadedPipeline& pipeline, const ParameterValues& values, std::optional<Instant> from);
  PipelineId run_now_locked(const PipelineId& name, const RunNow& what);
  LoadedPipeline& create(std::string name, SealedDefinition said, RunnablePlan runnable);
  void start_instances(LoadedPipeline& pipeline, RunnablePlan runnable, std::optional<Instant> from = std::nullopt);
  void wake_up(LoadedPipeline& pipeline, RunnablePlan runnable);
  void receive(std::vector<Report> reports);
  void answer_requests();
  AnswerRow answer(const Request& request);
  AnswerRow answer_run_now(const Request& request);
  AnswerRow answer_clone(const Request& request);
  AnswerRow answer_prune(const Request& request);
  void let_time_come();
  void hand_out();
  [[nodiscard]] bool has_room(std::uint8_t lane) const { return in_flight_[lane] < limits_[lane]; }
  /// Commits the batch and puts what follows from it into the outbox. If the store throws, the batch stays and is committed with the next
  /// turn.
  void commit();

  // Commands (dispatch.cpp)
  void prepare(const Command& command);
  void prepare_start(const StartAttempt& command);
  void prepare_check(PipelineKey pipeline, const InstanceRow& row, InstanceRef ref, std::int32_t number, const InstanceRow& owner);
  void prepare_stop(const StopAttempt& command);
  void prepare_action(ActionRow action, InstanceRef ref, const InstanceRow& node, std::optional<InstanceRow> owner,
                      std::optional<AttemptRow> attempt);
  void prepare_changes();
  void tell(const Observer& observer, const Change& change) const;
  void prepare_acquire(const AcquireResource& command);
  void prepare_release(const ReleaseResource& command);
  [[nodiscard]] std::shared_ptr<ResourceTask> resource_task(const InstanceRow& row, InstanceRef ref, std::int32_t number);
  [[nodiscard]] ResourceHandler& resource_handler(std::string_view type);
  [[nodiscard]] Sight sight_of(LoadedPipeline& pipeline, const InstanceRow& row) const;
  [[nodiscard]] ObjectView view(LoadedPipeline& pipeline, const InstanceRow& row, AttemptRow attempt,
                                std::optional<InstanceRow> node) const;
  void remember_work(const WorkKey& key, std::weak_ptr<Work> work);
  void forget_work(const WorkKey& key);

  /// Called with no lock held: does what is in the outbox, unless another thread, or a caller further up on this one, is at it.
  void drain_outbox();
  /// What is done outside of the engine's lock: most of it is beginning attempts.
  using Errand = std::variant<std::shared_ptr<AttemptTask>, std::function<void()>>;
  void send(Errand errand);
  void hand_over(std::shared_ptr<AttemptTask> task);

  void log(LogLevel level, std::string_view text) const {
    if (options_.log) options_.log(level, text);
  }

  Store& store_;
  Executor& computing_;
  EngineOptions options_;
  std::unique_ptr<Clock> own_clock_;
  const Clock* clock_;
  std::unique_ptr<Executor> own_blocking_;
  Executor& blocking_;
  std::shared_ptr<const WorkSite> site_;

  mutable std::mutex state_;
  std::vector<std::shared_ptr<LoadedPipeline>> pipelines_;  // by key; all that were removed before the opening are one
  RunnerRegister runners_;
  std::condition_variable_any recorded_;  // told after each commit; pollers wait on it
  Keys keys_;
  Batch batch_;
  std::deque<RecallResource> recalls_;  // not looked up yet; survives a store that cannot be read
  std::array<std::size_t, ready_lanes> limits_;
  std::array<std::size_t, ready_lanes> in_flight_{};
  std::size_t other_work_ = 0;  // checks and deliveries under way
  std::map<ActionKey, ActionRow> undelivered_;
  LocalResourceHandler local_resource_;  // stands in for types without a handler, where the host allows it
  std::vector<Observer> observers_;
  /// A walk through the recorded instances, oldest first.
  struct Pruning {
    Instant before;
    InstanceKey reached = 0;
  };
  std::optional<Pruning> pruning_;  // under way
  Instant next_pruning_ = Instant::min();
  bool handing_out_ = true;
  bool mailbox_seen_ = false;  // whether requests from before the opening were looked for

  std::mutex outbox_lock_;
  std::vector<Errand> outbox_;
  bool draining_outbox_ = false;

  std::unordered_map<WorkKey, std::shared_ptr<ResourceTask>, WorkKeyHash> held_;  // resources, by attempt; belongs to `state_`
  std::mutex at_work_lock_;
  std::unordered_map<WorkKey, std::weak_ptr<Work>, WorkKeyHash> at_work_;  // what can be asked to stop
};

}  // namespace penstock
