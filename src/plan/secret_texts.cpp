// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/secret_texts.hpp"

#include <algorithm>
#include <cstddef>

namespace penstock {

void SecretTexts::add(std::string_view secret) {
  constexpr std::string_view white_space = " \t\r\n";
  const auto first = secret.find_first_not_of(white_space);
  if (first == std::string_view::npos) return;
  secret = secret.substr(first, secret.find_last_not_of(white_space) - first + 1);
  texts_.emplace(secret);
  lengths_.insert(secret.size());
}

bool SecretTexts::mark(std::string_view text, std::vector<bool>& hidden) const {
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const auto length : lengths_) {
      if (length > text.size() - at) break;
      if (!texts_.contains(text.substr(at, length))) continue;
      // Marked first and replaced afterwards: where secrets overlap, no end of either may stay behind.
      std::fill_n(hidden.begin() + static_cast<std::ptrdiff_t>(at), length, true);
      any = true;
    }
  }
  return any;
}

std::string without_marked(std::string_view text, const std::vector<bool>& hidden) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!hidden[i]) {
      result += text[i];
    } else if (i == 0 || !hidden[i - 1]) {
      result += "******";
    }
  }
  return result;
}

}  // namespace penstock
