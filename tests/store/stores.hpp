// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The stores of ours, in a form that tests of both can share.

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/store_conformance.hpp"
#include "store/scratch_folder.hpp"

namespace penstock {

/// A memory store that outlives whoever opens it, as a file outlives a program.
class SharedMemoryStore final : public Store {
 public:
  explicit SharedMemoryStore(std::shared_ptr<MemoryStore> rows) : rows_{std::move(rows)} {}
  ~SharedMemoryStore() override { close(); }
  SharedMemoryStore(const SharedMemoryStore&) = delete;
  SharedMemoryStore& operator=(const SharedMemoryStore&) = delete;

  [[nodiscard]] Snapshot open(const std::string& holder) override {
    auto snapshot = rows_->open(holder);
    open_ = true;
    return snapshot;
  }
  void close() noexcept override {
    if (std::exchange(open_, false)) rows_->close();
  }
  void commit(const Batch& batch) override {
    if (!open_) throw StoreError{"not open"};
    rows_->commit(batch);
  }
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return rows_->recall(pipeline, component, interval);
  }
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return rows_->find_run(pipeline, at); }
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return rows_->prune(before, after, limit); }
  [[nodiscard]] std::string identity() const override { return rows_->identity(); }

 private:
  std::shared_ptr<MemoryStore> rows_;
  bool open_ = false;
};

/// One kind of store: how to make it and how to read it beside its engine.
struct StoreKind {
  std::string name;
  /// A factory on rows of its own, and a reader of them.
  std::pair<StoreFactory, std::function<std::shared_ptr<StoreReader>()>> (*make)();

  friend std::ostream& operator<<(std::ostream& out, const StoreKind& kind) { return out << kind.name; }
};

inline StoreKind memory_kind() {
  return {"Memory", [] {
            auto rows = std::make_shared<MemoryStore>();
            return std::pair{StoreFactory{[rows] { return std::make_unique<SharedMemoryStore>(rows); }},
                             std::function<std::shared_ptr<StoreReader>()>{[rows] { return rows; }}};
          }};
}

inline StoreKind sqlite_kind() {
  return {"Sqlite", [] {
            auto folder = std::make_shared<ScratchFolder>();
            return std::pair{StoreFactory{[folder] { return std::make_unique<SqliteStore>(folder->path() / "store.db"); }},
                             std::function<std::shared_ptr<StoreReader>()>{
                                 [folder] { return std::make_shared<SqliteReader>(folder->path() / "store.db"); }}};
          }};
}

}  // namespace penstock
