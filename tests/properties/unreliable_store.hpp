// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A store that fails at random, always the same for the same seed.

#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "crash_points/mortal_store.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {

/// Of a hundred commits it refuses about ten, which may be tried again or not; at two more the program dies, before or after.
class UnreliableStore final : public Store {
 public:
  explicit UnreliableStore(std::uint64_t seed) : dice_{seed} {}

  /// Another program takes over.
  void take_over() {
    if (dead_) rows_.close();
    dead_ = false;
  }
  [[nodiscard]] StoreReader& reader() noexcept { return rows_; }
  [[nodiscard]] std::int64_t commits() const noexcept { return commits_; }
  [[nodiscard]] std::int64_t refused() const noexcept { return refused_; }
  [[nodiscard]] std::int64_t deaths() const noexcept { return deaths_; }

  [[nodiscard]] Snapshot open(const std::string& holder) override { return alive().open(holder); }
  void close() noexcept override {
    if (!dead_) rows_.close();
  }
  void commit(const Batch& batch) override {
    auto& rows = alive();
    const auto fate = dice_() % 100;
    if (fate < 10) {
      ++refused_;
      throw StoreError{"refused", fate < 5};
    }
    if (fate == 10) die();
    rows.commit(batch);
    ++commits_;
    if (fate == 11) die();
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    if (dice_() % 20 == 0) throw StoreError{"cannot be read", true};
    return alive().recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return alive().find_run(pipeline, at); }
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return alive().prune(before, after, limit); }
  [[nodiscard]] std::string identity() const override { return rows_.identity(); }

 private:
  [[nodiscard]] Store& alive() {
    if (dead_) throw Killed{};
    return rows_;
  }
  [[noreturn]] void die() {
    dead_ = true;
    ++deaths_;
    throw Killed{};
  }

  std::mt19937_64 dice_;
  MemoryStore rows_;
  std::int64_t commits_ = 0;
  std::int64_t refused_ = 0;
  std::int64_t deaths_ = 0;
  bool dead_ = false;
};

}  // namespace penstock::testing
