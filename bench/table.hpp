// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What was measured, against what, and whether that is good enough. Knows numbers; knows nothing of how they come about.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace penstock::bench {

/// Nothing was promised.
struct NoGoal {};
/// At most so many times what the peer takes.
struct Ratio {
  double most = 0;
};
/// At most so many seconds, whatever the peer takes.
struct Seconds {
  double most = 0;
};
/// At most so many bytes, whatever the peer takes.
struct Bytes {
  double most = 0;
};
using Goal = std::variant<NoGoal, Ratio, Seconds, Bytes>;

enum class Unit { seconds, bytes, times };

/// What each repetition took, ours and the peer's.
struct Measured {
  std::string what;
  std::string peer;  ///< what it is measured against
  Goal goal = NoGoal{};
  std::vector<double> ours;
  std::vector<double> theirs{};  ///< empty: there is no peer
  Unit unit = Unit::seconds;
};

/// The middle one, or the mean of the two in the middle. There must be at least one.
[[nodiscard]] double median(std::vector<double> times);

/// The median of ours as a multiple of the median of theirs. There must be a peer.
[[nodiscard]] double ratio(const Measured& row);

/// None if there was no goal.
[[nodiscard]] std::optional<bool> reached(const Measured& row);

/// Figures in the multiple of their unit that suits them, columns in line, one row each.
[[nodiscard]] std::string to_text(const std::vector<Measured>& rows);
/// The same for programs: an array of objects, figures in seconds unless `unit` says otherwise.
[[nodiscard]] std::string to_json(const std::vector<Measured>& rows);

}  // namespace penstock::bench
