// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A pipeline's instances as the store has them, put together without an engine: for questions that need dependencies as well as rows.

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "penstock/lifecycle/instances.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// The plan of the definition that was activated last. Throws Refused if there is none, or if it cannot be compiled here, and StoreError.
[[nodiscard]] std::shared_ptr<const Plan> active_plan(StoreReader& reader, const PipelineRow& pipeline);

/// What one look at the store gave. The engine may be ahead of it.
class RecordedInstances {
 public:
  /// Reads all of the pipeline. Throws Refused if its active definition cannot be compiled here, and StoreError.
  RecordedInstances(StoreReader& reader, const PipelineSummary& pipeline);

  [[nodiscard]] const Instances& instances() const noexcept { return *instances_; }
  /// The recorded instance of that id; null if there is none (yet).
  [[nodiscard]] const RunSummary* find(std::string_view id) const;
  /// Where it stands among `instances`; none if it has ended well.
  [[nodiscard]] std::optional<InstanceIndex> place_of(const RunSummary& run) const;

 private:
  std::vector<RunSummary> runs_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  std::unordered_map<InstanceKey, InstanceIndex> places_;
  std::unique_ptr<Instances> instances_;
};

}  // namespace penstock::cli
