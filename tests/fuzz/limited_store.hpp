// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A store that puts an end to what would take too long: a scenario may ask for a century of seconds, and be right.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "penstock/store/store.hpp"

namespace penstock::fuzzing {

/// Enough was done. No std::exception, so that nobody takes it for a failure that can be dealt with.
struct Enough {};

/// Borrows the store that does the work. From a snapshot it takes what an attempt recorded of its process: an engine ends what is left of
/// such a process, and an invented one could be anybody's.
class LimitedStore final : public Store {
 public:
  explicit LimitedStore(Store& store) : store_{store} {}

  [[nodiscard]] Snapshot open(const std::string& holder) override {
    auto snapshot = store_.open(holder);
    for (auto& pipeline : snapshot.pipelines) {
      for (auto& attempt : pipeline.attempts) attempt.process = attempt.process_started = 0;
    }
    return snapshot;
  }
  void close() noexcept override { store_.close(); }
  void commit(const Batch& batch) override {
    constexpr std::int64_t most_commits = 300;
    constexpr std::size_t most_rows = 20'000;
    rows_ += batch.instances.size() + batch.attempts.size() + batch.components.size();
    if (++commits_ > most_commits || rows_ > most_rows) throw Enough{};
    store_.commit(batch);
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return store_.recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return store_.find_run(pipeline, at); }
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return store_.prune(before, after, limit); }
  [[nodiscard]] std::string identity() const override { return store_.identity(); }

 private:
  Store& store_;
  std::int64_t commits_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace penstock::fuzzing
