// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/memory_vault.hpp"

#include <fmt/format.h>

namespace penstock::testing {

std::string MemoryVault::seal(std::string_view secret, std::string_view place) {
  const std::lock_guard lock{lock_};
  auto ticket = fmt::format("ticket-{}", kept_.size() + 1);
  kept_.emplace(ticket, std::pair{std::string{secret}, std::string{place}});
  return ticket;
}

std::string MemoryVault::open(std::string_view sealed, std::string_view place) {
  const std::lock_guard lock{lock_};
  const auto found = kept_.find(sealed);
  if (found == kept_.end() || found->second.second != place) throw VaultError{"was not sealed by this vault, or stood elsewhere"};
  return found->second.first;
}

}  // namespace penstock::testing
