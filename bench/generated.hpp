// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Definitions of any size, for what depends on size.

#include <cstddef>
#include <string>

namespace penstock::bench {

enum class Shape {
  chain,    ///< each activity depends on the one before
  fan_in,   ///< the last activity depends on all others
  parents,  ///< each activity inherits from the one before and says everything anew
};

/// The text of a definition with that many objects: `Default`, a schedule, activities with expressions. Nothing is wrong with it.
[[nodiscard]] std::string definition_json(Shape shape, std::size_t objects);

}  // namespace penstock::bench
