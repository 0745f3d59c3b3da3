// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "penstock/sqlite/upkeep.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/schema.hpp"

namespace penstock {

namespace {

/// Nobody else's from the first moment: two backups at the same time do not meet in one file.
void claim(const std::filesystem::path& copy) {
  const int descriptor = ::open(copy.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor == -1) {
    const int error = errno;
    if (error == EEXIST) throw StoreError{fmt::format("there is a file \"{}\" already; it was left as it is", copy.native())};
    throw StoreError{fmt::format("cannot create \"{}\": {}", copy.native(), std::generic_category().message(error))};
  }
  ::close(descriptor);
}

void copy_pages(sqlite::Connection& from, sqlite::Connection& to) {
  auto* backup = ::sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) to.fail(::sqlite3_errcode(to.handle()));
  // All pages in one step: a reader keeps nobody from writing in WAL mode, and a copy in several would begin again with each commit.
  ::sqlite3_backup_step(backup, -1);
  if (const int code = ::sqlite3_backup_finish(backup); code != SQLITE_OK) to.fail(code);
}

}  // namespace

void back_up_store(const std::filesystem::path& file, const std::filesystem::path& copy) {
  sqlite::Connection source{sqlite::resolved(file), sqlite::Access::read};
  sqlite::require_current_schema(source);
  const auto target = sqlite::resolved(copy);
  claim(target);
  try {
    sqlite::Connection destination{target, sqlite::Access::write};
    copy_pages(source, destination);
    // They were meant for the engine of the original.
    destination.execute("DELETE FROM requests WHERE accepted IS NULL");
  } catch (...) {
    std::error_code ignored;
    for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(target.native() + suffix, ignored);
    throw;
  }
}

}  // namespace penstock
