// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What happened, instance by instance: when it was released, what it waited for, when its attempts ran. Made of recorded rows; knows no
/// terminal.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "penstock/plan/plan.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// The instances of one pipeline, in the order in which they began or, if they did no work, were released.
class Timeline {
 public:
  /// Borrows the plan and the reader.
  Timeline(const Plan& plan, StoreReader& reader, const std::string& pipeline);

  struct Line {
    RunSummary run{};
    std::vector<AttemptRow> attempts{};
    std::optional<Instant> began{};         ///< its first attempt
    std::vector<std::string> waited_for{};  ///< while it still waits: all ids that it waits for; else what it waited for longest, if it did
  };
  /// Activities and resources that did some work or must do some, and data nodes that are not FINISHED.
  [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
  [[nodiscard]] Line line(std::size_t n) const;

  /// Every instance, preconditions too.
  [[nodiscard]] const std::vector<RunSummary>& runs() const noexcept { return runs_; }

 private:
  [[nodiscard]] std::vector<std::string> waited_for(const RunSummary& run, std::optional<Instant> began) const;
  [[nodiscard]] std::vector<const RunSummary*> awaited(const RunSummary& run) const;

  const Plan& plan_;
  StoreReader& reader_;
  std::vector<RunSummary> runs_;
  std::vector<std::size_t> places_;                                         // in runs_
  std::vector<std::unordered_map<std::int64_t, std::size_t>> by_interval_;  // by component
  std::unordered_map<InstanceKey, std::vector<std::size_t>> checks_;        // by owner
};

}  // namespace penstock::cli
