// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What long work does between two steps: notice that nobody wants it any more, and tell that it goes on.

#include <chrono>
#include <stdexcept>
#include <stop_token>

#include "penstock/activity/activity.hpp"

namespace penstock::activities {

/// The attempt was asked to stop. What is reported afterwards does not matter; that nothing more is done does.
class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error{"the attempt was asked to stop"} {}
};

class Pulse {
 public:
  explicit Pulse(ActivityContext& context) : context_{context}, stop_{context.stop_token()} {}

  /// Whether to stop. Otherwise tells, at most once a second, that the work goes on.
  [[nodiscard]] bool stopped() {
    if (stop_.stop_requested()) return true;
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ >= std::chrono::seconds{1}) {
      told_ = now;
      context_.report_progress();
    }
    return false;
  }
  /// Throws Stopped if asked to stop.
  void beat() {
    if (stopped()) throw Stopped{};
  }

 private:
  ActivityContext& context_;
  std::stop_token stop_;
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

}  // namespace penstock::activities
