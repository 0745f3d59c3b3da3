// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Takes old history out of the tables, a little with each call.

#include "penstock/store/store.hpp"
#include "sqlite/connection.hpp"

namespace penstock::sqlite {

/// As `Store::prune`, in a transaction of its own.
[[nodiscard]] Pruned prune(Connection& connection, Instant before, InstanceKey after, std::int64_t limit);

}  // namespace penstock::sqlite
