// SPDX-License-Identifier: Apache-2.0
#include "plan/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace penstock::compiling {
namespace {

constexpr std::size_t most_of_a_severity = 500;
// Ids and field names may be megabytes long, and each mistake repeats them; those that are allowed (S-2) are far from being cut.
constexpr std::size_t longest_name = 1000;
constexpr std::size_t longest_message = 2000;

/// The beginning of a long text, never half a character of it.
std::string clipped(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string{text};
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string{text.substr(0, end)} + "...";
}

}  // namespace

void Report::add(Severity severity, std::string_view object, std::string_view code, std::string_view field, std::string message) {
  if (++(severity == Severity::error ? errors_ : warnings_) > most_of_a_severity) return;
  diagnostics_.push_back(
      {severity, std::string{code}, clipped(object, longest_name), clipped(field, longest_name), clipped(message, longest_message)});
}

void Report::add_count(Severity severity, std::size_t found, std::string_view what) {
  if (found <= most_of_a_severity) return;
  const std::size_t more = found - most_of_a_severity;
  diagnostics_.push_back({severity, "MoreDiagnostics", "", "", fmt::format("and {} more {}{}", more, what, more == 1 ? "" : "s")});
}

void Report::error(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  add(Severity::error, object, code, field, std::move(message));
}

void Report::error_once(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  if (once_.insert(fmt::format("{}\n{}", code, clipped(object, longest_name))).second) error(object, code, field, std::move(message));
}

void Report::warning(std::string_view object, std::string_view code, std::string_view field, std::string message) {
  add(Severity::warning, object, code, field, std::move(message));
}

Diagnostics Report::take(const std::pmr::unordered_map<std::string_view, std::uint32_t>& places) && {
  const auto place = [&](const Diagnostic& diagnostic) -> std::int64_t {
    if (diagnostic.object.empty()) return -1;
    const auto found = places.find(diagnostic.object);
    return found == places.end() ? std::numeric_limits<std::int64_t>::max() : std::int64_t{found->second};
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  add_count(Severity::error, errors_, "error");
  add_count(Severity::warning, warnings_, "warning");
  return std::move(diagnostics_);
}

std::string Suggestions::did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  if (!affords(candidates.size())) return {};
  comparisons_left_ -= candidates.size();
  const std::string candidate = nearest(std::string{word}, candidates);
  return candidate.empty() ? std::string{} : fmt::format("; did you mean \"{}\"?", candidate);
}

}  // namespace penstock::compiling
