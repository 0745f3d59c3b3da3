// SPDX-License-Identifier: Apache-2.0
#include "sqlite/schema.hpp"

#include <fmt/format.h>

#include "sqlite/migrations.hpp"

namespace penstock::sqlite {
namespace {

std::int64_t current_version() { return static_cast<std::int64_t>(migrations().size()); }

}  // namespace

std::int64_t schema_version(Connection& connection) {
  const auto application = connection.integer("PRAGMA application_id");
  const auto version = connection.integer("PRAGMA user_version");
  const auto& file = connection.file().native();
  if (application == 0 && version == 0 && connection.integer("SELECT count(*) FROM sqlite_schema") == 0) return 0;
  if (application != application_id) {
    throw StoreError{fmt::format("\"{}\" is not a Penstock store: it is a database of another application; it was left as it is", file)};
  }
  if (version > current_version()) {
    throw StoreError{
        fmt::format("store \"{}\" was written by a newer Penstock: its schema has version {}, this program knows {}; "
                    "use a newer program; the store was left as it is",
                    file, version, current_version())};
  }
  if (version < 1) throw StoreError{fmt::format("store \"{}\" is damaged: its schema has version {}", file, version)};
  return version;
}

void migrate(Connection& connection) {
  if (schema_version(connection) == current_version()) return;
  Transaction transaction{connection};
  // Again, now that nobody else can write: another program may have done it meanwhile.
  const auto version = schema_version(connection);
  if (version == current_version()) return;
  for (const auto& migration : migrations().subspan(static_cast<std::size_t>(version))) connection.execute(migration.sql);
  connection.execute(fmt::format("PRAGMA application_id = {}", application_id));
  connection.execute(fmt::format("PRAGMA user_version = {}", current_version()));
  transaction.commit();
}

void require_current_schema(Connection& connection) {
  const auto version = schema_version(connection);
  if (version == current_version()) return;
  if (version == 0) throw StoreError{fmt::format("\"{}\" is not a Penstock store: it is empty", connection.file().native())};
  throw StoreError{
      fmt::format("store \"{}\" was written by an older Penstock: its schema has version {}, this program reads {}; "
                  "start an engine of this version on it once",
                  connection.file().native(), version, current_version())};
}

}  // namespace penstock::sqlite
