// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the engine reads, once, when it opens the store. The work is proportional to what is alive, not to history.

#include "penstock/store/store.hpp"
#include "sqlite/connection.hpp"

namespace penstock::sqlite {

[[nodiscard]] Snapshot read_snapshot(Connection& connection);

}  // namespace penstock::sqlite
