// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How many instances of each component are where, as lines of text. Knows nothing of terminals.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/engine/engine.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

class Tally {
 public:
  /// Counts an instance that is there already.
  void add(std::string_view pipeline, std::string_view component, Kind kind, Status status);
  /// Moves an instance from one status to another, or counts a new one.
  void apply(const Change& change);

  /// One line per component in the order of appearance, columns aligned; at most `most` lines, of which the last may say how many were left
  /// out. Those with something under way or bad come before others when not all fit.
  [[nodiscard]] std::vector<std::string> lines(std::size_t most) const;
  /// `3 running, 2 waiting, 10 finished, 1 failed`
  [[nodiscard]] std::string total() const;

 private:
  static constexpr std::size_t statuses = static_cast<std::size_t>(Status::timedout) + 1;
  using Counts = std::array<std::int64_t, statuses>;
  struct Row {
    std::string pipeline;
    std::string component;
    Kind kind = Kind::activity;
    Counts counts{};
  };

  Row& row(std::string_view pipeline, std::string_view component, Kind kind);
  [[nodiscard]] static std::string in_words(const Counts& counts);
  [[nodiscard]] static bool is_lively(const Row& row);

  std::vector<Row> rows_;
  std::map<std::string, std::size_t, std::less<>> places_;  // "pipeline/component"
};

}  // namespace penstock::cli
