// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What no store may record. A store with a schema of its own says the same there; the conformance cases hold them together.

#include "penstock/lifecycle/batch.hpp"

namespace penstock {

/// Throws StoreError, naming the first row that cannot be true.
void refuse_nonsense(const Batch& batch);

}  // namespace penstock
