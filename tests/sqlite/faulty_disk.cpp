// SPDX-License-Identifier: Apache-2.0
#include "sqlite/faulty_disk.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <new>
#include <string>

namespace penstock {
namespace {

enum class Fault { none, full, broken, no_power };

struct Plan {
  Fault fault = Fault::none;
  int writes_left = FaultyDisk::never;
  int syncs_left = FaultyDisk::never;
};
Plan plan;

/// What is on the disk for sure, by file.
std::map<std::string, std::string> synced;

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs faulty_disk{};

/// What SQLite sees; the file itself stands behind it in the same memory.
struct File {
  sqlite3_file base;
  const char* name;  // SQLite keeps it until the file is closed
  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] const sqlite3_io_methods& methods() { return *real()->pMethods; }
};
File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& self = of(file);
  if (plan.fault == Fault::no_power) return SQLITE_IOERR_WRITE;
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
  if (plan.syncs_left == 0 || plan.fault == Fault::no_power) return SQLITE_IOERR_FSYNC;
  if (plan.syncs_left != FaultyDisk::never) --plan.syncs_left;
  const int code = self.methods().xSync(self.real(), flags);
  if (code == SQLITE_OK && self.name != nullptr) synced[self.name] = bytes_of(self.name);
  return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (plan.fault == Fault::no_power) return SQLITE_IOERR_TRUNCATE;
  return of(file).methods().xTruncate(of(file).real(), size);
}

const sqlite3_io_methods methods = {
    3,
    [](sqlite3_file* file) { return of(file).methods().xClose(of(file).real()); },
    [](sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
      return of(file).methods().xRead(of(file).real(), bytes, size, offset);
    },
    write,
    truncate,
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
  self.name = name;
  // What is there before this disk was is there for sure.
  if (name != nullptr && std::filesystem::exists(name)) synced.try_emplace(name, bytes_of(name));
  const int code = real_disk->xOpen(real_disk, name, self.real(), flags, out_flags);
  if (name != nullptr && code == SQLITE_OK) synced.try_emplace(name);
  self.base.pMethods = self.real()->pMethods == nullptr ? nullptr : &methods;
  return code;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
  if (plan.fault == Fault::no_power) return SQLITE_IOERR_DELETE;
  const int code = real_disk->xDelete(real_disk, name, sync_folder);
  if (code == SQLITE_OK) synced.erase(name);
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  plan = {};
  synced.clear();
  real_disk = ::sqlite3_vfs_find(nullptr);
  faulty_disk = *real_disk;
  faulty_disk.zName = "faulty-disk";
  faulty_disk.pNext = nullptr;
  faulty_disk.szOsFile = static_cast<int>(sizeof(File)) + real_disk->szOsFile;
  faulty_disk.xOpen = open;
  faulty_disk.xDelete = remove;
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
void FaultyDisk::cut_power() noexcept { plan = {Fault::no_power, never, never}; }

void FaultyDisk::restore_power() {
  if (plan.fault != Fault::no_power) return;
  for (const auto& [path, bytes] : synced) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
    // Shared memory, of which SQLite only borrows the name of a file.
    std::filesystem::remove(path + "-shm");
  }
  plan = {};
}

}  // namespace penstock
