// SPDX-License-Identifier: Apache-2.0
#pragma once

/// An executor that runs work only when cranked.

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include "penstock/executor/executor.hpp"

namespace penstock::testing {

/// Keeps what is submitted, in order of arrival, until somebody turns the crank; the work then runs on that thread. Every function may be
/// called from any thread, also by the work itself. The destructor runs what is left.
class ManualExecutor final : public Executor {
 public:
  ManualExecutor() = default;
  ~ManualExecutor() override;
  ManualExecutor(const ManualExecutor&) = delete;
  ManualExecutor& operator=(const ManualExecutor&) = delete;

  void submit(std::function<void()> work) override;
  [[nodiscard]] std::size_t width() const noexcept override { return 1; }

  /// Runs the oldest work; false if none was waiting.
  bool run_one();
  /// Runs all that is waiting now and returns how much it was. Work that this work submits stays for the next call, so a pass always ends.
  std::size_t run_all();
  /// How much work is waiting.
  [[nodiscard]] std::size_t waiting() const;

 private:
  mutable std::mutex lock_;
  std::deque<std::function<void()>> waiting_;
};

}  // namespace penstock::testing
