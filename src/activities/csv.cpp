// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace penstock::activities {
namespace {

constexpr char quote = '"';
constexpr int end_of_text = std::istream::traits_type::eof();
/// A quote that is never closed would otherwise take the rest of the file into memory.
constexpr std::size_t largest_record = std::size_t{16} << 20U;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

CsvReader::CsvReader(std::istream& text, std::string name, Dialect dialect)
    : text_{*text.rdbuf()}, name_{std::move(name)}, dialect_{dialect} {
  std::size_t same = 0;
  while (same < byte_order_mark.size() && peek() == static_cast<unsigned char>(byte_order_mark[same])) {
    text_.sbumpc();
    ++same;
  }
  if (same < byte_order_mark.size()) {
    for (; same > 0; --same) text_.sungetc();
  }
}

std::string CsvReader::place() const { return fmt::format("{}:{}", name_, record_line_); }

void CsvReader::fail(std::string_view problem) const { throw CsvError{fmt::format("{}: {}", place(), problem)}; }

bool CsvReader::is_escape(int character) const {
  return dialect_.escape && *dialect_.escape != quote && character == static_cast<unsigned char>(*dialect_.escape);
}

int CsvReader::take() {
  const int character = text_.sbumpc();
  if (character == '\n') ++line_;
  return character;
}

bool CsvReader::ends_record(int character) {
  if (character == '\n' || character == end_of_text) return true;
  if (character != '\r' || peek() != '\n') return false;
  take();
  return true;
}

void CsvReader::grow(std::string& text, int character) {
  if (++record_size_ > largest_record) fail("the record is larger than 16 MiB; is a quote not closed?");
  text.push_back(static_cast<char>(character));
}

bool CsvReader::next(Record& record) {
  record.clear();
  record_line_ = line_;
  record_size_ = 0;
  if (peek() == end_of_text) return false;
  while (read_field(record.emplace_back()) == After::field) {
  }
  return true;
}

CsvReader::After CsvReader::read_field(Cell& cell) {
  if (peek() != quote) return read_plain(cell);
  take();
  return read_quoted(cell);
}

CsvReader::After CsvReader::read_quoted(Cell& cell) {
  auto& text = cell.emplace();
  while (true) {
    int character = take();
    if (character == end_of_text) fail("a quote is not closed");
    if (is_escape(character)) {
      character = take();
      if (character == end_of_text) fail("the text ends after an escape character");
    } else if (character == quote) {
      if (peek() != quote) break;
      take();
    }
    grow(text, character);
  }
  const int after = take();
  if (after == static_cast<unsigned char>(dialect_.separator)) return After::field;
  if (!ends_record(after)) fail("there is text between a closing quote and the next separator");
  return After::record;
}

CsvReader::After CsvReader::read_plain(Cell& cell) {
  std::string text;
  bool escaped = false;
  const auto finish = [&](After after) {
    if (escaped || !text.empty()) cell = std::move(text);
    return after;
  };
  while (true) {
    int character = take();
    if (is_escape(character)) {
      character = take();
      if (character == end_of_text) fail("the text ends after an escape character");
      escaped = true;
    } else if (character == static_cast<unsigned char>(dialect_.separator)) {
      return finish(After::field);
    } else if (ends_record(character)) {
      return finish(After::record);
    }
    grow(text, character);
  }
}

void write_record(std::string& text, const Record& record, const Dialect& dialect) {
  const auto special = [&](char character) {
    return character == quote || character == '\n' || character == '\r' || character == dialect.separator || character == dialect.escape;
  };
  for (std::size_t n = 0; n < record.size(); ++n) {
    if (n > 0) text += dialect.separator;
    if (!record[n]) continue;
    const std::string_view cell = *record[n];
    if (!cell.empty() && std::none_of(cell.begin(), cell.end(), special)) {
      text += cell;
      continue;
    }
    text += quote;
    for (const char character : cell) {
      if (character == quote) {
        text += quote;
      } else if (dialect.escape && character == *dialect.escape) {
        text += character;
      }
      text += character;
    }
    text += quote;
  }
  text += '\n';
}

}  // namespace penstock::activities
