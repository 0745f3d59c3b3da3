// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A disk that fails when told to: a layer between SQLite and the files of this process.

#include <limits>

namespace penstock {

/// From construction to destruction, databases that are opened in this process go through it. One at a time.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  static constexpr int never = std::numeric_limits<int>::max();

  /// So many writes succeed; then the disk is full.
  void fill_up_after(int writes) noexcept;
  /// So many writes succeed; the next one stops in its middle, and all later ones fail.
  void break_after(int writes) noexcept;
  /// So many syncs succeed; all later ones fail.
  void fail_to_sync_after(int syncs) noexcept;
  /// Works again.
  void repair() noexcept;

  /// From now on nothing reaches the disk.
  void cut_power() noexcept;
  /// Works again, and of every file only what was synced before the cut is there: the worst that a power cut may do. To be called when
  /// nobody has the files open any more.
  void restore_power();
};

}  // namespace penstock
