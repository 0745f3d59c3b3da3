// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The author's databases: SQLite connections, statements and transactions. Has nothing to do with the store in which Penstock remembers.

#include <sqlite3.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace penstock::activities {

/// What SQLite said. `code()` is its extended result code.
class SqlError : public std::runtime_error {
 public:
  SqlError(int code, const std::string& message) : std::runtime_error{message}, code_{code} {}
  [[nodiscard]] int code() const noexcept { return code_; }

 private:
  int code_;
};

/// For one thread. Waits for other writers, in turn asking `stop`; a statement that runs ends with SqlError(SQLITE_INTERRUPT) soon after
/// `stop` says true. `stop` is asked several times a second while something runs.
class Connection {
 public:
  /// Opens the file and makes it, with missing folders, if it is not there. Throws SqlError.
  Connection(const std::filesystem::path& file, std::function<bool()> stop);

  /// Runs statements that need no parameters.
  void run(const std::string& sql);
  [[nodiscard]] bool has_table(const std::string& name);
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  static int on_progress(void* self);
  static int on_busy(void* self, int count);

  std::function<bool()> stop_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Must not outlive its connection.
class Statement {
 public:
  /// The first statement of `sql`, which may be none at all: white space and comments. `sql` must live as long as `rest` is used.
  Statement(Connection& connection, const char* sql);

  /// False for white space and comments.
  explicit operator bool() const noexcept { return statement_ != nullptr; }
  /// What follows the statement in `sql`.
  [[nodiscard]] const char* rest() const noexcept { return rest_; }

  /// Parameters count from 1; none is NULL.
  void bind(int parameter, const std::optional<std::string>& text);
  [[nodiscard]] int parameters() const noexcept { return sqlite3_bind_parameter_count(statement_.get()); }
  /// Whether there is a row.
  [[nodiscard]] bool step();
  void reset();

  /// Columns count from 0. A statement without columns returns no rows.
  [[nodiscard]] int columns() const noexcept { return sqlite3_column_count(statement_.get()); }
  [[nodiscard]] std::string column_name(int column) const;
  /// None is NULL.
  [[nodiscard]] std::optional<std::string> text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  const char* rest_ = nullptr;
};

/// Everything between construction and `commit`, or nothing of it.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// `"name"`, safe inside a statement.
[[nodiscard]] std::string quoted_name(std::string_view name);

}  // namespace penstock::activities
