// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Work that was handed out: the contexts that handlers see, and the one place where exceptions of handlers end.

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "inbox.hpp"
#include "penstock/action/action.hpp"
#include "penstock/activity/activity.hpp"
#include "penstock/engine/handlers.hpp"
#include "penstock/executor/process.hpp"
#include "penstock/precondition/precondition.hpp"

namespace penstock {

/// Lets an engine that ends wait for work that has begun, and keeps work that is still queued from beginning.
class Gate {
 public:
  /// False once the gate is closed: the work must not begin.
  [[nodiscard]] bool enter();
  void leave();
  void close_and_wait();

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
  bool closed_ = false;
};

/// What all handed-out work shares.
struct WorkSite {
  std::shared_ptr<Inbox> inbox;
  std::shared_ptr<Gate> gate;
  std::shared_ptr<const Handlers> handlers;
};

/// The log folder of one attempt, made when it is first needed. Safe for several threads.
class AttemptLog {
 public:
  explicit AttemptLog(std::filesystem::path directory) : directory_{std::move(directory)} {}
  [[nodiscard]] std::filesystem::path directory();
  void line(std::string_view text);
  /// The folder if it was made; else empty.
  [[nodiscard]] std::string made() const;

 private:
  const std::filesystem::path directory_;
  mutable std::mutex mutex_;
  bool made_ = false;
};

/// One attempt of an activity at work.
class AttemptTask final : public ActivityContext, public std::enable_shared_from_this<AttemptTask> {
 public:
  AttemptTask(WorkSite site, PipelineKey pipeline, InstanceRef instance, std::int32_t number, std::uint8_t lane, ObjectView object,
              std::filesystem::path log_directory, std::string marker);
  ~AttemptTask() override;

  /// Runs the handler, on this thread. Never throws.
  void run(ActivityHandler& handler);
  void stop() { stop_.request_stop(); }

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::string attempt_id() const override;
  [[nodiscard]] int attempt_number() const noexcept override { return number_; }
  [[nodiscard]] std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
  void report_progress() override;
  void log(std::string_view line) override { log_.line(object_.masked(line)); }
  [[nodiscard]] std::filesystem::path log_directory() override { return log_.directory(); }
  void record_process(const ProcessIdentity& process) override;
  [[nodiscard]] std::string process_marker() const override { return marker_; }
  void complete(Outcome outcome) override;

 private:
  const WorkSite site_;
  const PipelineKey pipeline_;
  const InstanceRef instance_;
  const std::int32_t number_;
  const std::uint8_t lane_;
  const ObjectView object_;
  const std::string marker_;
  AttemptLog log_;
  std::stop_source stop_;
  std::atomic<bool> completed_ = false;
  bool entered_ = false;
};

/// One check of a precondition.
class CheckTask final : public CheckContext, public std::enable_shared_from_this<CheckTask> {
 public:
  CheckTask(WorkSite site, PipelineKey pipeline, InstanceRef instance, std::int32_t number, ObjectView object,
            std::filesystem::path log_directory, std::string marker);
  ~CheckTask() override;

  /// Runs the handler, on this thread. Never throws.
  void run(PreconditionHandler& handler);
  void stop() { stop_.request_stop(); }

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
  void log(std::string_view line) override { log_.line(object_.masked(line)); }
  [[nodiscard]] std::filesystem::path log_directory() override { return log_.directory(); }
  [[nodiscard]] std::string process_marker() const override { return marker_; }
  void complete(CheckResult result) override;

 private:
  const WorkSite site_;
  const PipelineKey pipeline_;
  const InstanceRef instance_;
  const std::int32_t number_;
  const ObjectView object_;
  const std::string marker_;
  AttemptLog log_;
  std::stop_source stop_;
  std::atomic<bool> completed_ = false;
  bool entered_ = false;
};

/// Delivers one firing of an action, on this thread. Never throws.
void deliver(const WorkSite& site, PipelineKey pipeline, const Firing& firing, const ObjectView& object);

/// The lane that a report of a check or a delivery names as freed: they take no place from attempts.
inline constexpr std::uint8_t no_lane = 0xff;

}  // namespace penstock
