// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A store whose program dies at a chosen commit, and which outlives it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "penstock/store/store.hpp"
#include "penstock/testing/store_conformance.hpp"

namespace penstock::testing {

/// The end of a program. No std::exception, so that nobody takes it for a failure that can be dealt with.
struct Killed {};

/// Where the program dies: at the commit of that number, from 1, before it is recorded or right after.
struct Death {
  enum class When : std::uint8_t { before, after };
  std::int64_t commit = 1;
  When when = When::before;
};

class MortalStore final : public Store {
 public:
  MortalStore(StoreFactory factory, std::optional<Death> death) : factory_{std::move(factory)}, store_{factory_()}, death_{death} {}

  /// Another program takes over: it will not die.
  void take_over() {
    store_.reset();
    store_ = factory_();
    dead_ = false;
    death_.reset();
  }
  /// Commits recorded so far.
  [[nodiscard]] std::int64_t commits() const noexcept { return commits_; }
  [[nodiscard]] bool has_died() const noexcept { return has_died_; }

  [[nodiscard]] Snapshot open(const std::string& holder) override { return alive().open(holder); }
  void close() noexcept override {
    if (!dead_) store_->close();
  }
  void commit(const Batch& batch) override {
    auto& store = alive();
    const bool last = death_ && death_->commit == commits_ + 1;
    if (last && death_->when == Death::When::before) die();
    store.commit(batch);
    ++commits_;
    if (last) die();
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return alive().recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return alive().find_run(pipeline, at); }
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return alive().prune(before, after, limit); }
  [[nodiscard]] std::string identity() const override { return store_->identity(); }

 private:
  [[nodiscard]] Store& alive() {
    if (dead_) throw Killed{};
    return *store_;
  }
  [[noreturn]] void die() {
    dead_ = has_died_ = true;
    throw Killed{};
  }

  StoreFactory factory_;
  std::unique_ptr<Store> store_;
  std::optional<Death> death_;
  std::int64_t commits_ = 0;
  bool dead_ = false;
  bool has_died_ = false;
};

}  // namespace penstock::testing
