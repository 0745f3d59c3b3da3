// SPDX-License-Identifier: Apache-2.0
#pragma once

/// ShellCommandActivity: a command of this machine.

#include <memory>

#include "penstock/activity/activity.hpp"
#include "penstock/executor/process.hpp"
#include "penstock/executor/thread_executor.hpp"

namespace penstock::activities {

/// Runs `/bin/sh -c command`, or /bin/sh with the file at `scriptUri`, with `scriptArgument` as $1, $2, … The working directory is the
/// host's. Environment: that of the host, PENSTOCK_OBJECT, PENSTOCK_INSTANCE, PENSTOCK_ATTEMPT, PENSTOCK_ATTEMPT_NUMBER,
/// PENSTOCK_SCHEDULED_START, PENSTOCK_SCHEDULED_END, PENSTOCK_LOG_DIRECTORY, and the marker by which left-over processes are found.
///
/// Both streams go to files `stdout` and `stderr` of the attempt's log folder. If the object has a field `stdout`, the output is put into
/// that file too when the command succeeded: as a whole, so that nobody ever reads half of it. A file named by `stderr` gets the errors
/// also when it failed.
///
/// Progress is reported for as long as the command runs: `reportProgressTimeout` never ends one, `attemptTimeout` does (S-95, S-168).
///
/// With `stage` true the data of inputs stands below $INPUT1_STAGING_DIR, $INPUT2_STAGING_DIR, …, and what the command leaves in $OUTPUT1_STAGING_DIR, … is copied to
/// the outputs when it has succeeded (S-176 to S-182). A copy that does not work fails the attempt with `StagingFailed`.
///
/// Exit code 0 is success; anything else fails with the code or the signal and the end of stderr in the message (S-184).
class ShellCommandHandler final : public ActivityHandler {
 public:
  explicit ShellCommandHandler(std::shared_ptr<ProcessSupervisor> processes) : processes_{std::move(processes)} {}

  [[nodiscard]] Lane lane(const Component& component) const override;
  [[nodiscard]] std::string refuse(const Component& component) const override;
  /// Waits for the command; the engine calls `start`.
  [[nodiscard]] Outcome perform(ActivityContext& context) override;
  void start(std::shared_ptr<ActivityContext> context) override;

 private:
  std::shared_ptr<ProcessSupervisor> processes_;
  /// Copies streams to where the definition wants them. Shared with callbacks of the supervisor, which may be the host's and outlive this
  /// handler.
  std::shared_ptr<ThreadExecutor> publishing_ = std::make_shared<ThreadExecutor>(1);
};

}  // namespace penstock::activities
