// SPDX-License-Identifier: Apache-2.0
#include "tasks.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <fstream>
#include <optional>
#include <utility>

#include "penstock/activity/log_folder.hpp"

namespace penstock {

bool Gate::enter() {
  const std::lock_guard lock{mutex_};
  if (closed_) return false;
  ++inside_;
  return true;
}

void Gate::leave() {
  const std::lock_guard lock{mutex_};
  if (--inside_ == 0 && closed_) left_.notify_all();
}

void Gate::close_and_wait() {
  std::unique_lock lock{mutex_};
  closed_ = true;
  left_.wait(lock, [this] { return inside_ == 0; });
}

namespace {

/// The folder that a pipelineLogUri names, if it is one of this machine.
std::optional<std::filesystem::path> local_folder(std::string uri) {
  constexpr std::string_view scheme = "file://";
  if (uri.starts_with(scheme)) return std::filesystem::path{uri.substr(scheme.size())};
  if (uri.empty() || uri.find("://") != std::string::npos) return std::nullopt;
  return std::filesystem::path{uri};
}

}  // namespace

std::string process_marker(std::string_view store, std::string_view pipeline, std::string_view attempt_id) {
  return fmt::format("PENSTOCK_ATTEMPT_OF={}/{}/{}", store, pipeline, attempt_id);
}

Work::Work(std::shared_ptr<const WorkSite> site, PipelineKey pipeline, InstanceRef instance, std::int32_t number, ObjectView object)
    : site_{std::move(site)}, pipeline_{pipeline}, instance_{instance}, number_{number}, object_{std::move(object)} {}

std::string Work::mark() const { return process_marker(site_->store, object_.text("@pipelineId"), id()); }

std::filesystem::path Work::log_folder() {
  const std::lock_guard lock{log_lock_};
  if (log_folder_.empty()) {
    const auto root = local_folder(object_.text("pipelineLogUri")).value_or(site_->log_root);
    std::filesystem::path folder{penstock::log_folder(root.string(), object_.text("@pipelineId"), object_, number_)};
    std::filesystem::create_directories(folder);
    log_folder_ = std::move(folder);
  }
  return log_folder_;
}

std::string Work::made_log_folder() const {
  const std::lock_guard lock{log_lock_};
  return log_folder_.string();
}

void Work::write_log(std::string_view line) {
  const auto file = log_folder() / "attempt.log";
  const auto text = object_.masked(line);
  const std::lock_guard lock{log_lock_};
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::ofstream{file, std::ios::app} << to_text(now) << ' ' << text << '\n';
}

AttemptTask::AttemptTask(std::shared_ptr<const WorkSite> site, PipelineKey pipeline, InstanceRef instance, std::int32_t number,
                         std::uint8_t lane, ObjectView object)
    : Work{std::move(site), pipeline, instance, number, std::move(object)}, lane_{lane} {}

AttemptTask::~AttemptTask() {
  if (!entered_) return;  // it never began: the engine ended first, and nobody waits for a report
  complete(Outcome::failure("the handler let go of the attempt without reporting how it ended"));
  site_->gate->leave();
}

void AttemptTask::run() {
  auto* handler = site_->handlers->find_activity(object_.type());
  if (handler == nullptr || !site_->gate->enter()) return;
  entered_ = true;
  try {
    object_.evaluate_all();
    handler->start(shared_from_this());
  } catch (const EvaluationFailed& failed) {
    complete({.succeeded = false, .may_retry = false, .error_id = "Service_ExpressionError", .error_message = failed.what()});
  } catch (const std::exception& error) {
    complete(Outcome::failure(error.what()));
  } catch (...) {
    complete(Outcome::failure("the handler threw something that is no std::exception"));
  }
}

void AttemptTask::report_progress() {
  site_->inbox->post({.pipeline = pipeline_, .what = Event{ProgressReported{.instance = instance_, .number = number_}}});
}

void AttemptTask::record_process(const ProcessIdentity& process) {
  site_->inbox->post({.pipeline = pipeline_,
                      .what = Event{ProcessRecorded{.instance = instance_,
                                                    .number = number_,
                                                    .process = process.pid,
                                                    .process_started = process.start_time,
                                                    .log_directory = made_log_folder()}}});
}

void AttemptTask::complete(Outcome outcome) {
  if (completed_.exchange(true)) return;
  if (!outcome.succeeded && outcome.error_id.empty()) outcome.error_id = "ActivityFailed";
  site_->inbox->post({.pipeline = pipeline_,
                      .what = Event{AttemptEnded{.instance = instance_,
                                                 .number = number_,
                                                 .succeeded = outcome.succeeded,
                                                 .may_retry = outcome.may_retry,
                                                 .error_id = object_.masked(outcome.error_id),
                                                 .error_message = object_.masked(outcome.error_message),
                                                 .log_directory = made_log_folder()}},
                      .freed_lane = lane_});
}

CheckTask::~CheckTask() {
  if (!entered_) return;
  complete(CheckResult::error("the handler let go of the check without an answer"));
  site_->gate->leave();
}

void CheckTask::run() {
  auto* handler = site_->handlers->find_precondition(object_.type());
  if (handler == nullptr || !site_->gate->enter()) return;
  entered_ = true;
  try {
    object_.evaluate_all();
    handler->start(shared_from_this());
  } catch (const EvaluationFailed& failed) {
    complete(CheckResult::error(failed.what(), "Service_ExpressionError"));
  } catch (const std::exception& error) {
    complete(CheckResult::error(error.what()));
  } catch (...) {
    complete(CheckResult::error("the handler threw something that is no std::exception"));
  }
}

void CheckTask::complete(CheckResult result) {
  if (completed_.exchange(true)) return;
  const auto answer = result.answer == CheckResult::Answer::met       ? CheckEnded::Answer::met
                      : result.answer == CheckResult::Answer::not_yet ? CheckEnded::Answer::not_yet
                                                                      : CheckEnded::Answer::error;
  if (answer == CheckEnded::Answer::error && result.error_id.empty()) result.error_id = "CheckError";
  site_->inbox->post({.pipeline = pipeline_,
                      .what = Event{CheckEnded{.instance = instance_,
                                               .number = number_,
                                               .answer = answer,
                                               .error_id = object_.masked(result.error_id),
                                               .error_message = object_.masked(result.message),
                                               .log_directory = made_log_folder()}},
                      .freed_lane = no_lane});
}

void deliver(const WorkSite& site, PipelineKey pipeline, const Firing& firing, const ObjectView& object) {
  if (!site.gate->enter()) return;
  ActionEnded ended{.key = firing.key, .delivered = true};
  try {
    auto* handler = site.handlers->find_action(object.type());
    if (handler == nullptr) throw std::runtime_error{fmt::format("no handler is registered for {}", object.type())};
    handler->deliver(firing, object);
  } catch (const std::exception& error) {
    ended = {.key = firing.key, .delivered = false, .message = object.masked(error.what())};
  } catch (...) {
    ended = {.key = firing.key, .delivered = false, .message = "the handler threw something that is no std::exception"};
  }
  site.inbox->post({.pipeline = pipeline, .what = std::move(ended), .freed_lane = no_lane});
  site.gate->leave();
}

}  // namespace penstock
