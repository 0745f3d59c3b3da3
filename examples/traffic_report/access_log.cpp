// SPDX-License-Identifier: Apache-2.0
#include "access_log.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <set>
#include <stdexcept>

#include "files.hpp"

namespace traffic {

namespace {

/// Takes what stands between `open` and `close` off the front of `rest`; none if it is not there.
std::optional<std::string_view> take_between(std::string_view& rest, char open, char close) {
  const auto begin = rest.find(open);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = rest.find(close, begin + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const auto inside = rest.substr(begin + 1, end - begin - 1);
  rest.remove_prefix(end + 1);
  return inside;
}

std::optional<std::string_view> take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.empty()) return std::nullopt;
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

template <class Number>
std::optional<Number> to_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `17/May/2015:10:05:03 +0000`
std::optional<std::chrono::year_month_day> to_day(std::string_view time) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (time.size() < 12 || time[2] != '/' || time[6] != '/' || time[11] != ':') return std::nullopt;
  const auto day = to_number<unsigned>(time.substr(0, 2));
  const auto year = to_number<int>(time.substr(7, 4));
  for (unsigned month = 0; month < months.size(); ++month) {
    if (time.substr(3, 3) != months[month] || !day || !year) continue;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{month + 1}, std::chrono::day{*day}};
    if (date.ok()) return date;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Request> parse(std::string_view line) {
  const auto time = take_between(line, '[', ']');
  const auto request_line = take_between(line, '"', '"');
  const auto status_text = take_word(line);
  const auto bytes_text = take_word(line);
  if (!time || !request_line || !status_text || !bytes_text) return std::nullopt;

  auto rest = *request_line;
  const auto method = take_word(rest);
  const auto target = take_word(rest);
  const auto day = to_day(*time);
  const auto status = to_number<int>(*status_text);
  const auto bytes = *bytes_text == "-" ? std::optional<std::int64_t>{0} : to_number<std::int64_t>(*bytes_text);
  if (!method || !target || !day || !status || !bytes) return std::nullopt;
  return Request{.day = *day, .status = *status, .bytes = *bytes, .path = target->substr(0, target->find('?'))};
}

std::string to_text(std::chrono::year_month_day day) {
  const auto digits = [](int number, std::size_t width) {
    auto text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
  };
  return digits(static_cast<int>(day.year()), 4) + '-' + digits(static_cast<int>(static_cast<unsigned>(day.month())), 2) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(day.day())), 2);
}

DayCounts count_hits(const std::filesystem::path& log) {
  DayCounts counts;
  auto file = open_to_read(log);
  for (std::string line; std::getline(file, line);) {
    const auto request = parse(line);
    if (!request) {
      ++counts.unreadable_lines;
      continue;
    }
    const auto add = [&](Count& count) {
      ++count.requests;
      count.bytes += request->bytes;
    };
    add(counts.total);
    add(counts.by_status[request->status]);
    add(counts.by_path[std::string{request->path}]);
  }
  return counts;
}

std::vector<std::chrono::year_month_day> days_of(const std::filesystem::path& log) {
  std::set<std::chrono::year_month_day> days;
  auto file = open_to_read(log);
  for (std::string line; std::getline(file, line);) {
    if (const auto request = parse(line)) days.insert(request->day);
  }
  return {days.begin(), days.end()};
}

void cut_by_day(const std::filesystem::path& log, const std::map<std::string, std::filesystem::path>& file_of) {
  std::map<std::string, std::string> texts;
  for (const auto& [day, file] : file_of) texts[day];
  auto* current = texts.empty() ? nullptr : &texts.begin()->second;
  auto file = open_to_read(log);
  for (std::string line; std::getline(file, line);) {
    if (const auto request = parse(line)) {
      const auto found = texts.find(to_text(request->day));
      if (found == texts.end()) continue;  // a day that the report is not about
      current = &found->second;
    }
    if (current != nullptr) *current += line + '\n';
  }
  for (const auto& [day, text] : texts) write_whole(file_of.at(day), text);
}

}  // namespace traffic
