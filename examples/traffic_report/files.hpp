// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Files that are there whole or not at all, so that work can be killed and done again.

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace traffic {

/// Throws std::runtime_error, naming the file, if it cannot be opened.
[[nodiscard]] inline std::ifstream open_to_read(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::runtime_error{"cannot read " + file.string()};
  return stream;
}

/// Writes under another name in the same folder and renames. Throws std::runtime_error, naming the file.
inline void write_whole(const std::filesystem::path& file, std::string_view text) {
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
  auto unfinished = file;
  unfinished += ".unfinished";
  {
    std::ofstream stream{unfinished, std::ios::binary};
    stream << text;
    if (!stream.flush()) throw std::runtime_error{"cannot write " + unfinished.string()};
  }
  std::filesystem::rename(unfinished, file);
}

}  // namespace traffic
