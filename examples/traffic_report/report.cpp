// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>

namespace traffic {

namespace {

class Database {
 public:
  explicit Database(const std::filesystem::path& file) {
    sqlite3* opened = nullptr;
    const auto result = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    connection_.reset(opened);
    if (result != SQLITE_OK) fail();
  }

  void for_each_row(const char* sql, const std::function<void(sqlite3_stmt*)>& take) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(connection_.get(), sql, -1, &prepared, nullptr) != SQLITE_OK) fail();
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement{prepared, &sqlite3_finalize};
    auto result = sqlite3_step(prepared);
    for (; result == SQLITE_ROW; result = sqlite3_step(prepared)) take(prepared);
    if (result != SQLITE_DONE) fail();
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error{std::string{"cannot read the summary: "} + sqlite3_errmsg(connection_.get())}; }

  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection_{nullptr, &sqlite3_close};
};

std::string text(sqlite3_stmt* row, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return bytes == nullptr ? std::string{} : std::string{bytes};
}

std::string escaped(std::string_view plain) {
  std::string html;
  for (const char c : plain) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html += c;
    }
  }
  return html;
}

/// 1234567 as 1,234,567.
std::string grouped(std::int64_t number) {
  auto digits = std::to_string(number);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

struct Bar {
  std::string label;
  std::int64_t value = 0;
};

/// Horizontal bars, the longest as wide as the chart.
std::string chart(std::string_view title, const std::vector<Bar>& bars, int label_width) {
  constexpr int row_height = 28;
  constexpr int bar_room = 420;
  constexpr int number_room = 80;
  std::int64_t most = 1;
  for (const auto& bar : bars) most = std::max(most, bar.value);
  const auto height = std::to_string(row_height * static_cast<int>(bars.size()));
  const auto width = std::to_string(label_width + bar_room + number_room);
  std::string svg = "<h2>" + std::string{title} + "</h2>\n<svg role=\"img\" viewBox=\"0 0 " + width + ' ' + height + "\" width=\"" + width +
                    "\" height=\"" + height + "\">\n";
  int y = 0;
  for (const auto& bar : bars) {
    const auto length = std::to_string(bar.value * bar_room / most);
    const auto middle = std::to_string(y + 18);
    svg += "<text x=\"" + std::to_string(label_width - 10) + "\" y=\"" + middle + "\" text-anchor=\"end\">" + escaped(bar.label) + "</text>" +
           "<rect x=\"" + std::to_string(label_width) + "\" y=\"" + std::to_string(y + 4) + "\" width=\"" + length +
           "\" height=\"20\" rx=\"3\"/><text x=\"" + std::to_string(label_width + 6 + std::stoi(length)) + "\" y=\"" + middle + "\">" +
           grouped(bar.value) + "</text>\n";
    y += row_height;
  }
  return svg + "</svg>\n";
}

}  // namespace

Summary read_summary(const std::filesystem::path& file) {
  Summary summary;
  Database database{file};
  database.for_each_row("SELECT day, requests, bytes, errors, unreadable_lines FROM totals ORDER BY day", [&](sqlite3_stmt* row) {
    summary.days.push_back({.day = text(row, 0),
                            .requests = sqlite3_column_int64(row, 1),
                            .bytes = sqlite3_column_int64(row, 2),
                            .errors = sqlite3_column_int64(row, 3),
                            .unreadable_lines = sqlite3_column_int64(row, 4)});
  });
  database.for_each_row("SELECT path, requests FROM top_paths ORDER BY requests DESC, path", [&](sqlite3_stmt* row) {
    summary.top_paths.push_back({.path = text(row, 0), .requests = sqlite3_column_int64(row, 1)});
  });
  return summary;
}

std::string to_html(const Summary& summary) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Traffic report</title>\n<style>\n"
      "body { font: 16px/1.5 system-ui, sans-serif; color: #1d2733; max-width: 860px; margin: 40px auto; padding: 0 20px; }\n"
      "table { border-collapse: collapse; width: 100%; }\n"
      "th, td { padding: 6px 12px; text-align: right; border-bottom: 1px solid #d9e0e7; }\n"
      "th:first-child, td:first-child { text-align: left; }\n"
      "tfoot td { font-weight: 600; }\n"
      "svg { max-width: 100%; height: auto; } svg text { font-size: 13px; fill: #1d2733; } svg rect { fill: #2f7ebc; }\n"
      "</style>\n</head>\n<body>\n<h1>Traffic report</h1>\n";
  if (!summary.days.empty()) html += "<p>" + escaped(summary.days.front().day) + " to " + escaped(summary.days.back().day) + "</p>\n";

  html += "<table>\n<thead><tr><th>Day</th><th>Requests</th><th>Bytes</th><th>Errors</th><th>Unreadable lines</th></tr></thead>\n<tbody>\n";
  const auto row = [](std::string_view first, const DayLine& line) {
    return "<tr><td>" + escaped(first) + "</td><td>" + grouped(line.requests) + "</td><td>" + grouped(line.bytes) + "</td><td>" +
           grouped(line.errors) + "</td><td>" + grouped(line.unreadable_lines) + "</td></tr>\n";
  };
  DayLine all;
  std::vector<Bar> days;
  for (const auto& line : summary.days) {
    html += row(line.day, line);
    all.requests += line.requests;
    all.bytes += line.bytes;
    all.errors += line.errors;
    all.unreadable_lines += line.unreadable_lines;
    days.push_back({line.day, line.requests});
  }
  html += "</tbody>\n<tfoot>" + row("All days", all) + "</tfoot>\n</table>\n";

  std::vector<Bar> paths;
  for (const auto& line : summary.top_paths) paths.push_back({line.path, line.requests});
  html += chart("Requests per day", days, 110) + chart("Most wanted paths", paths, 330);
  return html + "</body>\n</html>\n";
}

std::string to_csv(const Summary& summary) {
  std::string csv = "day,requests,bytes,errors,unreadable_lines\n";
  for (const auto& line : summary.days) {
    csv += line.day + ',' + std::to_string(line.requests) + ',' + std::to_string(line.bytes) + ',' + std::to_string(line.errors) + ',' +
           std::to_string(line.unreadable_lines) + '\n';
  }
  return csv;
}

}  // namespace traffic
