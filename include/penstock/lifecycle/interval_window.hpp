// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What became of each interval of one component: four bytes for each between the oldest unfinished and the newest released one, nothing
/// before.

#include <cstdint>
#include <vector>

#include "penstock/schedule/recurrence.hpp"

namespace penstock {

/// Maps interval numbers to "not yet", "done" or the place of a live instance. Intervals before the window are done. A plain value.
class IntervalWindow {
 public:
  enum class Entry : std::uint8_t { absent, done, live };

  struct Look {
    Entry entry = Entry::absent;
    std::uint32_t index = 0;  ///< of the live instance
  };

  /// Begins with every interval before `next` done and the others absent.
  explicit IntervalWindow(std::int64_t next = 0) : base_{next} {}

  /// The first interval that is absent: intervals are released in order.
  [[nodiscard]] std::int64_t next() const noexcept { return base_ + static_cast<std::int64_t>(entries_.size() - head_); }
  /// The first interval that is not done.
  [[nodiscard]] std::int64_t first_unfinished() const noexcept { return base_; }

  [[nodiscard]] Look look(std::int64_t interval) const noexcept;

  /// Releases the next interval, as a live instance or as done at once.
  void append_live(std::uint32_t index);
  void append_done();

  /// A live interval is done; or, for a rerun, a done one is alive again. The interval must have been released.
  void set_done(std::int64_t interval);
  void set_live(std::int64_t interval, std::uint32_t index);

 private:
  static constexpr std::uint32_t done_mark = 0;

  [[nodiscard]] std::uint32_t& at(std::int64_t interval) { return entries_[head_ + static_cast<std::size_t>(interval - base_)]; }
  void drop_done_front();

  std::int64_t base_;
  std::size_t head_ = 0;                // entries before it were dropped
  std::vector<std::uint32_t> entries_;  // done_mark, or 1 + index of the live instance
};

}  // namespace penstock
