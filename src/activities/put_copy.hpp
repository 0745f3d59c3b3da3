// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace penstock::activities {

/// Puts a copy in place as a whole: whoever reads `to` sees what was there before, or all of `from`. Throws std::system_error.
void put_copy(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace penstock::activities
