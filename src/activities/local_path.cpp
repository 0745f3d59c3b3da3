// SPDX-License-Identifier: Apache-2.0
#include "local_path.hpp"

#include <fmt/format.h>

namespace penstock::activities {
namespace {

constexpr std::string_view file_scheme = "file://";

}  // namespace

bool is_local(std::string_view text) { return text.starts_with(file_scheme) || text.find("://") == std::string_view::npos; }

std::filesystem::path local_path(std::string_view text) {
  if (!is_local(text)) {
    throw NotPossible{fmt::format("{} is not on this machine; only paths and file:// can be read and written here", text)};
  }
  if (text.starts_with(file_scheme)) text.remove_prefix(file_scheme.size());
  if (text.empty()) throw NotPossible{"the name of a file is empty"};
  return std::filesystem::path{text};
}

}  // namespace penstock::activities
