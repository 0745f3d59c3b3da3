// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The right to write a store: an exclusive lock on a file beside the database. The system releases it when the process dies, however it
/// dies. The database itself is no place for it: closing any descriptor of that file would drop the locks that SQLite holds in this
/// process.

#include <filesystem>
#include <string>

namespace penstock::sqlite {

class Lease {
 public:
  /// Takes the lease of `database` (a resolved path). Throws StoreBusy, naming the holder, also if that is in this process; StoreError if
  /// the folder does not allow it.
  Lease(const std::filesystem::path& database, const std::string& holder);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  /// Whether anybody holds it. Never stands in the way of somebody who is about to take it.
  [[nodiscard]] static bool is_held(const std::filesystem::path& database);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace penstock::sqlite
