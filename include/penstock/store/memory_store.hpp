// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A store that forgets everything with the process: for tests and first steps.

#include <memory>

#include "penstock/store/store.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock {

/// Keeps all rows in memory. One thread at a time. May be opened again after `close`, as if the process had been restarted.
class MemoryStore final : public Store, public StoreReader {
 public:
  MemoryStore();
  ~MemoryStore() override;
  MemoryStore(MemoryStore&&) noexcept;
  MemoryStore& operator=(MemoryStore&&) noexcept;

  [[nodiscard]] Snapshot open(const std::string& holder) override;
  void close() noexcept override;
  void commit(const Batch& batch) override;
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override;
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override;
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override;
  [[nodiscard]] std::string identity() const override;

  [[nodiscard]] std::vector<PipelineSummary> pipelines() override;
  [[nodiscard]] std::vector<RunSummary> runs(const RunFilter& filter) override;
  [[nodiscard]] std::optional<RunSummary> run(const std::string& pipeline, const std::string& instance_id) override;
  [[nodiscard]] std::vector<AttemptRow> attempts(InstanceKey instance) override;
  [[nodiscard]] std::vector<ComponentRow> components(const std::string& pipeline) override;
  [[nodiscard]] std::vector<ActionRow> actions(const std::string& pipeline) override;
  [[nodiscard]] std::optional<DefinitionRow> definition(const std::string& pipeline, std::int32_t version) override;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace penstock
