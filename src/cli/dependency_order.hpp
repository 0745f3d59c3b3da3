// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The order in which people read what ran.

#include <vector>

#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// By scheduled start, then pipeline, then so that each instance comes after those that it waits for; preconditions after their owner.
/// Within a pipeline whose definition cannot be compiled here, instances of one start stay as they are. Throws StoreError.
void order_by_dependencies(std::vector<RunSummary>& runs, StoreReader& reader);

}  // namespace penstock::cli
