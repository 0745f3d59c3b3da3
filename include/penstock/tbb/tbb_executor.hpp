// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Component: runs work on oneTBB.

#include <memory>

#include "penstock/executor/executor.hpp"

namespace penstock {

/// A oneTBB arena as wide as the machine, or as asked, in which one thread of the executor's own takes the place that oneTBB keeps for a thread of the
/// host. Right for computation, also for work that uses oneTBB itself; work that blocks takes a thread away from everybody and belongs to a
/// ThreadExecutor. Work begins in the order of submission. Sets no process-wide limit and respects that of the host.
class TbbExecutor final : public Executor {
 public:
  /// `width` 0: as wide as the machine, or as the limit that the host set with tbb::global_control; never wider than that.
  explicit TbbExecutor(std::size_t width = 0);
  ~TbbExecutor() override;

  void submit(std::function<void()> work) override;
  [[nodiscard]] std::size_t width() const noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
