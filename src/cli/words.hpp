// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Numbers as people say them.

#include <cstdint>
#include <string>
#include <string_view>

#include "penstock/time.hpp"

namespace penstock::cli {

/// `1 error`, `2 errors`; the second form by adding an s unless it is given.
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view many = {});

/// `250 ms`, `1.5 s`, `10 min`, `2 h 5 min`, `3 d`: rounded to what matters.
[[nodiscard]] std::string in_words(Duration duration);

}  // namespace penstock::cli
