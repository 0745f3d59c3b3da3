// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The fields that the engine sets (S-84), read from what is in sight.

#include <optional>
#include <string_view>

#include "lifecycle/place.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// Whether the engine sets a field of that name.
[[nodiscard]] bool is_runtime_field(std::string_view name) noexcept;

/// Names that tell which object it is (S-211): readable over any number of references.
[[nodiscard]] bool is_identity(std::string_view name) noexcept;
[[nodiscard]] std::optional<Value> identity(const Sight& sight, const Place& place, std::string_view name);

/// The value of a runtime field. Texts about failures are empty and lists have no elements until there is something to tell, so that an
/// alarm can print them in any case (S-85); what else has no value yet is an error, so that no work begins with a made-up time.
[[nodiscard]] Result<Value, ExpressionError> runtime_field(const Sight& sight, const Place& place, std::string_view name);

/// A reference to the place.
[[nodiscard]] Result<Value, ExpressionError> reference_to(const Sight& sight, const Place& place);

}  // namespace penstock
