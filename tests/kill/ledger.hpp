// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the activities of a program that is killed say about themselves: one file that only grows, written by all of its processes.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace penstock::testing {

enum class Deed : std::uint8_t {
  opening,    ///< the program is about to open its store
  opened,     ///< it has: what earlier lives of the program left behind is gone
  begun,      ///< an attempt is at work
  sleeping,   ///< a process that an attempt started sleeps for much longer than the attempt works
  succeeded,  ///< the last that an attempt does
  failed,     ///< the same
  overlapped  ///< an attempt began while another one of the same activity was at work
};

/// Who did it, and in which of the program's lives that process was started.
struct Entry {
  Deed deed = Deed::opening;
  std::string who{};  ///< object id; of the program `-`
  int attempt = 0;    ///< of a check and of the program 0
  int life = 0;
  pid_t pid = 0;

  bool operator==(const Entry&) const = default;
};

/// Adds to the ledger; on the disk on return. Whole or not at all, whatever kills the process. From any thread and process. Throws
/// std::system_error, and std::length_error if the name is too long.
void write_entry(const std::filesystem::path& ledger, const Entry& entry);

/// In the order of writing; empty if there is no such file. Throws std::runtime_error if something is not an entry.
[[nodiscard]] std::vector<Entry> read_ledger(const std::filesystem::path& ledger);

/// As it stands in the ledger.
[[nodiscard]] std::string to_text(const Entry& entry);

}  // namespace penstock::testing
