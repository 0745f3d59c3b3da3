// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What must not be shown (S-26). Knows texts; knows nothing of where they come from.

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// Texts to be hidden in others. Looking for them takes time for each length that they have, not for each of them.
class SecretTexts {
 public:
  /// The empty text is no secret, and neither is white space at either end of one: it is lost where lines are joined and split.
  void add(std::string_view secret);
  [[nodiscard]] bool empty() const noexcept { return texts_.empty(); }

  /// Sets the bytes of `text` that belong to a secret in `hidden`, which has an entry for each byte. True if there are any.
  bool mark(std::string_view text, std::vector<bool>& hidden) const;

 private:
  std::set<std::string, std::less<>> texts_;
  std::set<std::size_t> lengths_;
};

/// The text with every marked stretch replaced by `******`.
[[nodiscard]] std::string without_marked(std::string_view text, const std::vector<bool>& hidden);

}  // namespace penstock
