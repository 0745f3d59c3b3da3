// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Collects what the author must know while a definition is compiled.

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "penstock/definition/diagnostics.hpp"

namespace penstock::compiling {

/// Keeps the first few hundred mistakes and counts the rest: nobody reads more, and a hostile definition makes one per word.
class Report {
 public:
  void error(std::string_view object, std::string_view code, std::string_view field, std::string message);
  /// For codes that one object gets only once, whatever the number of its mistakes.
  void error_once(std::string_view object, std::string_view code, std::string_view field, std::string message);
  void warning(std::string_view object, std::string_view code, std::string_view field, std::string message);

  [[nodiscard]] bool has_errors() const noexcept { return errors_ != 0; }

  /// First what is about the definition as a whole, then object by object in the order of `places`, then the others; last how many more
  /// there were.
  [[nodiscard]] Diagnostics take(const std::pmr::unordered_map<std::string_view, std::uint32_t>& places) &&;

 private:
  void add(Severity severity, std::string_view object, std::string_view code, std::string_view field, std::string message);
  void add_count(Severity severity, std::size_t found, std::string_view what);

  Diagnostics diagnostics_;
  std::unordered_set<std::string> once_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// Finds what a misspelt word was meant to be, as long as that stays cheap: a definition with ten thousand wrong references needs the first
/// few suggestions, not a hundred million comparisons.
class Suggestions {
 public:
  /// `; did you mean "X"?`, or nothing.
  [[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);
  /// Whether a word would still be compared with so many: then it is worth collecting them.
  [[nodiscard]] bool affords(std::size_t candidates) const noexcept { return candidates <= comparisons_left_; }

 private:
  std::size_t comparisons_left_ = 1'000'000;
};

}  // namespace penstock::compiling
