// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Dates in the forms of ISO 8601 that Joda-Time reads.

#include <string_view>

#include "penstock/expression/expression.hpp"
#include "penstock/result.hpp"
#include "penstock/time.hpp"

namespace penstock::expression {

/// The error is `BadFormat`, with the position in `text` where reading stopped.
[[nodiscard]] Result<Instant, ExpressionError> read_iso_date(std::string_view text);

}  // namespace penstock::expression
