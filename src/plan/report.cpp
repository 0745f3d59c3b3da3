// SPDX-License-Identifier: Apache-2.0
#include "plan/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace penstock::compiling {

void Report::error(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  ++errors_;
  diagnostics_.push_back({Severity::error, std::string{code}, std::string{object}, std::string{field}, std::move(message)});
}

void Report::error_once(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  if (once_.insert(fmt::format("{}\n{}", code, object)).second) error(object, code, field, std::move(message));
}

void Report::warning(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  diagnostics_.push_back({Severity::warning, std::string{code}, std::string{object}, std::string{field}, std::move(message)});
}

Diagnostics Report::take(const std::unordered_map<std::string_view, std::uint32_t>& places) && {
  const auto place = [&](const Diagnostic& diagnostic) -> std::int64_t {
    if (diagnostic.object.empty()) return -1;
    const auto found = places.find(diagnostic.object);
    return found == places.end() ? std::numeric_limits<std::int64_t>::max() : std::int64_t{found->second};
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return std::move(diagnostics_);
}

std::string Suggestions::did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.size() > comparisons_left_) return {};
  comparisons_left_ -= candidates.size();
  const std::string candidate = nearest(std::string{word}, candidates);
  return candidate.empty() ? std::string{} : fmt::format("; did you mean \"{}\"?", candidate);
}

}  // namespace penstock::compiling
