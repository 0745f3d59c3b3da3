// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: run some work, some time, on some thread.

#include <cstddef>
#include <functional>

namespace penstock {

/// Runs what it is given. `submit` may be called from any thread; work must not throw. The destructor waits until all submitted work has run.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Takes the work and returns; an inline executor runs it first.
  virtual void submit(std::function<void()> work) = 0;
  /// How many pieces of work can run at the same time, at least 1.
  [[nodiscard]] virtual std::size_t width() const noexcept = 0;
};

/// Runs the work at once, on the thread that submits it: for tests and tiny programs.
class InlineExecutor final : public Executor {
 public:
  void submit(std::function<void()> work) override { work(); }
  [[nodiscard]] std::size_t width() const noexcept override { return 1; }
};

}  // namespace penstock
