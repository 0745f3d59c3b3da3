// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The key that seals secrets in the store, from a file or from the environment.

#include <filesystem>
#include <memory>

#include "penstock/openssl/openssl_vault.hpp"

namespace penstock::cli {

inline constexpr const char* key_variable = "PENSTOCK_KEY";

/// Of the file, or else of PENSTOCK_KEY, or null if there is neither. The variable is removed, so that no command of a pipeline inherits
/// it; to be called once, before there are threads. Throws InputError if what is there is no key.
[[nodiscard]] std::unique_ptr<Vault> open_vault(const std::filesystem::path& key_file);

}  // namespace penstock::cli
