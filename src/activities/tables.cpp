// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include <fmt/format.h>

#include <utility>

#include "local_path.hpp"

namespace penstock::activities {
namespace {

/// One statement and nothing after it: a second one would silently not be run.
Statement only_statement(Connection& connection, const std::string& sql, std::string_view what) {
  Statement statement{connection, sql.c_str()};
  if (!statement) throw NotPossible{fmt::format("{} holds no statement", what)};
  if (Statement{connection, statement.rest()}) throw NotPossible{fmt::format("{} holds more than one statement", what)};
  return statement;
}

std::vector<std::string> column_names(const Statement& statement) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(statement.columns()));
  for (int column = 0; column < statement.columns(); ++column) names.push_back(statement.column_name(column));
  return names;
}

}  // namespace

QueryRows::QueryRows(const std::filesystem::path& database, std::vector<std::string> queries, std::function<bool()> stop)
    : connection_{database, std::move(stop)}, queries_{std::move(queries)} {
  open_next();
}

void QueryRows::open_next() {
  statement_.emplace(only_statement(connection_, queries_[opened_], "selectQuery"));
  auto names = column_names(*statement_);
  if (names.empty()) throw NotPossible{"selectQuery is no query: it gives no columns"};
  if (opened_++ == 0) {
    columns_ = std::move(names);
  } else if (names != columns_) {
    throw NotPossible{"the instances of the input have different columns"};
  }
}

bool QueryRows::next(Record& row) {
  while (!statement_->step()) {
    if (opened_ == queries_.size()) return false;
    open_next();
  }
  row.clear();
  for (int column = 0; column < statement_->columns(); ++column) row.push_back(statement_->text(column));
  return true;
}

TableDescription table_description(const ObjectView& node) {
  return {.table = node.text("table"),
          .create_sql = node.text("createTableSql"),
          .insert_sql = node.text("insertQuery"),
          .replace_where = node.text("replaceWhere")};
}

std::string query_of(const ObjectView& node) {
  auto query = node.text("selectQuery");
  return query.empty() ? fmt::format("SELECT * FROM {}", quoted_name(node.text("table"))) : query;
}

Table::Table(const std::filesystem::path& database, TableDescription description, std::function<bool()> stop)
    : connection_{database, std::move(stop)}, description_{std::move(description)} {}

void Table::begin(const std::vector<std::string>& columns) {
  transaction_.emplace(connection_);
  if (!description_.create_sql.empty() && !connection_.has_table(description_.table)) connection_.run(description_.create_sql);
  if (!description_.replace_where.empty()) {
    const auto sql = fmt::format("DELETE FROM {} WHERE ({})", quoted_name(description_.table), description_.replace_where);
    (void)only_statement(connection_, sql, "replaceWhere").step();
  }
  if (columns.empty()) return;
  insert_.emplace(only_statement(connection_, insert_sql(columns), "insertQuery"));
  if (insert_->parameters() != static_cast<int>(columns.size())) {
    throw NotPossible{fmt::format("insertQuery takes {} values, but the rows have {} columns", insert_->parameters(), columns.size())};
  }
}

std::string Table::insert_sql(const std::vector<std::string>& columns) const {
  if (!description_.insert_sql.empty()) return description_.insert_sql;
  std::string names, values;
  for (const auto& column : columns) {
    names += (names.empty() ? "" : ", ") + quoted_name(column);
    values += values.empty() ? "?" : ", ?";
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted_name(description_.table), names, values);
}

void Table::add(const Record& row) {
  for (std::size_t n = 0; n < row.size(); ++n) insert_->bind(static_cast<int>(n) + 1, row[n]);
  while (insert_->step()) {
  }
  insert_->reset();
}

void Table::finish() {
  insert_.reset();
  transaction_->commit();
}

}  // namespace penstock::activities
