// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where things happen: takes what came in, lets `advance` decide, commits the decision, and only then acts. The one place that uses two
/// ports at once.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/engine/handlers.hpp"
#include "penstock/engine/inspection.hpp"
#include "penstock/engine/run_now.hpp"
#include "penstock/executor/executor.hpp"
#include "penstock/ids.hpp"
#include "penstock/lifecycle/event.hpp"
#include "penstock/plan/compile.hpp"
#include "penstock/store/store.hpp"
#include "penstock/time.hpp"
#include "penstock/vault/vault.hpp"

namespace penstock {

enum class LogLevel { debug, info, warning, error };

/// One change of status, in words.
struct Change {
  std::string pipeline;
  std::string instance;   ///< `@Component_2015-05-17T00:00:00`
  std::string component;  ///< object id
  Kind kind = Kind::activity;
  Status from = Status::scheduled;
  Status to = Status::scheduled;
  Cause cause = Cause::none;
  int attempt = 0;  ///< number of the last attempt
  Interval scheduled{};
  Instant at{};
};

/// Told every change, in order, after it has been recorded. Called by the thread that drives the engine or gives it a command; must be
/// quick and must not call the engine. What it throws is logged and keeps nothing from going on.
using Observer = std::function<void(const Change&)>;

/// How an engine behaves. Pointers are borrowed and must outlive the engine.
struct EngineOptions {
  std::string name{};  ///< who holds the store, for the message to a second engine; empty: the process id
  Profile profile = Profile::embedded;
  std::optional<Defaults> defaults{};        ///< what authors did not say; none: those of the profile
  std::filesystem::path log_root = "logs";   ///< each attempt gets a folder below it (S-185)
  std::int32_t max_live_instances = 10'000;  ///< not terminal at the same time; the oldest due intervals come first (profiles.md)
  std::size_t max_computing = 256;           ///< attempts handed to the executor for computation, running or queued there
  std::size_t max_blocking = 16;             ///< attempts and checks on the executor for work that waits
  std::size_t max_processes = 64;            ///< child processes at the same time
  bool local_resources = false;              ///< whether a resource without a handler may be this process instead (profiles.md)
  std::optional<bool> backfill_guard{};  ///< whether a first activation more than a day late is refused (S-69); none: as the profile has it
  bool required_fields = true;           ///< whether single required fields of the catalog are asked for (`MissingField`)
  bool poll_worker_groups = false;       ///< whether work of worker groups waits for `poll` instead of being done in this process
  /// How long finished history is kept: instances that ended earlier, and that nothing live needs, are taken out of the store, a few with
  /// each step, begun hourly. They cannot be inspected, rerun or listed any more. None: it is kept for ever.
  std::optional<Duration> keep{};
  std::shared_ptr<const Catalog> catalog{};  ///< object types; null: the standard ones
  Vault* vault = nullptr;        ///< seals secrets before the store sees them (S-26); null: definitions with secrets are refused
  const Clock* clock = nullptr;  ///< null: the machine's
  Executor* blocking = nullptr;  ///< for work that waits; null: threads of the engine's own
  /// Told what the engine does, for the host's log. Called on whatever thread the news comes up; must not throw.
  std::function<void(LogLevel, std::string_view)> log{};
  Observer observer{};  ///< like `Engine::observe`, and told of what opening the store changes too; empty: nobody
};

/// What `deploy` did.
struct Deployed {
  enum class What {
    created,    ///< the name was new: saved and activated
    resumed,    ///< the same definition as before: goes on where it was
    updated,    ///< another definition, and the change is allowed: saved and activated
    unchanged,  ///< the same definition as before, and all of it is finished: nothing to do
  };
  What what = What::created;
  PipelineState state = PipelineState::scheduled;
  Diagnostics warnings;
};

/// What `save` did.
struct Saved {
  std::int32_t version = 0;   ///< of the definition that was saved
  Diagnostics diagnostics{};  ///< errors, which stand in the way of an activation, and warnings
};

/// What becomes of running attempts when a pipeline is deactivated.
enum class Deactivation {
  cancel,  ///< they are canceled (S-147)
  drain,   ///< they go on to their end (S-148)
};

/// Work that a task runner took (S-166).
struct Task {
  std::string id;          ///< for reports; another one each time the attempt is handed out
  std::string pipeline;    ///< name
  std::string attempt_id;  ///< `…_Attempt=1`
  ObjectView object;       ///< the activity, with what its fields evaluate to
};

/// What a step found.
struct Step {
  bool worked = false;            ///< something changed, or was reported meanwhile: call again at once
  std::optional<Instant> wake{};  ///< when to call again at the latest; none: not before something is reported
  std::size_t running = 0;        ///< attempts, checks and deliveries under way
  bool at_rest = false;           ///< nothing can happen any more unless somebody asks for it
  bool idle = false;              ///< nothing is due: no work, no retry, no check; only intervals to come
};

/// Runs pipelines. It owns no thread: `step` does what is due and says when to call again, `run` is a loop around it.
///
/// A store that fails: a call that throws StoreError was decided and is not recorded, and nothing of it has begun. It is recorded with the
/// next call that succeeds; if the program ends before, it was never decided.
///
/// Threads: `step`, `run` and `drain` by one thread at a time; every other function by any thread, at any time. Reports of executors and
/// handlers may come from any thread. Several engines in one process do not know of each other.
class Engine {
 public:
  /// Opens the store and takes back what is alive in it: attempts that were under way when an earlier engine stopped are recorded as lost,
  /// what is left of their processes is ended, and their instances are tried again. Borrows `store` and `executor` (for computation); both
  /// must outlive the engine. Throws StoreBusy and StoreError.
  Engine(Store& store, Executor& executor, Handlers handlers, EngineOptions options = {});

  /// Asks running work to stop and waits until it has; what it still reports is not recorded, so that the next engine tries it again.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// What a program calls at every start. A new name: saves and activates. The same definition: goes on, and starts nothing again. A
  /// changed one: saves and activates it if the change is allowed (S-158 to S-160). Throws DefinitionError with all problems, `NoKey` and
  /// `WrongKey` among them (secrets without a vault, or sealed by another one), std::invalid_argument if the definition has no name, and
  /// StoreError.
  Deployed deploy(const Definition& definition, const ParameterValues& values = {});

  /// Saves without activating (S-29, S-30): a new name becomes a PENDING pipeline, an old one gets a new latest version. Throws
  /// DefinitionError, and has then saved nothing, if an object has no id, a field is empty, the change is not allowed (S-155, S-158,
  /// S-159); std::invalid_argument if the definition has no name; StoreError.
  Saved save(const Definition& definition);

  /// Activates what was saved last: for the first time, again after `deactivate`, or once more, on demand for one more run (S-76, S-150).
  /// Intervals that were due before `from` are skipped (S-151). Throws std::out_of_range if there is no such pipeline, DefinitionError,
  /// StoreError.
  void activate(const PipelineId& pipeline, const ParameterValues& values = {}, std::optional<Instant> from = std::nullopt);
  /// Runs a pipeline, or some of its steps, once and at once, whatever its schedule; the schedule goes on as if nothing had happened
  /// (S-79). The run is an on-demand pipeline of its own, made from the active definition (or the latest, if none is active) and named
  /// `NAME@2026-05-20T08:00:00`, which is returned: under it the run is inspected, canceled, rerun. The time is the scheduled one of its
  /// instances. Throws as `activate` does.
  PipelineId run_now(const PipelineId& pipeline, const RunNow& what = {});
  /// Stops a pipeline: nothing more is released until it is activated again (S-147 to S-149). Throws StoreError.
  [[nodiscard]] std::optional<Refusal> deactivate(const PipelineId& pipeline, Deactivation how = Deactivation::cancel);

  /// Cancels what runs and removes the pipeline: its definitions, instances and history (S-156). Its name is free again; its logs stay.
  /// What canceled work still reports is ignored. Refused with PipelineNotFound if there is no such pipeline. Takes the time that the store
  /// needs for all of its rows. Throws StoreError.
  [[nodiscard]] std::optional<Refusal> remove(const PipelineId& pipeline);
  /// Saves a copy of the latest definition under a new name, PENDING (S-157). Schedules keep their period, but have no start, end or number
  /// of occurrences until the copy is saved with new ones: what is missing stands in the diagnostics. Values of parameters are copied, too.
  /// Throws std::out_of_range if there is no such pipeline, DefinitionError if the name is taken, std::invalid_argument if it is empty,
  /// StoreError.
  Saved clone(const PipelineId& pipeline, const PipelineId& copy);

  /// Takes out of the store now what `EngineOptions::keep` of that length would; returns how many instances went, without preconditions.
  /// In small commits, so that other threads, and the thread that drives the engine, come in between. Throws StoreError.
  std::int64_t prune(Duration keep);

  /// What operators do (S-136 to S-146). The refusal says why nothing was changed. They throw StoreError.
  [[nodiscard]] std::optional<Refusal> cancel(const PipelineId& pipeline, const InstanceId& instance);
  [[nodiscard]] std::optional<Refusal> rerun(const PipelineId& pipeline, const InstanceId& instance);
  [[nodiscard]] std::optional<Refusal> mark_finished(const PipelineId& pipeline, const InstanceId& instance);
  [[nodiscard]] std::optional<Refusal> pause(const PipelineId& pipeline, const ObjectId& component);
  [[nodiscard]] std::optional<Refusal> resume(const PipelineId& pipeline, const ObjectId& component);

  /// For task runners: the first ready work of that worker group, if there is some now (S-163 to S-165). It is RUNNING from this moment;
  /// the runner must acknowledge it with a first progress report within two minutes (S-167). Throws StoreError.
  [[nodiscard]] std::optional<Task> poll(const std::string& worker_group);
  /// The same, but waits for work that becomes ready, until `patience` is over on the machine's clock or a stop is requested (S-164; the
  /// service waits 90 s). Another thread has to drive the engine meanwhile, and must not destroy it. Throws StoreError.
  [[nodiscard]] std::optional<Task> poll(const std::string& worker_group, Duration patience, std::stop_token stop = {});
  /// Tells that the work goes on. True: it is canceled, or somebody else's by now; the runner stops and need not report (S-170).
  [[nodiscard]] bool report_progress(const std::string& task);
  /// Reports how the work ended; refused with TaskNotFound if it is not the runner's any more, also the second time (S-171), and with
  /// InvalidRequest if the error id begins with `Service_` (S-172). Throws StoreError.
  [[nodiscard]] std::optional<Refusal> set_task_status(const std::string& task, Outcome outcome);

  /// Tells that a task runner lives; due every `heartbeat_period`. True: it is to end (S-173). Says nothing about its tasks.
  [[nodiscard]] bool report_heartbeat(const std::string& runner, const std::string& worker_group = {}, const std::string& hostname = {});
  /// The next heartbeat of that runner is answered with true.
  void end_task_runner(const std::string& runner);
  /// The runners that were heard within a day, by id; those that miss their heartbeats are marked. Forgotten when the engine ends.
  [[nodiscard]] std::vector<TaskRunner> task_runners() const;

  /// Where an instance stands and why, whether it is alive or over; none if there is no such instance. Throws StoreError.
  [[nodiscard]] std::optional<Inspection> inspect(const PipelineId& pipeline, const InstanceId& instance) const;
  /// An instance as the object that its definition describes, for reading and evaluating fields (S-174); none if there is no such instance.
  /// Throws StoreError.
  [[nodiscard]] std::optional<ObjectView> object(const PipelineId& pipeline, const InstanceId& instance) const;
  /// None if there is no such pipeline.
  [[nodiscard]] std::optional<PipelineHealth> health(const PipelineId& pipeline) const;

  /// What a pipeline has left to do for the intervals that overlap `when`, or, without it, for all that was due so far: the first of it, in
  /// words (`@Load_2015-05-20T00:00:00 is RUNNING`); empty if nothing is left. This is what a PipelineFinished precondition asks (S-38). Of
  /// an on-demand pipeline runs since the start of `when` count, and there must be one. Also in words: that there is no such pipeline, or
  /// that it was never activated.
  [[nodiscard]] std::string unfinished(const PipelineId& pipeline, std::optional<Interval> when = std::nullopt) const;
  /// When each activity, data node and resource runs next, in definition order; none if there is no such pipeline.
  [[nodiscard]] std::optional<std::vector<NextRun>> next_runs(const PipelineId& pipeline) const;

  /// State of a pipeline; none if there is none of that name.
  [[nodiscard]] std::optional<PipelineState> state(const PipelineId& pipeline) const;
  /// Names of all pipelines, in the order of their creation.
  [[nodiscard]] std::vector<PipelineId> pipelines() const;

  /// From now on tells `observer` every change; `EngineOptions::observer` hears of what opening the store changed, too.
  void observe(Observer observer);

  /// Does all that is due now and returns. Throws StoreError; nothing that was not recorded has then been started, and the same step may be
  /// tried again.
  Step step();

  /// Steps and waits until a stop is requested or everything is at rest. Work that runs when it returns goes on; `drain` waits for it.
  void run(std::stop_token stop = {});
  /// The same, until nothing is due any more: no work, no retry, no check is pending.
  void run_until_idle(std::stop_token stop = {});
  /// Starts nothing new, and waits until what runs has ended or a stop is requested.
  void drain(std::stop_token stop = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
