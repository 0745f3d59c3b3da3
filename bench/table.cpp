// SPDX-License-Identifier: Apache-2.0
#include "bench/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <nlohmann/json.hpp>

namespace penstock::bench {
namespace {

struct Multiple {
  double size;
  std::string_view name;
};

template <std::size_t count>
std::string in_multiples(double value, const std::array<Multiple, count>& multiples) {
  const auto multiple = std::find_if(multiples.begin(), multiples.end() - 1, [&](const Multiple& each) { return value >= each.size; });
  const double shown = value / multiple->size;
  return fmt::format("{:.{}f} {}", shown, shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0, multiple->name);
}

std::string ratio_text(double times) { return fmt::format("{:.2f} x", times); }

std::string value_text(double value, Unit unit) {
  switch (unit) {
    case Unit::seconds:
      return in_multiples(value, std::array{Multiple{1, "s"}, Multiple{1e-3, "ms"}, Multiple{1e-6, "µs"}, Multiple{1e-9, "ns"}});
    case Unit::bytes:
      return in_multiples(value, std::array{Multiple{1e9, "GB"}, Multiple{1e6, "MB"}, Multiple{1e3, "kB"}, Multiple{1, "B"}});
    case Unit::times:
      return ratio_text(value);
  }
  return {};
}

std::string goal_text(const Goal& goal) {
  if (const auto* times = std::get_if<Ratio>(&goal)) return fmt::format("{:g} x", times->most);
  if (const auto* seconds = std::get_if<Seconds>(&goal)) return fmt::format("{:g} s", seconds->most);
  if (const auto* bytes = std::get_if<Bytes>(&goal)) return value_text(bytes->most, Unit::bytes);
  return "-";
}

std::string_view verdict(const Measured& row) {
  const auto ok = reached(row);
  return !ok ? "-" : *ok ? "yes" : "NO";
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

double median(std::vector<double> times) {
  assert(!times.empty());
  std::sort(times.begin(), times.end());
  const std::size_t middle = times.size() / 2;
  return times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
}

double ratio(const Measured& row) { return median(row.ours) / median(row.theirs); }

std::optional<bool> reached(const Measured& row) {
  if (const auto* times = std::get_if<Ratio>(&row.goal)) return ratio(row) <= times->most;
  if (const auto* seconds = std::get_if<Seconds>(&row.goal)) return median(row.ours) <= seconds->most;
  if (const auto* bytes = std::get_if<Bytes>(&row.goal)) return median(row.ours) <= bytes->most;
  return std::nullopt;
}

std::string to_text(const std::vector<Measured>& rows) {
  using Cells = std::array<std::string, 7>;
  std::vector<Cells> lines{{"what", "ours", "peer", "measured against", "ratio", "goal", "ok?"}};
  for (const Measured& row : rows) {
    const bool compared = !row.theirs.empty();
    lines.push_back({row.what, value_text(median(row.ours), row.unit), compared ? value_text(median(row.theirs), row.unit) : "-", row.peer,
                     compared ? ratio_text(ratio(row)) : "-", goal_text(row.goal), std::string{verdict(row)}});
  }
  Cells::size_type column = 0;
  std::array<std::size_t, std::tuple_size_v<Cells>> widths{};
  for (std::size_t& width : widths) {
    for (const Cells& line : lines) width = std::max(width, characters(line[column]));
    ++column;
  }
  std::string text;
  for (const Cells& line : lines) {
    for (column = 0; column < line.size(); ++column) {
      const bool last = column + 1 == line.size();
      text += fmt::format("{:{}}{}", line[column], last ? 0 : widths[column], last ? "\n" : "  ");
    }
  }
  return text;
}

std::string to_json(const std::vector<Measured>& rows) {
  auto report = nlohmann::ordered_json::array();
  for (const Measured& row : rows) {
    nlohmann::ordered_json entry{{"what", row.what}, {"ours", median(row.ours)}};
    if (row.unit != Unit::seconds) entry["unit"] = row.unit == Unit::bytes ? "bytes" : "times";
    if (!row.theirs.empty()) {
      entry["peer"] = median(row.theirs);
      entry["measuredAgainst"] = row.peer;
      entry["ratio"] = ratio(row);
    }
    if (const auto* times = std::get_if<Ratio>(&row.goal)) entry["goalRatio"] = times->most;
    if (const auto* seconds = std::get_if<Seconds>(&row.goal)) entry["goalSeconds"] = seconds->most;
    if (const auto* bytes = std::get_if<Bytes>(&row.goal)) entry["goalBytes"] = bytes->most;
    if (const auto ok = reached(row)) entry["ok"] = *ok;
    report.push_back(std::move(entry));
  }
  return report.dump(2) + '\n';
}

}  // namespace penstock::bench
