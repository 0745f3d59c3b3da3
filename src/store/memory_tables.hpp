// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The rows of a memory store, where they are found without searching: keys are dense, so arrays are the index.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "penstock/store/memory_store.hpp"

namespace penstock {

/// An array that grows without moving what it holds: a million rows are not copied to make room for one more. Positions that were never set
/// hold `Row{}`.
template <class Row>
class Pages {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] Row& operator[](std::size_t position) { return pages_[position / page_size][position % page_size]; }
  [[nodiscard]] const Row& operator[](std::size_t position) const { return pages_[position / page_size][position % page_size]; }

  /// Makes room for `size` rows.
  void grow(std::size_t size) {
    while (pages_.size() * page_size < size) pages_.push_back(std::make_unique<Row[]>(page_size));
    if (size > size_) size_ = size;
  }

 private:
  static constexpr std::size_t page_size = 512;
  std::vector<std::unique_ptr<Row[]>> pages_;
  std::size_t size_ = 0;
};

struct MemoryStore::Tables {
  /// The attempts of one instance form a list, newest first: work asks for the last one only.
  struct Attempt {
    AttemptRow row;
    std::uint32_t older = 0;  // position + 1; 0: none
  };
  struct Instance {
    InstanceRow row;                   // key 0: never recorded
    std::uint32_t newest_attempt = 0;  // position + 1; 0: none
  };
  struct Pipeline {
    PipelineRow row;
    std::map<std::int32_t, DefinitionRow> definitions;
    std::map<ComponentIndex, ComponentRow> components;
    std::map<std::int64_t, RunRow> runs;
  };

  void write(const InstanceRow& row);
  void write(const AttemptRow& row);
  void write(const ActionRow& row);
  void remove(PipelineKey pipeline);
  void remove(const std::set<InstanceKey>& gone);  ///< with what they own
  void remove(Instance& instance);
  [[nodiscard]] PipelineSnapshot snapshot(const Pipeline& pipeline) const;
  [[nodiscard]] const Instance* find_instance(InstanceKey key) const noexcept;
  [[nodiscard]] const AttemptRow* find_attempt(const Instance& instance, std::int32_t number) const noexcept;
  [[nodiscard]] const Pipeline* find_pipeline(const std::string& name) const noexcept;
  [[nodiscard]] RunSummary summary(const Pipeline& pipeline, const Instance& instance) const;

  std::map<PipelineKey, Pipeline> pipelines;
  PipelineKey last_pipeline = 0;
  Pages<Instance> instances;  // by key - 1
  Pages<Attempt> attempts;
  Pages<ActionRow> actions;  // by key - 1
  std::string holder;
  bool held = false;
};

}  // namespace penstock
