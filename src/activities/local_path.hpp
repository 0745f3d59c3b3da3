// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Paths as definitions write them, and what can never work.

#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace penstock::activities {

/// What is asked for cannot be done here, now or later: trying again is of no use.
class NotPossible : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether the text names a file of this machine: a path, or `file://` and a path.
[[nodiscard]] bool is_local(std::string_view text);

/// The path. Throws NotPossible for `s3://…`, `http://…` and an empty text.
[[nodiscard]] std::filesystem::path local_path(std::string_view text);

}  // namespace penstock::activities
