// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/interval_window.hpp"

#include <cassert>

namespace penstock {

IntervalWindow::Look IntervalWindow::look(std::int64_t interval) const noexcept {
  if (interval < base_) return {Entry::done, 0};
  const auto position = head_ + static_cast<std::size_t>(interval - base_);
  if (position >= entries_.size()) return {};
  const auto entry = entries_[position];
  if (entry == done_mark) return {Entry::done, 0};
  return {Entry::live, entry - 1};
}

void IntervalWindow::append_live(std::uint32_t index) { entries_.push_back(index + 1); }

void IntervalWindow::append_done() {
  entries_.push_back(done_mark);
  drop_done_front();
}

void IntervalWindow::set_done(std::int64_t interval) {
  assert(interval >= base_ && interval < next());
  at(interval) = done_mark;
  drop_done_front();
}

void IntervalWindow::set_live(std::int64_t interval, std::uint32_t index) {
  assert(interval < next());
  if (interval < base_) {
    // A rerun of something that the window had forgotten: everything from there on is known to be done.
    const auto missing = static_cast<std::size_t>(base_ - interval);
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(head_), missing, done_mark);
    base_ = interval;
  }
  at(interval) = index + 1;
}

void IntervalWindow::drop_done_front() {
  while (head_ < entries_.size() && entries_[head_] == done_mark) {
    ++head_;
    ++base_;
  }
  // Moving what is left pays off once it is no more than what was dropped: each entry is moved a bounded number of times.
  if (head_ >= 64 && head_ * 2 >= entries_.size()) {
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
}

}  // namespace penstock
