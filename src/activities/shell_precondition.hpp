// SPDX-License-Identifier: Apache-2.0
#pragma once

/// ShellCommandPrecondition: a command of this machine says whether.

#include <memory>
#include <utility>

#include "penstock/executor/process.hpp"
#include "penstock/precondition/precondition.hpp"

namespace penstock::activities {

/// Runs the command or script like a ShellCommandActivity; every check writes the files `stdout` and `stderr` of the log folder anew. Exit
/// code 0: met. 1: not yet, as `test` and `grep` say it; the check is repeated (S-100). Anything else, such as 127 for a command that does
/// not exist, is an error of the check (S-101): a mistyped command must not wait for ever.
class ShellPreconditionHandler final : public PreconditionHandler {
 public:
  explicit ShellPreconditionHandler(std::shared_ptr<ProcessSupervisor> processes) : processes_{std::move(processes)} {}

  [[nodiscard]] bool quick(const Component&) const override { return true; }
  [[nodiscard]] std::string refuse(const Component& component) const override;
  /// Waits for the command; the engine calls `start`.
  [[nodiscard]] CheckResult check(CheckContext& context) override;
  void start(std::shared_ptr<CheckContext> context) override;

 private:
  std::shared_ptr<ProcessSupervisor> processes_;
};

}  // namespace penstock::activities
