// SPDX-License-Identifier: Apache-2.0
#include "shift.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "kill/program.hpp"

namespace penstock::testing {

void Life::put_into_environment() const {
  ::setenv(folder_variable, folder.c_str(), 1);
  ::setenv(life_variable, std::to_string(number).c_str(), 1);
}

Life Life::from_environment() {
  const char* const folder = std::getenv(folder_variable);
  const char* const number = std::getenv(life_variable);
  if (folder == nullptr || number == nullptr) throw std::runtime_error{"not started by the program that is killed"};
  return {.folder = folder, .number = std::stoi(number)};
}

void Life::note(Deed deed, const std::string& who, int attempt) const {
  write_entry(folder / ledger_file, {.deed = deed, .who = who, .attempt = attempt, .life = number, .pid = ::getpid()});
}

Shift::Shift(Life life, std::string who, int attempt) : life_{std::move(life)}, who_{std::move(who)}, attempt_{attempt} {
  const auto file = life_.folder / ("lock-" + who_);
  // Not a lock of the process: it belongs to the opened file, which a forked process shares, and a second attempt in one process does not.
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ == -1) throw std::system_error{errno, std::generic_category(), file.native()};
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) note(Deed::overlapped);
  note(Deed::begun);
}

Shift::~Shift() { ::close(lock_); }

void Shift::write_blocks(std::size_t count) const {
  const std::array<char, 4096> block{};
  for (std::size_t n = 0; n < count; ++n) {
    if (::pwrite(lock_, block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) || ::fdatasync(lock_) != 0) {
      throw std::system_error{errno, std::generic_category(), "cannot work"};
    }
  }
}

}  // namespace penstock::testing
