// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Threads of its own: right for work that blocks.

#include <memory>

#include "penstock/executor/executor.hpp"

namespace penstock {

/// A bounded number of threads, started on demand, that take work in the order of submission. Work that is submitted by work is run too before the
/// destructor returns. Work may hold the last reference to its executor: then the destructor runs on one of its threads, which ends after it.
class ThreadExecutor final : public Executor {
 public:
  /// At most `threads` threads, at least 1.
  explicit ThreadExecutor(std::size_t threads);
  ~ThreadExecutor() override;

  /// Throws std::system_error when not even the first thread is to be had.
  void submit(std::function<void()> work) override;
  [[nodiscard]] std::size_t width() const noexcept override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with the threads
};

}  // namespace penstock
