// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vault on OpenSSL: AES-256-GCM under one key that the host keeps outside the store.

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "penstock/vault/vault.hpp"

namespace penstock {

/// 256 secret bits. Its memory is overwritten when it ends.
class VaultKey {
 public:
  static constexpr std::size_t size = 32;

  /// Reads 64 hexadecimal digits, or the same 32 bytes in base64, with white space around them, as `openssl rand -hex 32` and
  /// `openssl rand -base64 32` print them. Throws VaultError, which does not repeat the text.
  explicit VaultKey(std::string_view text);
  VaultKey(const VaultKey&) noexcept = default;
  VaultKey& operator=(const VaultKey&) noexcept = default;
  ~VaultKey();

  /// The same from a file, which must be a regular one that others than its owner and group can neither read nor write. Throws VaultError.
  [[nodiscard]] static VaultKey read(const std::filesystem::path& file);

  [[nodiscard]] const std::array<unsigned char, size>& bytes() const noexcept { return bytes_; }

 private:
  std::array<unsigned char, size> bytes_{};
};

/// Seals each text under a random nonce of 96 bits, as base64 of nonce, encrypted text and a tag of 128 bits that covers the place too.
class OpensslVault final : public Vault {
 public:
  explicit OpensslVault(const VaultKey& key) : key_{key} {}

  [[nodiscard]] std::string seal(std::string_view secret, std::string_view place) override;
  [[nodiscard]] std::string open(std::string_view sealed, std::string_view place) override;

 private:
  VaultKey key_;
};

}  // namespace penstock
