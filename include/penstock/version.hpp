// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which Penstock a program was linked with.

#include <string_view>

namespace penstock {

/// "0.1.0": major, minor and patch level. The view stays valid as long as the program runs. Any thread may call it.
std::string_view version();

}  // namespace penstock
