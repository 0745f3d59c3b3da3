// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vault without cryptography: it keeps the secrets itself.

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "penstock/vault/vault.hpp"

namespace penstock::testing {

/// Gives a ticket for each secret. What it sealed opens as long as it lives, and nowhere else. From any thread.
class MemoryVault final : public Vault {
 public:
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view place) override;
  [[nodiscard]] std::string open(std::string_view sealed, std::string_view place) override;

 private:
  std::mutex lock_;
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> kept_;  ///< secret and place by ticket
};

}  // namespace penstock::testing
