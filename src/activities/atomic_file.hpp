// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A file that is there as a whole or not at all, whenever the program or the machine stops.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "executor/descriptor.hpp"

namespace penstock::activities {

/// Written under another name in the same folder, `.<name>.part`, and renamed by `commit`. A crash leaves at most that one file, which the
/// next attempt takes over. Missing folders are made. For one thread. Every function throws std::system_error, naming the file.
class AtomicFile {
 public:
  /// Throws also when another writer is at the same file just now, and when the target is there and is no regular file.
  explicit AtomicFile(const std::filesystem::path& target);
  /// Without `commit`, removes what was written.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  /// Forgets what was written.
  void clear();
  /// Brings all that was written to the disk; then hardly anything is left that can go wrong with `commit`.
  void sync();
  /// Puts the file in its place, replacing an earlier one; durable on return.
  void commit();

  /// Bytes written so far.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  void flush();

  std::filesystem::path target_;
  std::filesystem::path part_;
  Descriptor file_;
  std::string buffer_;
  std::size_t size_ = 0;
  bool committed_ = false;
};

}  // namespace penstock::activities
