// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether a file is a Penstock store, of which version, and how it becomes one of this version. Writes nothing into a file that is not
/// ours.

#include <cstdint>

#include "sqlite/connection.hpp"

namespace penstock::sqlite {

/// `PRAGMA application_id` of a Penstock store: "PNST".
inline constexpr std::int64_t application_id = 0x504e5354;

/// Number of migrations that the file has seen; 0: a new, empty file. Throws StoreError if it belongs to another application or to a newer
/// Penstock.
[[nodiscard]] std::int64_t schema_version(Connection& connection);

/// Makes a new file a store and an older store one of this version, all or nothing.
void migrate(Connection& connection);

/// For those who only read or ask: throws StoreError unless the file is a store of this version.
void require_current_schema(Connection& connection);

}  // namespace penstock::sqlite
