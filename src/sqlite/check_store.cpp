// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "penstock/definition/json.hpp"
#include "penstock/lifecycle/status.hpp"
#include "penstock/sqlite/upkeep.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/invariants.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/schema.hpp"

namespace penstock {

namespace {

class StoreCheck {
 public:
  StoreCheck(sqlite::Connection& connection, std::size_t limit) : connection_{connection}, limit_{limit} {}

  std::vector<Violation> run() {
    check_file();
    // Rows of a damaged file say nothing, and reading them could go wrong in any way.
    if (!found_.empty()) return std::move(found_);
    connection_.execute("BEGIN");
    check_references();
    for (const auto& invariant : sqlite::invariants) check(invariant);
    check_statuses();
    check_definitions();
    connection_.roll_back();
    return std::move(found_);
  }

 private:
  void report(std::string row, std::string words) { found_.push_back({.row = std::move(row), .words = std::move(words)}); }

  void check_file() {
    sqlite::Statement statement{connection_, fmt::format("PRAGMA integrity_check({})", limit_)};
    std::string line;
    for (auto cursor = statement.query(); cursor.next();) {
      cursor >> line;
      if (line != "ok") report({}, line);
    }
  }

  void check_references() {
    sqlite::Statement statement{connection_, "PRAGMA foreign_key_check"};
    std::size_t left = limit_;
    for (auto cursor = statement.query(); left-- > 0 && cursor.next();) {
      std::string table;
      std::string parent;
      std::optional<std::int64_t> row;
      cursor >> table >> row >> parent;
      report(row ? fmt::format("{} {}", table, *row) : table, fmt::format("refers to a {} that is not there", parent));
    }
  }

  std::string name_of(InstanceKey key) {
    sqlite::Statement statement{connection_, sqlite::name_of_instance};
    const auto name = sqlite::first<std::string>(statement.query(key));
    return name ? fmt::format("instance {} ({})", key, *name) : fmt::format("instance {}", key);
  }

  void check(const sqlite::Invariant& invariant) {
    sqlite::Statement statement{connection_, invariant.rows};
    std::size_t left = limit_;
    for (auto cursor = statement.query(); left-- > 0 && cursor.next();) {
      if (invariant.about == sqlite::Invariant::About::instance) {
        InstanceKey key = 0;
        cursor >> key;
        report(name_of(key), std::string{invariant.words});
      } else {
        std::string name;
        cursor >> name;
        report(fmt::format("pipeline {}", name), std::string{invariant.words});
      }
    }
  }

  /// A row has only the last transition, and of that its end.
  void check_statuses() {
    sqlite::Statement statement{connection_, sqlite::ways_to_statuses};
    for (auto cursor = statement.query(); cursor.next();) {
      Kind kind{};
      Status status{};
      std::int64_t code = 0;
      InstanceKey key = 0;
      cursor >> kind >> status >> code >> key;
      const auto table = transitions(kind);
      const bool known = code <= static_cast<std::int64_t>(sqlite::last_value<Cause>);
      const auto cause = known ? static_cast<Cause>(code) : Cause::none;
      const bool begins = cause == Cause::none && std::any_of(table.begin(), table.end(), [&](const auto& row) { return row.from == status; });
      const bool came = std::any_of(table.begin(), table.end(), [&](const auto& row) { return row.to == status && row.on == cause; });
      if (known && (came || begins)) continue;
      report(name_of(key), fmt::format("is {}, which for its kind ({}) never comes of the cause {}", to_text(status), to_text(kind),
                                       known ? fmt::format("\"{}\"", to_text(cause)) : fmt::format("{}, which is unknown", code)));
    }
  }

  void check_definitions() {
    sqlite::Statement statement{connection_, sqlite::definitions_in_use};
    for (auto cursor = statement.query(); cursor.next();) {
      std::string name;
      std::string json;
      std::string values;
      std::int32_t version = 0;
      cursor >> name >> version >> json >> values;
      const auto row = fmt::format("definition {} of {}", version, name);
      if (const auto read = read_definition(json); !read) report(row, fmt::format("cannot be read: {}", to_text(read.error())));
      if (values.empty()) continue;
      if (const auto read = read_values(values); !read) report(row, fmt::format("has values that cannot be read: {}", to_text(read.error())));
    }
  }

  sqlite::Connection& connection_;
  std::size_t limit_;
  std::vector<Violation> found_;
};

/// SQLite forgets the CHECKs of a schema that it may not write by, and then does not check them either. Nothing is written.
sqlite::Access access_to(const std::filesystem::path& file) {
  return ::access(file.c_str(), W_OK) == 0 ? sqlite::Access::write : sqlite::Access::read;
}

}  // namespace

std::vector<Violation> check_store(const std::filesystem::path& file, std::size_t limit) {
  const auto path = sqlite::resolved(file);
  sqlite::Connection connection{path, access_to(path)};
  sqlite::require_current_schema(connection);
  return StoreCheck{connection, limit}.run();
}

}  // namespace penstock
