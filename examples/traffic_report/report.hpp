// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The traffic report: a page and a table, made from the summary in the database and from nothing else.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace traffic {

struct DayLine {
  std::string day;
  std::int64_t requests = 0;
  std::int64_t bytes = 0;
  std::int64_t errors = 0;  ///< status 400 and above
  std::int64_t unreadable_lines = 0;
};

struct PathLine {
  std::string path;
  std::int64_t requests = 0;
};

struct Summary {
  std::vector<DayLine> days;
  std::vector<PathLine> top_paths;
};

/// Reads the tables that `Totals` has filled. Throws std::runtime_error.
[[nodiscard]] Summary read_summary(const std::filesystem::path& database);

/// One self-contained page: a table, and a chart of requests per day and of the most wanted paths.
[[nodiscard]] std::string to_html(const Summary& summary);
[[nodiscard]] std::string to_csv(const Summary& summary);

}  // namespace traffic
