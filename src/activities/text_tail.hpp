// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The end of what a program said, fit for a message.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace penstock::activities {

/// The text with every byte that is not part of valid UTF-8 replaced by U+FFFD, and without control characters except tabs and line ends.
[[nodiscard]] std::string readable(std::string_view bytes);

/// At most the last `limit` bytes of a file, readable, without white space at the ends, beginning with `…` if something was left out. Empty
/// if the file is empty or cannot be read. `masked` takes out what must not be shown; it is given more than is kept, because half a secret
/// would not be recognised.
[[nodiscard]] std::string tail_of(const std::filesystem::path& file, std::size_t limit = 2048,
                                  const std::function<std::string(std::string_view)>& masked = {});

}  // namespace penstock::activities
