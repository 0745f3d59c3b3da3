// SPDX-License-Identifier: Apache-2.0
#include "cli/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/output.hpp"

namespace penstock::cli {

namespace {

/// Statuses that mean the same to somebody who watches, in the order in which they are shown.
struct Group {
  std::string_view name;
  std::vector<Status> statuses;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all{
      {"running", {Status::running, Status::creating, Status::shutting_down}},
      {"waiting", {Status::waiting_on_dependencies, Status::waiting_for_runner}},
      {"paused", {Status::paused}},
      {"finished", {Status::finished}},
      {"skipped", {Status::skipped}},
      {"failed", {Status::failed, Status::timedout}},
      {"cascade-failed", {Status::cascade_failed}},
      {"canceled", {Status::canceled}},
  };
  return all;
}

}  // namespace

Tally::Row& Tally::row(std::string_view pipeline, std::string_view component, Kind kind) {
  const auto [place, fresh] = places_.try_emplace(fmt::format("{}/{}", pipeline, component), rows_.size());
  if (fresh) rows_.push_back({.pipeline = std::string{pipeline}, .component = std::string{component}, .kind = kind});
  return rows_[place->second];
}

void Tally::add(std::string_view pipeline, std::string_view component, Kind kind, Status status) {
  ++row(pipeline, component, kind).counts[static_cast<std::size_t>(status)];
}

void Tally::apply(const Change& change) {
  auto& counts = row(change.pipeline, change.component, change.kind).counts;
  auto& from = counts[static_cast<std::size_t>(change.from)];
  if (from > 0) --from;
  ++counts[static_cast<std::size_t>(change.to)];
}

std::string Tally::in_words(const Counts& counts) {
  std::string text;
  for (const auto& group : groups()) {
    std::int64_t count = 0;
    for (const auto status : group.statuses) count += counts[static_cast<std::size_t>(status)];
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, group.name);
  }
  return text;
}

bool Tally::is_lively(const Row& row) {
  for (std::size_t i = 0; i < statuses; ++i) {
    const auto status = static_cast<Status>(i);
    if (row.counts[i] > 0 && status != Status::scheduled && !is_done(status)) return true;
  }
  return false;
}

std::vector<std::string> Tally::lines(std::size_t most) const {
  std::vector<const Row*> shown;
  for (const auto& row : rows_) shown.push_back(&row);
  std::size_t left_out = 0;
  if (shown.size() > most) {
    const auto room = most == 0 ? 0 : most - 1;
    std::stable_partition(shown.begin(), shown.end(), [](const Row* row) { return is_lively(*row); });
    left_out = shown.size() - room;
    shown.resize(room);
    std::sort(shown.begin(), shown.end());  // rows lie in one array, in order of appearance
  }

  std::set<std::string_view> pipelines;
  std::size_t width = 0;
  for (const auto& row : rows_) pipelines.insert(row.pipeline);
  const auto title = [&](const Row& row) {
    return one_line(pipelines.size() > 1 ? fmt::format("{}/{}", row.pipeline, row.component) : row.component);
  };
  for (const auto* row : shown) width = std::max(width, display_width(title(*row)));

  std::vector<std::string> lines;
  for (const auto* row : shown) {
    auto line = "  " + title(*row);
    line.append(width + 2 - display_width(line) + 2, ' ');
    lines.push_back(fmt::format("{}{:<13}{}", line, to_text(row->kind), in_words(row->counts)));
  }
  if (left_out > 0 && most > 0) lines.push_back(fmt::format("  and {} more", left_out));
  return lines;
}

std::string Tally::total() const {
  Counts all{};
  for (const auto& row : rows_) {
    if (!is_runnable(row.kind)) continue;  // preconditions come and go with their owners
    for (std::size_t i = 0; i < statuses; ++i) all[i] += row.counts[i];
  }
  return in_words(all);
}

}  // namespace penstock::cli
