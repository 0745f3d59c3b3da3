// SPDX-License-Identifier: Apache-2.0
#include "atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace penstock::activities {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_size = 262'144;

[[noreturn]] void fail(std::string_view what, const fs::path& file, int error = errno) {
  throw std::system_error{error, std::generic_category(), fmt::format("cannot {} {}", what, file.native())};
}

/// Makes the names in a folder durable, not only the contents of its files.
void sync_folder(const fs::path& folder) {
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  // Some file systems cannot do this for folders and say EINVAL; their names are as durable as they get.
  if (!opened || (::fsync(opened.number()) != 0 && errno != EINVAL)) fail("bring to the disk the folder", folder);
}

void make_folder(const fs::path& folder) {
  if (fs::is_directory(folder)) return;
  const auto parent = folder.parent_path();
  if (parent != folder) make_folder(parent);
  if (fs::create_directory(folder)) sync_folder(parent);
}

/// Where the file really is: a rename would replace a link instead of what it points to.
fs::path place_of(const fs::path& target) {
  auto place = fs::weakly_canonical(fs::absolute(target));
  const auto status = fs::status(place);
  // Renaming over it would turn a device such as /dev/null into a plain file.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    fail("write", place, fs::is_directory(status) ? EISDIR : ENOTSUP);
  }
  return place;
}

bool same_file(const Descriptor& file, const fs::path& path) {
  struct stat opened {
  }, named{};
  return ::fstat(file.number(), &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

Descriptor open_locked(const fs::path& part) {
  constexpr mode_t writable_by_all = 0666;  // less what the umask takes away
  while (true) {
    Descriptor file{::open(part.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, writable_by_all)};
    if (!file) fail("write", part);
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK)
        throw std::system_error{EBUSY, std::generic_category(), part.native() + " is being written by another attempt"};
      fail("lock", part);
    }
    // Between opening and locking the other writer may have renamed it: then this descriptor is the finished file's.
    if (!same_file(file, part)) continue;
    if (::ftruncate(file.number(), 0) != 0) fail("write", part);
    return file;
  }
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& target) : target_{place_of(target)} {
  part_ = target_.parent_path() / fmt::format(".{}.part", target_.filename().native());
  make_folder(target_.parent_path());
  file_ = open_locked(part_);
  buffer_.reserve(buffer_size);
}

AtomicFile::~AtomicFile() {
  if (!committed_ && file_) ::unlink(part_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
  size_ += bytes.size();
  buffer_.append(bytes);
  if (buffer_.size() >= buffer_size) flush();
}

void AtomicFile::clear() {
  buffer_.clear();
  size_ = 0;
  if (::ftruncate(file_.number(), 0) != 0 || ::lseek(file_.number(), 0, SEEK_SET) != 0) fail("write", part_);
}

void AtomicFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const auto written = ::write(file_.number(), rest.data(), rest.size());
    if (written < 0 && errno != EINTR) fail("write", part_);
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void AtomicFile::sync() {
  flush();
  if (::fsync(file_.number()) != 0) fail("bring to the disk", part_);
}

void AtomicFile::commit() {
  sync();
  if (::rename(part_.c_str(), target_.c_str()) != 0) fail("put in its place", target_);
  committed_ = true;
  sync_folder(target_.parent_path());
}

}  // namespace penstock::activities
