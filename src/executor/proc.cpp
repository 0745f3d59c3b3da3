// SPDX-License-Identifier: Apache-2.0
#include "executor/proc.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace penstock {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string read_proc(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  // Not with iterators, which throw what the system says when the process has ended since the file was opened.
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::optional<ProcessStat> parse_stat(std::string_view text) {
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const auto name_end = text.rfind(") ");
  if (name_end == std::string_view::npos) return std::nullopt;
  text.remove_prefix(name_end + 2);

  constexpr std::size_t first = 3;  // number of the first field after the name, as proc(5) counts
  constexpr std::size_t state = 3, parent = 4, group = 5, start_time = 22;
  std::array<std::string_view, start_time - first + 1> fields;
  for (auto& field : fields) {
    const auto end = text.find(' ');
    field = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  const auto parent_id = parse_number<pid_t>(fields[parent - first]);
  const auto group_id = parse_number<pid_t>(fields[group - first]);
  const auto ticks = parse_number<std::int64_t>(fields[start_time - first]);
  if (!parent_id || !group_id || !ticks) return std::nullopt;
  const auto& letter = fields[state - first];
  return ProcessStat{.parent = *parent_id, .group = *group_id, .start_time = *ticks, .ended = letter == "Z" || letter == "X"};
}

std::optional<ProcessStat> read_stat(pid_t pid) { return parse_stat(read_proc(fmt::format("/proc/{}/stat", pid))); }

std::string environment_of(pid_t pid) { return read_proc(fmt::format("/proc/{}/environ", pid)); }

std::string program_of(pid_t pid) {
  std::error_code ignored;
  return std::filesystem::read_symlink(fmt::format("/proc/{}/exe", pid), ignored).native();
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> pids;
  std::error_code error;
  for (std::filesystem::directory_iterator entry{"/proc", error}, end; !error && entry != end; entry.increment(error)) {
    if (const auto pid = parse_number<pid_t>(entry->path().filename().native())) pids.push_back(*pid);
  }
  return pids;
}

}  // namespace penstock
