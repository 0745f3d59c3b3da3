// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What programs that are measured have in common: a stopwatch, and insisting on what they claim.

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace penstock::bench {

class Stopwatch {
 public:
  /// Since it was made.
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Milliseconds since 1970, as tables hold them.
[[nodiscard]] inline std::int64_t milliseconds_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()).time_since_epoch().count();
}

/// A figure of something else than it claims to be is worse than none.
inline void insist(bool as_claimed, const std::string& otherwise) {
  if (!as_claimed) throw std::runtime_error{otherwise};
}

/// That many were found where so many were wanted.
inline void insist_equal(std::int64_t found, std::int64_t wanted, const std::string& of_what) {
  insist(found == wanted, std::to_string(found) + ' ' + of_what + " instead of " + std::to_string(wanted));
}

}  // namespace penstock::bench
