// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Component: runs work on oneTBB.

#include <memory>

#include "penstock/executor/executor.hpp"

namespace penstock {

/// A oneTBB arena as wide as the machine, or as asked. Right for computation; work that blocks takes a thread away from everybody and belongs to a
/// ThreadExecutor. Sets no process-wide limit.
class TbbExecutor final : public Executor {
 public:
  /// `width` 0: as wide as the machine.
  explicit TbbExecutor(std::size_t width = 0);
  ~TbbExecutor() override;

  void submit(std::function<void()> work) override;
  [[nodiscard]] std::size_t width() const noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
