// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The steps that bring a database of any earlier version to the present one. Knows nothing of connections: who applies them, and
/// when, is the store's business.
///
/// To change the schema add src/sqlite/migrations/NNNN_what_it_does.sql, numbered from 0001 without gaps; a released one is never
/// edited. The build embeds the files; applying the first n of them gives `PRAGMA user_version = n`.

#include <span>
#include <string_view>

namespace penstock::sqlite {

struct Migration {
  std::string_view name;  ///< The file's name: "0001_initial.sql".
  std::string_view sql;   ///< Its text: one or more statements.
};

/// All of them, oldest first. The views stay valid as long as the program runs. Any thread may call it.
std::span<const Migration> migrations();

}  // namespace penstock::sqlite
