// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: remember. Records what the engine decides and interprets none of it. The engine's truth is in memory; the store is read once, on
/// opening.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "penstock/lifecycle/batch.hpp"

namespace penstock {

/// A store that cannot do what it was asked. `retryable` tells whether the same call may succeed later (a full disk, a busy file).
class StoreError : public std::runtime_error {
 public:
  explicit StoreError(const std::string& message, bool retryable = false) : std::runtime_error{message}, retryable_{retryable} {}
  [[nodiscard]] bool retryable() const noexcept { return retryable_; }

 private:
  bool retryable_;
};

/// Another engine holds the store; `what()` names it.
class StoreBusy : public StoreError {
 public:
  explicit StoreBusy(const std::string& message) : StoreError{message, true} {}
};

/// What one pipeline left alive.
struct PipelineSnapshot {
  PipelineRow pipeline;
  std::vector<DefinitionRow> definitions{};  ///< the latest, the active, and those that live instances were made from; by version
  std::vector<ComponentRow> components{};    ///< by component
  std::vector<RunRow> runs{};                ///< of runs with live instances and of those that have not begun, by run
  std::vector<InstanceRow> instances{};      ///< the live ones, by key
  std::vector<AttemptRow> attempts{};        ///< the last attempt of each live instance that has one, by instance
};

/// An action that was fired and not delivered, with the instance that it tells about.
struct PendingAction {
  ActionRow action;
  InstanceRow node;
};

/// All that is alive.
struct Snapshot {
  std::vector<PipelineSnapshot> pipelines;  ///< by key
  std::vector<PendingAction> actions;       ///< by key
  PipelineKey last_pipeline = 0;            ///< highest key ever handed out, also if what it named was removed; so are the next two
  InstanceKey last_instance = 0;
  ActionKey last_action = 0;
};

/// Something that another process asks the engine to do (design: one writer).
struct Request {
  std::int64_t id = 0;
  std::string command{};   ///< cancel, rerun, mark-finished, pause, resume, activate, deactivate, run-now, delete, clone, prune
  std::string pipeline{};  ///< name
  /// Instance id or object id, as the command needs; of activate the time to skip to, of deactivate `drain`, of run-now what
  /// `write_run_now` gives, of clone the name of the copy; of prune how many days are kept; may be
  /// empty.
  std::string target{};
};

/// Where requests of other processes come in. Called by the engine's thread.
class Mailbox {
 public:
  virtual ~Mailbox() = default;
  /// A file descriptor that becomes readable when requests wait; -1 if there is none.
  [[nodiscard]] virtual int doorbell() const noexcept = 0;
  /// Silences the doorbell and returns the unanswered requests, oldest first. Each is answered by an `AnswerRow` of a commit.
  [[nodiscard]] virtual std::vector<Request> take() = 0;
};

/// How far a store has got with taking old history away.
struct Pruned {
  InstanceKey reached = 0;     ///< the highest key that was looked at
  std::int64_t instances = 0;  ///< that were taken away, without preconditions
  bool done = true;            ///< whether nothing above `reached` can be that old
};

/// Records what the engine decides. Called by one thread at a time, the engine's; reopened only by another engine.
class Store {
 public:
  virtual ~Store() = default;

  /// Takes the lease under the name `holder` and returns all that is alive. Throws StoreBusy, naming the holder, if another engine has it,
  /// and StoreError if the store cannot be read.
  [[nodiscard]] virtual Snapshot open(const std::string& holder) = 0;

  /// Gives the lease back. Does nothing if it is not held.
  virtual void close() noexcept = 0;

  /// All or nothing, durable on return. A row replaces the one of the same key; an instance stays in its pipeline, component, interval and
  /// owner. Removed pipelines go last, after the rows were written: nothing of them is left, and their keys count as handed out for ever.
  /// Throws StoreError, and then nothing of it is stored.
  virtual void commit(const Batch& batch) = 0;

  /// An instance, also one that is no longer alive, with its precondition instances after it; empty if there is none. Asked only when an
  /// operator names finished work.
  [[nodiscard]] virtual std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) = 0;

  /// The on-demand run of that time, also one that is over or was dropped before it began; none if there was no such run. Asked only when an
  /// operator names finished work.
  [[nodiscard]] virtual std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) = 0;

  /// Takes away for ever what ended before that time, of at most `limit` instances with keys above `after`: instances that are not live, with
  /// their preconditions, attempts and actions, and on-demand runs of which nothing else is left. What a live instance blames stays, and so
  /// does what an undelivered action tells about; and components remember which intervals they had. All or nothing. Not for open batches:
  /// what was committed counts. Throws StoreError. A store that keeps everything need not have it.
  [[nodiscard]] virtual Pruned prune(Instant before, InstanceKey after, std::int64_t limit) {
    static_cast<void>(before);
    static_cast<void>(limit);
    return {.reached = after};
  }

  /// Tells this store from every other on the machine, the same after a restart: marks child processes as its own.
  [[nodiscard]] virtual std::string identity() const = 0;

  /// Requests of other processes; null if the store cannot be reached by any.
  [[nodiscard]] virtual Mailbox* mailbox() noexcept { return nullptr; }
};

}  // namespace penstock
