// SPDX-License-Identifier: Apache-2.0
#include "sqlite/doorbell.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "penstock/store/store.hpp"

namespace penstock::sqlite {
namespace {

std::filesystem::path doorbell_file(const std::filesystem::path& database) { return database.native() + "-doorbell"; }

/// For reading and writing, on both ends: it never reports an end of file, and writing never raises SIGPIPE. -1 if there is no FIFO.
int open_fifo(const std::filesystem::path& file) noexcept {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
  struct stat found {};
  if (descriptor == -1 || (::fstat(descriptor, &found) == 0 && S_ISFIFO(found.st_mode))) return descriptor;
  ::close(descriptor);
  return -1;
}

}  // namespace

Doorbell::Doorbell(const std::filesystem::path& database) : file_{doorbell_file(database)} {
  const bool made = ::mkfifo(file_.c_str(), 0660) == 0;
  descriptor_ = open_fifo(file_);
  if (descriptor_ == -1 && (made || std::filesystem::exists(std::filesystem::symlink_status(file_)))) {
    throw StoreError{fmt::format("\"{}\" is in the way of the engine's doorbell; move it elsewhere", file_.native())};
  }
}

Doorbell::~Doorbell() {
  if (descriptor_ == -1) return;
  ::unlink(file_.c_str());
  ::close(descriptor_);
}

void Doorbell::silence() noexcept {
  char bytes[256];
  while (descriptor_ != -1 && ::read(descriptor_, bytes, sizeof bytes) > 0) {
  }
}

void Doorbell::ring(const std::filesystem::path& database) noexcept {
  const int descriptor = open_fifo(doorbell_file(database));
  if (descriptor == -1) return;
  // Refused only when the FIFO is full, and then it rings already.
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(descriptor, &byte, 1);
  ::close(descriptor);
}

}  // namespace penstock::sqlite
