// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Records of text with separators (RFC 4180). Knows nothing of data nodes, files or tables.

#include <cstddef>
#include <istream>
#include <optional>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::activities {

/// A field of a record. No text: nothing stands between the separators. `""` is an empty text.
using Cell = std::optional<std::string>;
using Record = std::vector<Cell>;

struct Dialect {
  char separator = ',';
  std::optional<char> escape;  ///< takes the meaning from the character after it

  bool operator==(const Dialect&) const = default;
};

/// The text breaks the format; `what()` says where.
class CsvError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads records one by one. A record ends with a line feed, with or without a carriage return before it, outside quotes; quotes count only
/// where a field begins. The last line end may be missing, and a byte order mark at the beginning is not data.
class CsvReader {
 public:
  /// `name` stands for the text in errors; `text` must live as long as the reader.
  CsvReader(std::istream& text, std::string name, Dialect dialect = {});

  /// False at the end. Throws CsvError, and std::ios_base::failure when the file cannot be read.
  [[nodiscard]] bool next(Record& record);
  /// The line on which the last record began, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return record_line_; }
  /// `name:line`, for messages about the last record.
  [[nodiscard]] std::string place() const;

 private:
  enum class After { field, record };

  [[nodiscard]] int peek() { return text_.sgetc(); }
  int take();
  [[nodiscard]] bool is_escape(int character) const;
  After read_field(Cell& cell);
  After read_quoted(Cell& cell);
  After read_plain(Cell& cell);
  [[nodiscard]] bool ends_record(int character);
  void grow(std::string& text, int character);
  [[noreturn]] void fail(std::string_view problem) const;

  std::streambuf& text_;
  const std::string name_;
  const Dialect dialect_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 0;
  std::size_t record_size_ = 0;
};

/// Adds the record, with its line feed, to `text`. Reading it gives the same record.
void write_record(std::string& text, const Record& record, const Dialect& dialect = {});

}  // namespace penstock::activities
