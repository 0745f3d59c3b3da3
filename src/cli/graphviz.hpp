// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pictures by Graphviz, an installed program.

#include <string>
#include <string_view>

namespace penstock::cli {

/// The SVG that `dot` makes of a drawing in its language. Throws InputError, saying how to install it, if there is no `dot`, and with what
/// it said if it fails.
[[nodiscard]] std::string svg_of(std::string_view dot);

}  // namespace penstock::cli
