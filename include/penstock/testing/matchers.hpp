// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Matchers for GoogleMock about what became of instances. The one header that needs a library besides Penstock: include it in tests that
/// are written with GoogleTest, and link GTest::gmock yourself; nothing else includes it.
///
///     EXPECT_THAT(rig.seen("Load"), AllOf(HasStatus(Status::finished), Tried(2), RanAfter(rig.seen("Extract"))));

#include <gmock/gmock.h>

#include <cstddef>
#include <ostream>

#include "penstock/testing/rig.hpp"

namespace penstock {

inline void PrintTo(Status status, std::ostream* out) { *out << to_text(status); }

}  // namespace penstock

namespace penstock::testing {

inline void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.id << ' ' << to_text(seen.status);
  for (const auto& attempt : seen.attempts) {
    *out << ", attempt " << attempt.number << ' ' << to_text(attempt.started);
    if (attempt.ended) *out << " to " << to_text(*attempt.ended);
    if (!attempt.error_id.empty()) *out << ' ' << attempt.error_id;
  }
}

// Named as GoogleMock's own, because they stand among them.

/// Stands there. An instance that does not exist yet is Status::scheduled.
inline auto HasStatus(Status status) { return ::testing::Field("status", &Seen::status, ::testing::Eq(status)); }

/// Has had so many attempts, also those that were canceled or lost.
inline auto Tried(std::size_t times) { return ::testing::Field("attempts", &Seen::attempts, ::testing::SizeIs(times)); }

/// Its first attempt began when the last one of `other`, another `Seen`, had ended, or later. False if either was not tried.
MATCHER_P(RanAfter, other, (negation ? "did not begin after the last attempt of " : "began after the last attempt of ") + other.id) {
  if (other.attempts.empty() || !other.attempts.back().ended) {
    *result_listener << other.id << " has not ended an attempt";
    return false;
  }
  return !arg.attempts.empty() && arg.attempts.front().started >= *other.attempts.back().ended;
}

}  // namespace penstock::testing
