// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Base64 in the alphabet of RFC 4648, section 4, with padding.

#include <optional>
#include <string>
#include <string_view>

namespace penstock::openssl {

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// None if the text is not exactly what `to_base64` gives for some bytes.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace penstock::openssl
