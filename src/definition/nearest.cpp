// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "penstock/definition/diagnostics.hpp"

namespace penstock {
namespace {

// Nobody recognises a suggestion for a longer word, and definitions are untrusted: the work per pair must stay small.
constexpr std::size_t longest_word = 100;

std::string lower_case(std::string_view text) {
  std::string result{text};
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Which characters occur, folded into 64 bits: words that differ in many of them need not be compared.
std::uint64_t letters(std::string_view text) {
  std::uint64_t set = 0;
  for (const char c : text) set |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63U);
  return set;
}

int bits(std::uint64_t set) {
  int count = 0;
  for (; set != 0; set &= set - 1) ++count;
  return count;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::size_t length_difference(std::string_view a, std::string_view b) {
  return a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return {};
  // A third of the word may be wrong; of one or two letters only their case.
  const std::size_t tolerance = word.size() <= 2 ? 0 : std::max<std::size_t>(1, word.size() / 3);
  const std::string wanted = lower_case(word);
  const std::uint64_t wanted_letters = letters(wanted);

  const std::string* best = nullptr;
  std::size_t best_distance = tolerance + 1;
  for (const std::string& candidate : candidates) {
    if (candidate == word) return candidate;
    if (length_difference(word, candidate) >= best_distance) continue;
    const std::string folded = lower_case(candidate);
    // One replacement changes at most two members of the set.
    if (static_cast<std::size_t>(bits(letters(folded) ^ wanted_letters)) > 2 * tolerance) continue;
    const std::size_t found = folded == wanted ? 0 : distance(wanted, folded);
    if (found < best_distance) {
      best = &candidate;
      best_distance = found;
    }
  }
  return best == nullptr ? std::string{} : *best;
}

}  // namespace penstock
