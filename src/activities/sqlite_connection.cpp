// SPDX-License-Identifier: Apache-2.0
#include "sqlite_connection.hpp"

#include <fmt/format.h>

#include <utility>

namespace penstock::activities {
namespace {

constexpr int patience_ms = 60'000;          // for another program's transaction
constexpr int wait_ms = 20;                  // between two looks
constexpr int steps_between_looks = 10'000;  // of SQLite's virtual machine: well under a millisecond

[[noreturn]] void fail(sqlite3* database) { throw SqlError{sqlite3_extended_errcode(database), sqlite3_errmsg(database)}; }

}  // namespace

Connection::Connection(const std::filesystem::path& file, std::function<bool()> stop) : stop_{std::move(stop)} {
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
  sqlite3* opened = nullptr;
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  handle_.reset(opened);
  if (result != SQLITE_OK) {
    throw SqlError{result, fmt::format("cannot open {}: {}", file.native(), opened == nullptr ? "no memory left" : sqlite3_errmsg(opened))};
  }
  sqlite3_progress_handler(opened, steps_between_looks, &Connection::on_progress, this);
  sqlite3_busy_handler(opened, &Connection::on_busy, this);
}

int Connection::on_progress(void* self) { return static_cast<Connection*>(self)->stop_() ? 1 : 0; }

int Connection::on_busy(void* self, int count) {
  if (count >= patience_ms / wait_ms || static_cast<Connection*>(self)->stop_()) return 0;
  sqlite3_sleep(wait_ms);
  return 1;
}

void Connection::run(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle());
}

bool Connection::has_table(const std::string& name) {
  Statement statement{*this, "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE"};
  statement.bind(1, name);
  return statement.step();
}

Statement::Statement(Connection& connection, const char* sql) : database_{connection.handle()} {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &prepared, &rest_) != SQLITE_OK) fail(database_);
  statement_.reset(prepared);
}

void Statement::bind(int parameter, const std::optional<std::string>& text) {
  const int result = text ? sqlite3_bind_text64(statement_.get(), parameter, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8)
                          : sqlite3_bind_null(statement_.get(), parameter);
  if (result != SQLITE_OK) fail(database_);
}

bool Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      fail(database_);
  }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::string Statement::column_name(int column) const {
  const char* name = sqlite3_column_name(statement_.get(), column);
  return name == nullptr ? std::string{} : std::string{name};
}

std::optional<std::string> Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return std::nullopt;
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return std::string{reinterpret_cast<const char*>(bytes), size};
}

// IMMEDIATE: a transaction that reads first and writes later can be refused in the middle, and that cannot be waited out.
Transaction::Transaction(Connection& connection) : connection_{connection} { connection_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  // Fails when SQLite has already rolled back, as it does when the disk is full; then all is as it should be.
  if (open_) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char character : name) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

}  // namespace penstock::activities
