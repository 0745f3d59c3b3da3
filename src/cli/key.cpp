// SPDX-License-Identifier: Apache-2.0
#include "cli/key.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "cli/commands.hpp"

namespace penstock::cli {

namespace {

std::string take_variable() {
  const char* const value = std::getenv(key_variable);
  if (value == nullptr) return {};
  std::string text{value};
  (void)::unsetenv(key_variable);
  return text;
}

}  // namespace

std::unique_ptr<Vault> open_vault(const std::filesystem::path& key_file) {
  const auto text = take_variable();
  try {
    if (!key_file.empty()) return std::make_unique<OpensslVault>(VaultKey::read(key_file));
    if (!text.empty()) return std::make_unique<OpensslVault>(VaultKey{text});
  } catch (const VaultError& error) {
    throw InputError{key_file.empty() ? fmt::format("{}: {}", key_variable, error.what()) : std::string{error.what()}};
  }
  return nullptr;
}

}  // namespace penstock::cli
