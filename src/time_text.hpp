// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Digits of dates, written onto the end of a text and read from one. Knows nothing of patterns or zones.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "penstock/time.hpp"

namespace penstock {

/// Writes at least `width` digits; a minus sign does not count as one of them.
void append_padded(std::string& out, std::int64_t value, int width);

/// Writes what `to_text(instant)` returns.
void append_text(std::string& out, Instant instant);

/// Reads exactly `width` digits at `position`; none if they are not all there.
[[nodiscard]] std::optional<int> digits_at(std::string_view text, std::size_t position, std::size_t width);

}  // namespace penstock
