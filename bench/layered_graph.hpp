// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A graph of layers as wide as each other, in which each node waits for four of the layer before. Every side that is measured on it gets
/// the same edges.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace penstock::bench {

class LayeredGraph {
 public:
  static constexpr std::uint32_t fan_in = 4;

  /// At least `fan_in` wide.
  constexpr LayeredGraph(std::uint32_t layers, std::uint32_t width) : layers_{layers}, width_{width} {}

  [[nodiscard]] constexpr std::uint32_t nodes() const noexcept { return layers_ * width_; }
  [[nodiscard]] constexpr std::uint32_t width() const noexcept { return width_; }

  /// Whom a node waits for. Nodes are numbered layer by layer.
  class Before {
   public:
    [[nodiscard]] const std::uint32_t* begin() const noexcept { return nodes_.data(); }
    [[nodiscard]] const std::uint32_t* end() const noexcept { return nodes_.data() + count_; }

   private:
    friend class LayeredGraph;
    std::array<std::uint32_t, fan_in> nodes_{};
    std::uint32_t count_ = 0;
  };
  [[nodiscard]] constexpr Before before(std::uint32_t node) const noexcept {
    Before result;
    if (node < width_) return result;
    const std::uint32_t first = node - node % width_ - width_;
    for (std::uint32_t n = 0; n < fan_in; ++n) result.nodes_[n] = first + (node + n * (width_ / fan_in)) % width_;
    result.count_ = fan_in;
    return result;
  }

 private:
  std::uint32_t layers_;
  std::uint32_t width_;
};

}  // namespace penstock::bench
