// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A database in a folder of its own, looked at from outside.

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "sqlite/connection.hpp"
#include "store/scratch_folder.hpp"

namespace penstock {

class StoreFile {
 public:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "store.db"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  [[nodiscard]] std::string bytes() const {
    std::ifstream in{path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(std::string_view bytes) const { std::ofstream{path(), std::ios::binary} << bytes; }

  /// Runs SQL as somebody with `sqlite3` would.
  void execute(std::string_view sql) const { sqlite::Connection{path(), sqlite::Access::create}.execute(sql); }
  [[nodiscard]] std::string text(std::string_view sql) const { return sqlite::Connection{path(), sqlite::Access::write}.text(sql); }

  /// Names of the files in the folder.
  [[nodiscard]] std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) names.insert(entry.path().filename());
    return names;
  }

 private:
  ScratchFolder folder_;
};

/// What a call throws, in words; empty if it throws nothing.
template <class Error, class Call>
std::string words_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace penstock
