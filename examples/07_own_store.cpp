// SPDX-License-Identifier: Apache-2.0

/// A store of your own: a few functions, and a list of cases that says whether it keeps what the engine relies on. This one counts what it
/// is given and leaves the remembering to a MemoryStore.

#include <iostream>
#include <memory>
#include <utility>

#include "penstock/penstock.hpp"
#include "penstock/testing/store_conformance.hpp"

using namespace penstock;

class CountingStore final : public Store {
 public:
  explicit CountingStore(std::shared_ptr<MemoryStore> rows) : rows_{std::move(rows)} {}
  ~CountingStore() override { close(); }

  Snapshot open(const std::string& holder) override {
    auto snapshot = rows_->open(holder);  // throws if another engine is there
    open_ = true;
    return snapshot;
  }
  void close() noexcept override {
    if (std::exchange(open_, false)) rows_->close();
  }
  void commit(const Batch& batch) override {
    if (!open_) throw StoreError{"not open"};
    rows_->commit(batch);
    ++commits_;
  }
  std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override {
    return rows_->recall(pipeline, component, interval);
  }
  std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override { return rows_->find_run(pipeline, at); }
  Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override { return rows_->prune(before, after, limit); }
  std::string identity() const override { return rows_->identity(); }

  int commits() const { return commits_; }

 private:
  std::shared_ptr<MemoryStore> rows_;  // shared, as a file is by the programs that open it
  bool open_ = false;
  int commits_ = 0;
};

int main() {
  for (const auto& check : store_conformance()) {
    auto rows = std::make_shared<MemoryStore>();
    check.run([rows] { return std::make_unique<CountingStore>(rows); });  // throws ConformanceFailure, which says what was expected
  }
  std::cout << "It keeps what a store must keep.\n";

  CountingStore store{std::make_shared<MemoryStore>()};
  Handlers handlers;
  handlers.function("greet",
                    [&store](ActivityContext&) { std::cout << (store.commits() > 0 ? "Hello, on record\n" : "Hello, off the record\n"); });
  PipelineBuilder pipeline{"hello"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  pipeline.add("Greet", FunctionActivity{.function = "greet"});

  InlineExecutor executor;
  Engine engine{store, executor, std::move(handlers)};
  engine.deploy(pipeline.build());
  engine.run();
}
