// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Counts what an engine asks of its store, so that a benchmark can tell whether it measured what it says.

#include <cstdint>

#include "penstock/store/store.hpp"

namespace penstock::bench {

/// What was committed.
struct Commits {
  std::int64_t commits = 0;
  std::int64_t instances = 0;  ///< rows of instances, each as often as it was written
  std::int64_t attempts = 0;
  std::int64_t finished = 0;  ///< attempts that ended well
};

/// Hands everything on to the store behind it.
class CountingStore final : public Store {
 public:
  explicit CountingStore(Store& store) : store_{store} {}

  [[nodiscard]] const Commits& so_far() const noexcept { return commits_; }

  [[nodiscard]] Snapshot open(const std::string& holder) override { return store_.open(holder); }
  void close() noexcept override { store_.close(); }
  void commit(const Batch& batch) override {
    store_.commit(batch);
    ++commits_.commits;
    commits_.instances += static_cast<std::int64_t>(batch.instances.size());
    commits_.attempts += static_cast<std::int64_t>(batch.attempts.size());
    for (const auto& attempt : batch.attempts) commits_.finished += attempt.status == AttemptStatus::finished ? 1 : 0;
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return store_.recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return store_.find_run(pipeline, at); }
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return store_.prune(before, after, limit); }
  [[nodiscard]] std::string identity() const override { return store_.identity(); }
  [[nodiscard]] Mailbox* mailbox() noexcept override { return store_.mailbox(); }

 private:
  Store& store_;
  Commits commits_;
};

}  // namespace penstock::bench
