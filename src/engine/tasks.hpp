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

/// What all handed-out work shares. Kept alive by everybody who may still report.
struct WorkSite {
  std::shared_ptr<Inbox> inbox;
  std::shared_ptr<Gate> gate;
  std::shared_ptr<const Handlers> handlers;
  std::string store;               ///< its identity
  std::filesystem::path log_root;  ///< where a definition names no folder of its own
};

/// `NAME=value` for the environment of an attempt's processes. Holds the store's identity, because two stores of one machine may hold
/// pipelines of the same name.
[[nodiscard]] std::string process_marker(std::string_view store, std::string_view pipeline, std::string_view attempt_id);

/// What was handed out: an attempt of an activity, or a check. What few handlers ask for, a log folder and a mark for processes, is made
/// when they do.
class Work {
 public:
  Work(std::shared_ptr<const WorkSite> site, PipelineKey pipeline, InstanceRef instance, std::int32_t number, ObjectView object);
  virtual ~Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  void stop() { stop_.request_stop(); }

 protected:
  [[nodiscard]] std::string id() const { return penstock::attempt_id(object_.instance_id(), number_); }
  [[nodiscard]] std::string mark() const;
  [[nodiscard]] std::filesystem::path log_folder();
  /// The folder if it was made; else empty.
  [[nodiscard]] std::string made_log_folder() const;
  void write_log(std::string_view line);

  const std::shared_ptr<const WorkSite> site_;
  const PipelineKey pipeline_;
  const InstanceRef instance_;
  const std::int32_t number_;
  const ObjectView object_;
  std::stop_source stop_;
  std::atomic<bool> completed_ = false;
  bool entered_ = false;

 private:
  mutable std::mutex log_lock_;
  std::filesystem::path log_folder_;  // empty until it was made
};

/// One attempt of an activity at work.
class AttemptTask final : public Work, public ActivityContext, public std::enable_shared_from_this<AttemptTask> {
 public:
  AttemptTask(std::shared_ptr<const WorkSite> site, PipelineKey pipeline, InstanceRef instance, std::int32_t number, std::uint8_t lane,
              ObjectView object);
  ~AttemptTask() override;

  /// Runs the handler of its type, on this thread. Never throws.
  void run();
  [[nodiscard]] std::uint8_t lane() const noexcept { return lane_; }

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::string attempt_id() const override { return id(); }
  [[nodiscard]] int attempt_number() const noexcept override { return number_; }
  [[nodiscard]] std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
  void report_progress() override;
  void log(std::string_view line) override { write_log(line); }
  [[nodiscard]] std::filesystem::path log_directory() override { return log_folder(); }
  void record_process(const ProcessIdentity& process) override;
  [[nodiscard]] std::string process_marker() const override { return mark(); }
  void complete(Outcome outcome) override;

 private:
  const std::uint8_t lane_;
};

/// One check of a precondition.
class CheckTask final : public Work, public CheckContext, public std::enable_shared_from_this<CheckTask> {
 public:
  using Work::Work;
  ~CheckTask() override;

  /// Runs the handler of its type, on this thread. Never throws.
  void run();

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
  void log(std::string_view line) override { write_log(line); }
  [[nodiscard]] std::filesystem::path log_directory() override { return log_folder(); }
  [[nodiscard]] std::string process_marker() const override { return mark(); }
  void complete(CheckResult result) override;
};

/// Delivers one firing of an action, on this thread. Never throws.
void deliver(const WorkSite& site, PipelineKey pipeline, const Firing& firing, const ObjectView& object);

/// The lane that a report of a check or a delivery names as freed: they take no place from attempts.
inline constexpr std::uint8_t no_lane = 0xff;

}  // namespace penstock
