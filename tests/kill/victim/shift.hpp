// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One attempt at work, in the program itself or in a child of it.

#include <cstddef>
#include <filesystem>
#include <string>

#include "kill/ledger.hpp"

namespace penstock::testing {

/// Where the program lives, and for which time.
struct Life {
  std::filesystem::path folder;
  int number = 0;

  /// Hands both on to the children; before there is a second thread.
  void put_into_environment() const;
  /// What the program handed on. Throws std::runtime_error if nobody did.
  [[nodiscard]] static Life from_environment();

  void note(Deed deed, const std::string& who = "-", int attempt = 0) const;
};

/// Holds the lock of what it works for as long as it, or a process that it forks, is there. Whoever begins and finds it held says so in the
/// ledger, and goes on.
class Shift {
 public:
  Shift(Life life, std::string who, int attempt);
  ~Shift();
  Shift(const Shift&) = delete;
  Shift& operator=(const Shift&) = delete;

  void note(Deed deed) const { life_.note(deed, who_, attempt_); }
  /// Work that takes its time: so many blocks, each on the disk before the next. Throws std::system_error.
  void write_blocks(std::size_t count) const;

 private:
  const Life life_;
  const std::string who_;
  const int attempt_;
  int lock_ = -1;
};

}  // namespace penstock::testing
