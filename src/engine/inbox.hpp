// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where reports of work come in, from any thread, and what the engine's thread sleeps on.

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "penstock/lifecycle/event.hpp"

namespace penstock {

/// A delivery of an action is over.
struct ActionEnded {
  ActionKey key = 0;
  bool delivered = true;
  std::string message{};
};

/// A piece of work has left the place that it took up: of an attempt, a check or a delivery.
struct Report {
  PipelineKey pipeline = 0;
  std::variant<Event, ActionEnded> what;
  std::optional<std::uint8_t> freed_lane{};  // set when the work is over, so that its place can be taken
};

/// Whether something can be read from the descriptor without waiting; true for -1, of which nobody can tell.
[[nodiscard]] bool is_readable(int descriptor) noexcept;

/// Kept alive by everybody who may still report, so that a report after the engine's end falls on the floor instead of on freed memory.
class Inbox {
 public:
  Inbox();
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  void post(Report report);
  /// Wakes the sleeper without a report.
  void wake() noexcept;
  [[nodiscard]] std::vector<Report> take_all();
  [[nodiscard]] bool empty() const;

  /// Sleeps until something is posted, `doorbell` (if not -1) becomes readable, or the time is over; none: no limit.
  void wait(int doorbell, std::optional<std::chrono::milliseconds> limit);

 private:
  mutable std::mutex mutex_;
  std::vector<Report> reports_;
  int event_;
};

}  // namespace penstock
