// SPDX-License-Identifier: Apache-2.0
#include "expression/zone.hpp"

#include <algorithm>

#include "civil.hpp"
#include "expression/zone_names.hpp"
#include "time_text.hpp"

namespace penstock::expression {

namespace {

using CctzSecond = cctz::time_point<cctz::seconds>;

CctzSecond whole_second(Instant instant) {
  return CctzSecond{cctz::seconds{civil::floor_div(civil::to_ms(instant), civil::ms_per_second)}};
}

/// cctz also takes paths, "libc:localtime" and its own spelling of offsets, and the folder holds zones that count leap seconds. None of it
/// is for a definition to name.
bool is_zone_name(std::string_view id) {
  constexpr std::size_t longest = 64;
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
  };
  const auto within = [&](std::string_view folder) { return id.substr(0, folder.size()) == folder; };
  if (id.empty() || id.size() > longest || !(id[0] >= 'A' && id[0] <= 'Z') || !std::all_of(id.begin(), id.end(), allowed)) return false;
  return !within("Fixed/");
}

}  // namespace

std::optional<Zone> Zone::find(std::string_view id) {
  if (id == "UTC") return Zone{};
  if (const auto offset = parse_offset(id)) {
    if (*offset == Duration::zero()) return Zone{};
    return Zone{std::string{id}, FixedOffset{std::chrono::duration_cast<std::chrono::seconds>(*offset).count()}};
  }
  cctz::time_zone zone;
  if (!is_zone_name(id) || !cctz::load_time_zone(std::string{id}, &zone)) return std::nullopt;
  return Zone{std::string{id}, zone};
}

std::optional<Duration> Zone::parse_offset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::size_t separator = text.size() > 3 && text[3] == ':' ? 1 : 0;
  constexpr int limits[] = {23, 59, 59};
  constexpr std::int64_t seconds[] = {3'600, 60, 1};
  std::int64_t total = 0;
  std::size_t position = 1;
  for (std::size_t part = 0; part < 3 && position < text.size(); ++part) {
    if (part > 0 && separator == 1) {
      if (text[position] != ':') return std::nullopt;
      ++position;
    }
    const auto value = digits_at(text, position, 2);
    if (!value || *value > limits[part]) return std::nullopt;
    total += *value * seconds[part];
    position += 2;
  }
  if (position != text.size()) return std::nullopt;
  return std::chrono::seconds{text[0] == '-' ? -total : total};
}

Duration Zone::offset(Instant instant) const {
  if (const auto* fixed = std::get_if<FixedOffset>(&rule_)) return std::chrono::seconds{fixed->seconds};
  return std::chrono::seconds{std::get<cctz::time_zone>(rule_).lookup(whole_second(instant)).offset};
}

std::optional<Instant> Zone::from_local(std::int64_t local_ms, Lookup lookup) const {
  if (const auto* fixed = std::get_if<FixedOffset>(&rule_)) {
    const auto ms = civil::difference(local_ms, fixed->seconds * civil::ms_per_second);
    return ms ? std::optional{civil::from_ms(*ms)} : std::nullopt;
  }
  const std::int64_t seconds = civil::floor_div(local_ms, civil::ms_per_second);
  const cctz::civil_second local = cctz::civil_second{1970, 1, 1, 0, 0, 0} + seconds;
  const auto found = std::get<cctz::time_zone>(rule_).lookup(local);
  CctzSecond chosen = found.pre;
  if (found.kind == cctz::time_zone::civil_lookup::SKIPPED) {
    if (lookup == Lookup::exact) return std::nullopt;
    if (lookup == Lookup::start_of_day) chosen = found.trans;
  }
  const std::int64_t rest = lookup == Lookup::start_of_day ? 0 : civil::floor_mod(local_ms, civil::ms_per_second);
  const auto ms = civil::product(chosen.time_since_epoch().count(), civil::ms_per_second);
  const auto moment = ms ? civil::sum(*ms, rest) : std::nullopt;
  return moment ? std::optional{civil::from_ms(*moment)} : std::nullopt;
}

std::string Zone::abbreviation(Instant instant) const {
  if (const auto* zone = std::get_if<cctz::time_zone>(&rule_)) return zone->lookup(whole_second(instant)).abbr;
  return id_;
}

std::string Zone::short_name(Instant instant) const {
  const std::string abbreviated = abbreviation(instant);
  if (const auto* names = zone_names(id_, abbreviated)) return std::string{names->short_name};
  if (!abbreviated.empty() && (abbreviated[0] == '+' || abbreviated[0] == '-')) {
    std::string text;
    append_offset(text, offset(instant), ":");
    return text;
  }
  return abbreviated;
}

std::string Zone::long_name(Instant instant) const {
  const auto* names = zone_names(id_, abbreviation(instant));
  return names != nullptr ? std::string{names->long_name} : short_name(instant);
}

void Zone::append_offset(std::string& out, Duration offset, std::string_view separator) {
  const std::int64_t minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(offset)).count() / 60;
  out.push_back(offset.count() < 0 ? '-' : '+');
  append_padded(out, minutes / 60, 2);
  out += separator;
  append_padded(out, minutes % 60, 2);
}

}  // namespace penstock::expression
