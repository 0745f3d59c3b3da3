// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows in tables of SQLite files.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "penstock/lifecycle/scope.hpp"
#include "rows.hpp"
#include "sqlite_connection.hpp"

namespace penstock::activities {

/// The rows of one query or of several in turn, of one database.
class QueryRows final : public RowSource {
 public:
  /// At least one query. Throws SqlError, also when the queries have different columns; the same from `next`.
  QueryRows(const std::filesystem::path& database, std::vector<std::string> queries, std::function<bool()> stop);

  [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
  [[nodiscard]] bool next(Record& row) override;

 private:
  void open_next();

  Connection connection_;
  const std::vector<std::string> queries_;
  std::vector<std::string> columns_;
  std::size_t opened_ = 0;
  std::optional<Statement> statement_;
};

/// A table as a SqliteDataNode describes it.
struct TableDescription {
  std::string table;
  std::string create_sql;     ///< `createTableSql`, run if there is no such table; may be empty
  std::string insert_sql;     ///< `insertQuery`, with one `?` per column; empty: all columns by name
  std::string replace_where;  ///< `replaceWhere`: rows that fulfil it are deleted first; empty: none
};
[[nodiscard]] TableDescription table_description(const ObjectView& node);
/// What reads a SqliteDataNode: its `selectQuery`, or the whole table.
[[nodiscard]] std::string query_of(const ObjectView& node);

/// Puts rows into a table, all of them in one transaction.
class Table final : public RowSink {
 public:
  Table(const std::filesystem::path& database, TableDescription description, std::function<bool()> stop);

  /// Throws NotPossible if the insert statement does not fit the columns.
  void begin(const std::vector<std::string>& columns) override;
  void add(const Record& row) override;
  void finish() override;

 private:
  [[nodiscard]] std::string insert_sql(const std::vector<std::string>& columns) const;

  Connection connection_;
  const TableDescription description_;
  std::optional<Transaction> transaction_;
  std::optional<Statement> insert_;
};

}  // namespace penstock::activities
