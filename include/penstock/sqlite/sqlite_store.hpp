// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Durable state in one SQLite file. The tables have views in words over them, for people with `sqlite3` in their hands.

#include <filesystem>
#include <memory>

#include "penstock/store/store.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock {

/// What a commit promises when the power fails. A killed process loses nothing under either.
enum class Durability {
  /// Every commit is on the disk when it returns (the default). A power cut takes nothing; work that ran is tried again.
  full,
  /// Faster: commits are on the disk at the latest when SQLite folds them into the database. A power cut may take all commits since then,
  /// never a part of one; what they began and ended is done once more, and what operators asked for in them is forgotten.
  relaxed
};

struct SqliteOptions {
  Durability durability = Durability::full;
};

/// The engine's store. One thread at a time. Opening creates the file or migrates an older one; a file of a newer version or of another
/// application, or a damaged one, is refused with its own error and left as it is.
///
/// Forks: a child of the program cannot use its store (StoreError) and leaves it alone when it ends, however it ends. Until it ends or calls
/// exec, it keeps the right to the file from everybody else, also if the program itself is gone.
class SqliteStore final : public Store {
 public:
  /// Opens or creates the file. Throws StoreError.
  explicit SqliteStore(std::filesystem::path file, SqliteOptions options = {});
  ~SqliteStore() override;
  SqliteStore(SqliteStore&&) noexcept;
  SqliteStore& operator=(SqliteStore&&) noexcept;

  [[nodiscard]] Snapshot open(const std::string& holder) override;
  void close() noexcept override;
  void commit(const Batch& batch) override;
  [[nodiscard]] std::vector<InstanceRow> recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) override;
  [[nodiscard]] std::optional<RunRow> find_run(PipelineKey pipeline, Instant at) override;
  [[nodiscard]] Pruned prune(Instant before, InstanceKey after, std::int64_t limit) override;
  [[nodiscard]] std::string identity() const override;
  [[nodiscard]] Mailbox* mailbox() noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads a store that an engine may be using, and asks that engine for things. One thread at a time.
class SqliteReader final : public StoreReader {
 public:
  /// Opens an existing store for reading. Throws StoreError.
  explicit SqliteReader(std::filesystem::path file);
  ~SqliteReader() override;

  [[nodiscard]] std::vector<PipelineSummary> pipelines() override;
  [[nodiscard]] std::vector<RunSummary> runs(const RunFilter& filter) override;
  [[nodiscard]] std::optional<RunSummary> run(const std::string& pipeline, const std::string& instance_id) override;
  [[nodiscard]] std::vector<AttemptRow> attempts(InstanceKey instance) override;
  [[nodiscard]] std::vector<ComponentRow> components(const std::string& pipeline) override;
  [[nodiscard]] std::vector<ActionRow> actions(const std::string& pipeline) override;
  [[nodiscard]] std::optional<DefinitionRow> definition(const std::string& pipeline, std::int32_t version) override;

  /// Whether an engine holds the store now.
  [[nodiscard]] bool engine_is_running();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Leaves a request for the engine that holds the store, rings its doorbell and waits for the answer. Throws StoreError if no engine holds
/// it or none answers within `patience`.
[[nodiscard]] AnswerRow ask_engine(const std::filesystem::path& file, const Request& request, Duration patience = Duration{10'000});

}  // namespace penstock
