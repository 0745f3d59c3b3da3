// SPDX-License-Identifier: Apache-2.0
#include "sqlite/lease.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "penstock/store/store.hpp"

namespace penstock::sqlite {
namespace {

std::filesystem::path lease_file(const std::filesystem::path& database) { return database.native() + "-lease"; }

/// A lock of the open file description: it conflicts with another one in the same process too, and goes when the last descriptor goes.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

[[noreturn]] void cannot_take(const std::filesystem::path& file, int error) {
  const auto folder = file.parent_path();
  switch (error) {
    case ENOENT:
      throw StoreError{fmt::format("the folder \"{}\" does not exist; create it first", folder.native())};
    case EACCES:
    case EPERM:
    case EROFS:
      throw StoreError{fmt::format("cannot write into folder \"{}\": it is read-only for this user", folder.native())};
    case ENOSPC:
    case EDQUOT:
      throw StoreError{fmt::format("cannot create \"{}\": the disk is full", file.native()), true};
    default:
      throw StoreError{fmt::format("cannot lock \"{}\": {}", file.native(), std::generic_category().message(error))};
  }
}

std::string read_holder(int descriptor) {
  char text[512];
  const auto size = ::pread(descriptor, text, sizeof text, 0);
  // Between locking and writing its name a holder is nameless.
  return size > 0 ? std::string{text, static_cast<std::size_t>(size)} : std::string{"another engine"};
}

bool is_still_there(int descriptor, const std::filesystem::path& file) {
  struct stat locked {};
  struct stat named {};
  return ::fstat(descriptor, &locked) == 0 && ::stat(file.c_str(), &named) == 0 && locked.st_dev == named.st_dev &&
         locked.st_ino == named.st_ino;
}

}  // namespace

Lease::Lease(const std::filesystem::path& database, const std::string& holder) : file_{lease_file(database)} {
  // The last holder removes the file. Whoever opened it just before locks a file that nobody else will ever find, and has to start over.
  for (;;) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor_ == -1) cannot_take(file_, errno);
    auto lock = whole_file();
    if (::fcntl(descriptor_, F_OFD_SETLK, &lock) == -1) {
      const int error = errno;
      const bool held = error == EAGAIN || error == EACCES;
      const auto name = held ? read_holder(descriptor_) : std::string{};
      ::close(descriptor_);
      if (held) throw StoreBusy{fmt::format("store \"{}\" is in use by {}", database.native(), name)};
      cannot_take(file_, error);
    }
    if (is_still_there(descriptor_, file_)) break;
    ::close(descriptor_);
  }
  // The name is for messages only, so it may get lost on a full disk.
  const auto name = fmt::format("{} (process {})", holder, ::getpid());
  if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, name.data(), name.size(), 0) < 0) return;
}

Lease::~Lease() {
  ::unlink(file_.c_str());
  ::close(descriptor_);
}

bool Lease::is_held(const std::filesystem::path& database) {
  const int descriptor = ::open(lease_file(database).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor == -1) return false;
  auto lock = whole_file();
  const bool asked = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
  ::close(descriptor);
  return asked && lock.l_type != F_UNLCK;
}

}  // namespace penstock::sqlite
