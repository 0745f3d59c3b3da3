// SPDX-License-Identifier: Apache-2.0
#include "kill/ledger.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace penstock::testing {
namespace {

constexpr std::array<std::string_view, 7> deeds = {"opening", "opened", "begun", "sleeping", "succeeded", "failed", "overlapped"};

/// A part of a page: the kernel looks for a deadly signal between one page and the next, and would leave half a line.
constexpr std::size_t line_length = 64;

Entry parse(const std::string& line) {
  std::istringstream words{line};
  std::string deed;
  Entry entry;
  words >> deed >> entry.who >> entry.attempt >> entry.life >> entry.pid;
  const auto found = std::find(deeds.begin(), deeds.end(), deed);
  if (!words || found == deeds.end()) throw std::runtime_error{"no entry of a ledger: " + line};
  entry.deed = static_cast<Deed>(found - deeds.begin());
  return entry;
}

[[noreturn]] void fail(const std::filesystem::path& ledger) { throw std::system_error{errno, std::generic_category(), ledger.native()}; }

}  // namespace

std::string to_text(const Entry& entry) {
  return fmt::format("{} {} {} {} {}", deeds[static_cast<std::size_t>(entry.deed)], entry.who, entry.attempt, entry.life, entry.pid);
}

void write_entry(const std::filesystem::path& ledger, const Entry& entry) {
  const auto line = fmt::format("{:<{}}\n", to_text(entry), line_length - 1);
  if (line.size() != line_length) throw std::length_error{line};
  const int file = ::open(ledger.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file == -1) fail(ledger);
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written) fail(ledger);
}

std::vector<Entry> read_ledger(const std::filesystem::path& ledger) {
  std::ifstream in{ledger, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  std::vector<Entry> entries;
  for (std::size_t at = 0; at < text.size(); at += line_length) entries.push_back(parse(text.substr(at, line_length)));
  return entries;
}

}  // namespace penstock::testing
