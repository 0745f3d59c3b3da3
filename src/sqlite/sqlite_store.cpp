// SPDX-License-Identifier: Apache-2.0
#include "penstock/sqlite/sqlite_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "sqlite/batch_writer.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/doorbell.hpp"
#include "sqlite/lease.hpp"
#include "sqlite/pruning.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/schema.hpp"
#include "sqlite/snapshot.hpp"
#include "sqlite/statements.hpp"

namespace penstock {
namespace {

/// Once the file is known to be ours, and not before: WAL is written into its header.
void configure(sqlite::Connection& connection, Durability durability) {
  if (connection.text("PRAGMA journal_mode = WAL") != "wal") {
    throw StoreError{fmt::format("store \"{}\" lies on a file system without shared memory, which readers beside the engine need",
                                 connection.file().native())};
  }
  connection.execute(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  // Checkpoints sync the database itself. Fewer of them, each over more commits, write a page that changes often only once; the price is a
  // log of some 16 MB, which a restart after a crash reads in milliseconds.
  connection.execute("PRAGMA wal_autocheckpoint = 4000");
  connection.execute("PRAGMA journal_size_limit = 67108864");
  connection.execute("PRAGMA cache_size = -16384");
}

}  // namespace

struct SqliteStore::Impl {
  /// Whatever is there only while the store is open, in order of dependence: the lease is given back last.
  struct Session final : Mailbox {
    Session(sqlite::Connection& connection, const std::string& holder)
        : lease{connection.file(), holder}, doorbell_fifo{connection.file()} {
      sqlite::migrate(connection);
      writer.emplace(connection);
      run_of_time.emplace(connection, sqlite::run_of_time);
      interval_instance.emplace(connection, fmt::format(sqlite::instance_of_interval, sqlite::instance_columns));
      owned_instances.emplace(connection, fmt::format(sqlite::instances_of_owner, sqlite::instance_columns));
      requests.emplace(connection, sqlite::unanswered_requests);
    }

    [[nodiscard]] int doorbell() const noexcept override { return doorbell_fifo.descriptor(); }
    [[nodiscard]] std::vector<Request> take() override {
      // Silence first: who rings while the rows are read is heard again.
      doorbell_fifo.silence();
      std::vector<Request> result;
      for (auto cursor = requests->query(); cursor.next();) {
        auto& request = result.emplace_back();
        cursor >> request.id >> request.command >> request.pipeline >> request.target;
      }
      return result;
    }

    sqlite::Lease lease;
    sqlite::Doorbell doorbell_fifo;
    std::optional<sqlite::BatchWriter> writer;
    std::optional<sqlite::Statement> run_of_time;
    std::optional<sqlite::Statement> interval_instance;
    std::optional<sqlite::Statement> owned_instances;
    std::optional<sqlite::Statement> requests;
  };

  Impl(const std::filesystem::path& file, SqliteOptions options) : connection{sqlite::resolved(file), sqlite::Access::create} {
    const bool is_new = sqlite::schema_version(connection) == 0;
    configure(connection, options.durability);
    // A new file becomes a store at once, so that readers find one. An older store is migrated under the lease only: an engine may be at
    // work on it.
    if (is_new) sqlite::migrate(connection);
  }

  Session& opened() {
    if (is_inherited()) {
      throw StoreError{
          fmt::format("store \"{}\" was opened by the process that forked this one; open another one here", connection.file().native())};
    }
    if (!session) throw StoreError{fmt::format("store \"{}\" is not open", connection.file().native())};
    return *session;
  }

  [[nodiscard]] bool is_inherited() const noexcept { return ::getpid() != process; }

  pid_t process = ::getpid();
  sqlite::Connection connection;
  std::optional<Session> session;
};

SqliteStore::SqliteStore(std::filesystem::path file, SqliteOptions options) : impl_{std::make_unique<Impl>(file, options)} {}
SqliteStore::~SqliteStore() {
  // A forked copy of the program must leave alone what is the original's: its lease and doorbell, and what SQLite believes to have locked.
  if (impl_ && impl_->is_inherited()) static_cast<void>(impl_.release());
}
SqliteStore::SqliteStore(SqliteStore&&) noexcept = default;
SqliteStore& SqliteStore::operator=(SqliteStore&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

Snapshot SqliteStore::open(const std::string& holder) {
  if (impl_->session) throw StoreBusy{fmt::format("store \"{}\" is open already", impl_->connection.file().native())};
  impl_->session.emplace(impl_->connection, holder);
  try {
    return sqlite::read_snapshot(impl_->connection);
  } catch (...) {
    close();
    throw;
  }
}

void SqliteStore::close() noexcept {
  if (!impl_->is_inherited()) impl_->session.reset();
}

void SqliteStore::commit(const Batch& batch) {
  auto& session = impl_->opened();
  if (batch.empty()) return;
  auto& connection = impl_->connection;
  sqlite::Transaction transaction{connection};
  session.writer->write(batch);
  if (connection.has_moved()) {
    throw StoreError{fmt::format("store \"{}\" was moved, replaced or removed while it was in use", connection.file().native())};
  }
  transaction.commit();
}

std::vector<InstanceRow> SqliteStore::recall(PipelineKey pipeline, ComponentIndex component, std::int64_t interval) {
  auto& session = impl_->opened();
  auto result = sqlite::all<InstanceRow>(session.interval_instance->query(pipeline, interval, component));
  if (result.empty()) return result;
  for (auto& check : sqlite::all<InstanceRow>(session.owned_instances->query(result.front().key))) result.push_back(check);
  return result;
}

std::optional<RunRow> SqliteStore::find_run(PipelineKey pipeline, Instant at) {
  return sqlite::first<RunRow>(impl_->opened().run_of_time->query(pipeline, at));
}

Pruned SqliteStore::prune(Instant before, InstanceKey after, std::int64_t limit) {
  static_cast<void>(impl_->opened());
  return sqlite::prune(impl_->connection, before, after, limit);
}

/// The path, and nothing inside the file: a copy of a store must not take the original's processes for its own.
std::string SqliteStore::identity() const { return impl_->connection.file().native(); }

Mailbox* SqliteStore::mailbox() noexcept { return impl_->session ? &*impl_->session : nullptr; }

}  // namespace penstock
