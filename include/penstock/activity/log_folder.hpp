// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where the logs of an attempt belong (S-185).

#include <cstdint>
#include <string>
#include <string_view>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// `root/pipeline/component/instance/attempt`, with exactly one slash between the parts and none at the end. `root` is a folder or a URI.
[[nodiscard]] std::string log_folder(std::string_view root, std::string_view pipeline, const ObjectView& object, std::int32_t attempt);

}  // namespace penstock
