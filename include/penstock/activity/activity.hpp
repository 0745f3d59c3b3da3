// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: do the work of an activity. A handler is registered for an object type and serves all its instances.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

struct ProcessIdentity;

/// How an attempt ended.
struct Outcome {
  bool succeeded = true;
  bool may_retry = true;      ///< false: the failure is final whatever maximumRetries says
  std::string error_id{};       ///< `ActivityFailed` if empty and not succeeded
  std::string error_message{};  ///< for people

  [[nodiscard]] static Outcome success() { return {}; }
  [[nodiscard]] static Outcome failure(std::string message, std::string id = "ActivityFailed") {
    return {.succeeded = false, .may_retry = true, .error_id = std::move(id), .error_message = std::move(message)};
  }

  bool operator==(const Outcome&) const = default;
};

/// Where an activity's work is done.
enum class Lane : std::uint8_t {
  compute,   ///< on the executor for computation (oneTBB): short work that does not block
  blocking,  ///< on the executor for work that waits: files, databases, networks
  process,   ///< in a child process or elsewhere: `start` must return at once
  polled,    ///< by a task runner that asks for it: `Engine::poll`; the handler is not called
};
inline constexpr std::size_t lane_count = 4;

/// One attempt, as its handler sees it. Lives as long as somebody holds it. Every function may be called from any thread.
class ActivityContext {
 public:
  virtual ~ActivityContext() = default;

  /// The activity's object, with its fields evaluated.
  [[nodiscard]] virtual const ObjectView& object() const noexcept = 0;
  [[nodiscard]] virtual std::string attempt_id() const = 0;
  [[nodiscard]] virtual int attempt_number() const noexcept = 0;
  /// What `input` and `output` refer to: the matching instances of data nodes, oldest first.
  [[nodiscard]] std::vector<ObjectView> inputs() const { return object().references("input"); }
  [[nodiscard]] std::vector<ObjectView> outputs() const { return object().references("output"); }
  /// The interval that this instance is for.
  [[nodiscard]] Interval scheduled() const noexcept { return object().scheduled(); }

  /// Asked to stop when the attempt is canceled or timed out; what the handler then reports is ignored.
  [[nodiscard]] virtual std::stop_token stop_token() const noexcept = 0;
  /// Tells that the work goes on: restarts reportProgressTimeout (S-168).
  virtual void report_progress() = 0;
  /// Adds a line to the attempt's own log.
  virtual void log(std::string_view line) = 0;
  /// The attempt's log folder, made when first asked for. Throws std::filesystem::filesystem_error.
  [[nodiscard]] virtual std::filesystem::path log_directory() = 0;
  /// Records the process group that does the work, so that a restarted engine finds and ends it before it tries again.
  virtual void record_process(const ProcessIdentity& process) = 0;
  /// `NAME=value` for the environment of child processes: marks them as belonging to this attempt.
  [[nodiscard]] virtual std::string process_marker() const = 0;
  /// Reports the end of the attempt; the first report counts. For handlers whose `start` returned before the work was done.
  virtual void complete(Outcome outcome) = 0;
};

/// Does the work of one object type. One handler serves many attempts at the same time, from several threads.
class ActivityHandler {
 public:
  virtual ~ActivityHandler() = default;

  /// Where attempts of this object are to be run. Called on the engine's thread when a pipeline is activated.
  [[nodiscard]] virtual Lane lane(const Component&) const { return Lane::blocking; }

  /// What keeps this object from ever being run, such as a function that nobody registered; empty: nothing. Reported at activation.
  [[nodiscard]] virtual std::string refuse(const Component&) const { return {}; }

  /// Does the work and returns how it ended. Anything it throws becomes a failed attempt with the exception's text. Not called by the engine if
  /// `start` is overridden.
  [[nodiscard]] virtual Outcome perform(ActivityContext& context) = 0;

  /// Begins the work; `context->complete` is called when it is done. By default performs it here and now.
  virtual void start(std::shared_ptr<ActivityContext> context) { context->complete(perform(*context)); }
};

}  // namespace penstock
