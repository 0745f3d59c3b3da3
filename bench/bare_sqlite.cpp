// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_sqlite.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace penstock::bench {
namespace {

[[noreturn]] void fail(sqlite3* database) { throw std::runtime_error{std::string{"bare SQLite: "} + ::sqlite3_errmsg(database)}; }

/// Makes the tables before the statements that need them are prepared.
BareSqlite& with_tables(BareSqlite& database) {
  database.execute(R"(
    CREATE TABLE instance (key INTEGER PRIMARY KEY, component INTEGER NOT NULL, status INTEGER NOT NULL, due INTEGER NOT NULL,
                           started INTEGER, ended INTEGER) STRICT;
    CREATE TABLE attempt (instance INTEGER NOT NULL, number INTEGER NOT NULL, status INTEGER NOT NULL, started INTEGER NOT NULL,
                          ended INTEGER, PRIMARY KEY (instance, number)) STRICT, WITHOUT ROWID;)");
  return database;
}

}  // namespace

BareSqlite::BareSqlite(const std::filesystem::path& file) {
  if (::sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
    fail(handle_);
  execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384");
}

BareSqlite::~BareSqlite() { ::sqlite3_close(handle_); }

void BareSqlite::execute(const std::string& sql) {
  if (::sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_);
}

std::int64_t BareSqlite::integer(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (::sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(handle_);
  const std::int64_t value = ::sqlite3_step(statement) == SQLITE_ROW ? ::sqlite3_column_int64(statement, 0) : 0;
  ::sqlite3_finalize(statement);
  return value;
}

BareStatement::BareStatement(BareSqlite& database, const std::string& sql) : database_{database.handle()} {
  if (::sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK) fail(database_);
}

BareStatement::~BareStatement() { ::sqlite3_finalize(handle_); }

void BareStatement::run(std::initializer_list<std::int64_t> values) {
  int position = 0;
  for (const auto value : values) ::sqlite3_bind_int64(handle_, ++position, value);
  const int code = ::sqlite3_step(handle_);
  ::sqlite3_reset(handle_);
  if (code != SQLITE_DONE) fail(database_);
}

std::vector<std::int64_t> BareStatement::read() {
  std::vector<std::int64_t> values;
  const int columns = ::sqlite3_column_count(handle_);
  int code = ::sqlite3_step(handle_);
  for (; code == SQLITE_ROW; code = ::sqlite3_step(handle_))
    for (int column = 0; column < columns; ++column) values.push_back(::sqlite3_column_int64(handle_, column));
  ::sqlite3_reset(handle_);
  if (code != SQLITE_DONE) fail(database_);
  return values;
}

BareTables::BareTables(BareSqlite& database)
    : begin{with_tables(database), "BEGIN IMMEDIATE"},
      commit{database, "COMMIT"},
      schedule{database, "INSERT INTO instance (key, component, status, due) VALUES (?, ?, 0, ?)"},
      start{database, "UPDATE instance SET status = 1, started = ? WHERE key = ?"},
      finish{database, "UPDATE instance SET status = 2, ended = ? WHERE key = ?"},
      start_attempt{database, "INSERT INTO attempt (instance, number, status, started) VALUES (?, 1, 0, ?)"},
      finish_attempt{database, "UPDATE attempt SET status = 1, ended = ? WHERE instance = ? AND number = 1"} {}

}  // namespace penstock::bench
