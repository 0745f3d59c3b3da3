// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The end of what a program said, fit for a message.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace penstock::activities {

/// The text with every byte that is not part of valid UTF-8 replaced by U+FFFD, and without control characters except tabs and line ends.
[[nodiscard]] std::string readable(std::string_view bytes);

/// At most the last `limit` bytes of a file, readable, without white space at the ends, beginning with `…` if something was left out. Empty
/// if the file is empty or cannot be read.
[[nodiscard]] std::string tail_of(const std::filesystem::path& file, std::size_t limit = 2048);

}  // namespace penstock::activities
