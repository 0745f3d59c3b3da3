// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SQLite without an engine around it: what a program that has nothing to do but its commits can reach. Same file format, same promises
/// (WAL, synchronous=FULL), same cache and length of the log, statements prepared once.

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace penstock::bench {

/// A new database. All functions throw std::runtime_error.
class BareSqlite {
 public:
  /// Opens the file, or creates it; of one that is there nothing is changed but its journal mode.
  explicit BareSqlite(const std::filesystem::path& file);
  ~BareSqlite();
  BareSqlite(const BareSqlite&) = delete;
  BareSqlite& operator=(const BareSqlite&) = delete;

  void execute(const std::string& sql);
  [[nodiscard]] std::int64_t integer(const std::string& sql);
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

/// A prepared statement.
class BareStatement {
 public:
  BareStatement(BareSqlite& database, const std::string& sql);
  ~BareStatement();
  BareStatement(const BareStatement&) = delete;
  BareStatement& operator=(const BareStatement&) = delete;

  /// Binds the values in order and runs it to its end.
  void run(std::initializer_list<std::int64_t> values = {});

  /// Reads every column of every row into memory, as integers, row by row.
  [[nodiscard]] std::vector<std::int64_t> read();

 private:
  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
};

/// Tables with what an engine must record, and nothing else: an instance with its times, and its attempts.
struct BareTables {
  explicit BareTables(BareSqlite& database);

  BareStatement begin;
  BareStatement commit;
  BareStatement schedule;        ///< key, component, time: the instance is there and waits
  BareStatement start;           ///< time, key
  BareStatement finish;          ///< time, key
  BareStatement start_attempt;   ///< key, time
  BareStatement finish_attempt;  ///< time, key
};

}  // namespace penstock::bench
