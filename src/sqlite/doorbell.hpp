// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A FIFO beside the database: a byte in it tells the engine that requests wait. What they are stands in the database.

#include <filesystem>

namespace penstock::sqlite {

/// The engine's end. The holder of the lease makes it and removes it.
class Doorbell {
 public:
  /// Throws StoreError if something else stands where the FIFO should.
  explicit Doorbell(const std::filesystem::path& database);
  ~Doorbell();
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  /// Readable while it rings; -1 on a file system that knows no FIFOs.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  void silence() noexcept;

  /// Rings at the engine of that database. Without an engine nothing happens.
  static void ring(const std::filesystem::path& database) noexcept;

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace penstock::sqlite
