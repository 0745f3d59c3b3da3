// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Web-server logs in Combined Log Format: one request a line.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace traffic {

/// What the report needs of one request.
struct Request {
  std::chrono::year_month_day day;
  int status = 0;
  std::int64_t bytes = 0;
  std::string_view path;  ///< without its query; points into the line
};

/// Reads one line; none if it is no request in Combined Log Format.
[[nodiscard]] std::optional<Request> parse(std::string_view line);

/// `2015-05-17`.
[[nodiscard]] std::string to_text(std::chrono::year_month_day day);

struct Count {
  std::int64_t requests = 0;
  std::int64_t bytes = 0;
};

/// The requests of one day.
struct DayCounts {
  Count total;
  std::map<int, Count> by_status;
  std::map<std::string, Count, std::less<>> by_path;
  std::int64_t unreadable_lines = 0;
};

/// Counts a log. Lines that cannot be read are counted, too, and nothing else.
[[nodiscard]] DayCounts count_hits(const std::filesystem::path& log);

/// The days that occur in a log, in order.
[[nodiscard]] std::vector<std::chrono::year_month_day> days_of(const std::filesystem::path& log);

/// Cuts a log into one file for each day; `file_of` says where that day belongs. A line that cannot be read goes where the line before it went. Each file
/// appears under its name only when it is whole.
void cut_by_day(const std::filesystem::path& log, const std::map<std::string, std::filesystem::path>& file_of);

}  // namespace traffic
