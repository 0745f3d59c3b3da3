// SPDX-License-Identifier: Apache-2.0
#include "data_nodes.hpp"

#include <fmt/format.h>

#include "local_path.hpp"

namespace penstock::activities {

bool is_file(const ObjectView& node) { return node.type() == "FileDataNode"; }
bool is_table(const ObjectView& node) { return node.type() == "SqliteDataNode"; }

std::filesystem::path file_of(const ObjectView& node) {
  if (!node.has("filePath"))
    throw NotPossible{fmt::format("{} has no filePath: single files are read and written here, no directories", node.id())};
  return local_path(node.text("filePath"));
}

std::filesystem::path database_of(const ObjectView& object) {
  const auto database = object.reference("database");
  if (!database) throw NotPossible{fmt::format("{} has no database", object.id())};
  if (database->type() != "SqliteDatabase") {
    throw NotPossible{fmt::format("{} is a {}; only a SqliteDatabase can be used here", database->id(), database->type())};
  }
  return local_path(database->text("path"));
}

}  // namespace penstock::activities
