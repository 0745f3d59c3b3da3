// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A clock that moves only when told.

#include <atomic>

#include "penstock/time.hpp"

namespace penstock::testing {

/// Stands still until `set` or `advance`. May be read and moved from any thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now = Instant{}) : now_{now.time_since_epoch().count()} {}

  [[nodiscard]] Instant now() const override { return Instant{Duration{now_.load()}}; }
  /// To any moment, also an earlier one.
  void set(Instant moment) { now_.store(moment.time_since_epoch().count()); }
  void advance(Duration by) { now_.fetch_add(by.count()); }

 private:
  std::atomic<Duration::rep> now_;
};

}  // namespace penstock::testing
