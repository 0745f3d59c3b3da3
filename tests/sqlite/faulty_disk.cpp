// SPDX-License-Identifier: Apache-2.0
#include "sqlite/faulty_disk.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <new>

namespace penstock {
namespace {

enum class Fault { none, full, broken };

struct Plan {
  Fault fault = Fault::none;
  int writes_left = FaultyDisk::never;
  int syncs_left = FaultyDisk::never;
};
Plan plan;

sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs faulty_disk{};

/// What SQLite sees; the file itself stands behind it in the same memory.
struct File {
  sqlite3_file base;
  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] const sqlite3_io_methods& methods() { return *real()->pMethods; }
};
File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& self = of(file);
  if (plan.writes_left > 0) {
    if (plan.writes_left != FaultyDisk::never) --plan.writes_left;
    return self.methods().xWrite(self.real(), bytes, size, offset);
  }
  if (plan.fault == Fault::full) return SQLITE_FULL;
  if (plan.writes_left == 0) {
    plan.writes_left = -1;
    self.methods().xWrite(self.real(), bytes, size / 2, offset);
  }
  return SQLITE_IOERR_WRITE;
}

int sync(sqlite3_file* file, int flags) {
  auto& self = of(file);
  if (plan.syncs_left == 0) return SQLITE_IOERR_FSYNC;
  if (plan.syncs_left != FaultyDisk::never) --plan.syncs_left;
  return self.methods().xSync(self.real(), flags);
}

const sqlite3_io_methods methods = {
    3,
    [](sqlite3_file* file) { return of(file).methods().xClose(of(file).real()); },
    [](sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
      return of(file).methods().xRead(of(file).real(), bytes, size, offset);
    },
    write,
    [](sqlite3_file* file, sqlite3_int64 size) { return of(file).methods().xTruncate(of(file).real(), size); },
    sync,
    [](sqlite3_file* file, sqlite3_int64* size) { return of(file).methods().xFileSize(of(file).real(), size); },
    [](sqlite3_file* file, int level) { return of(file).methods().xLock(of(file).real(), level); },
    [](sqlite3_file* file, int level) { return of(file).methods().xUnlock(of(file).real(), level); },
    [](sqlite3_file* file, int* reserved) { return of(file).methods().xCheckReservedLock(of(file).real(), reserved); },
    [](sqlite3_file* file, int what, void* argument) { return of(file).methods().xFileControl(of(file).real(), what, argument); },
    [](sqlite3_file* file) { return of(file).methods().xSectorSize(of(file).real()); },
    [](sqlite3_file* file) { return of(file).methods().xDeviceCharacteristics(of(file).real()); },
    [](sqlite3_file* file, int page, int size, int extend, void volatile** out) {
      return of(file).methods().xShmMap(of(file).real(), page, size, extend, out);
    },
    [](sqlite3_file* file, int offset, int count, int flags) { return of(file).methods().xShmLock(of(file).real(), offset, count, flags); },
    [](sqlite3_file* file) { of(file).methods().xShmBarrier(of(file).real()); },
    [](sqlite3_file* file, int remove) { return of(file).methods().xShmUnmap(of(file).real(), remove); },
    [](sqlite3_file* file, sqlite3_int64 offset, int size, void** out) {
      return of(file).methods().xFetch(of(file).real(), offset, size, out);
    },
    [](sqlite3_file* file, sqlite3_int64 offset, void* bytes) { return of(file).methods().xUnfetch(of(file).real(), offset, bytes); },
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& self = of(file);
  const int code = real_disk->xOpen(real_disk, name, self.real(), flags, out_flags);
  self.base.pMethods = self.real()->pMethods == nullptr ? nullptr : &methods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  plan = {};
  real_disk = ::sqlite3_vfs_find(nullptr);
  faulty_disk = *real_disk;
  faulty_disk.zName = "faulty-disk";
  faulty_disk.pNext = nullptr;
  faulty_disk.szOsFile = static_cast<int>(sizeof(File)) + real_disk->szOsFile;
  faulty_disk.xOpen = open;
  if (::sqlite3_vfs_register(&faulty_disk, 1) != SQLITE_OK) throw std::bad_alloc{};
}

FaultyDisk::~FaultyDisk() {
  ::sqlite3_vfs_unregister(&faulty_disk);
  ::sqlite3_vfs_register(real_disk, 1);
}

void FaultyDisk::fill_up_after(int writes) noexcept { plan = {Fault::full, writes, never}; }
void FaultyDisk::break_after(int writes) noexcept { plan = {Fault::broken, writes, never}; }
void FaultyDisk::fail_to_sync_after(int syncs) noexcept { plan = {Fault::none, never, syncs}; }
void FaultyDisk::repair() noexcept { plan = {}; }

}  // namespace penstock
