// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the whole process holds, as the system sees it.

#include <cstdint>

namespace penstock::bench {

/// Memory that is resident now, in bytes. What was freed and can be given back to the system is given back first.
[[nodiscard]] std::int64_t resident_bytes();

/// The most that was ever resident, in bytes.
[[nodiscard]] std::int64_t peak_resident_bytes();

}  // namespace penstock::bench
