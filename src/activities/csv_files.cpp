// SPDX-License-Identifier: Apache-2.0
#include "csv_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace penstock::activities {

std::ifstream open_to_read(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::system_error{errno, std::generic_category(), fmt::format("cannot read {}", file.native())};
  return stream;
}

CsvFiles::CsvFiles(std::vector<std::filesystem::path> files, DataFormat format)
    : files_{std::move(files)}, format_{std::move(format)}, columns_{format_.columns} {
  // An empty file has no header; the first that has one names the columns for all.
  while (opened_ < files_.size() && (opened_ == 0 || columns_.empty())) open_next();
}

void CsvFiles::open_next() {
  const auto& path = files_[opened_++];
  file_ = open_to_read(path);
  reader_.emplace(file_, path.native(), format_.dialect);
  if (!format_.has_header()) return;
  Record header;
  if (!reader_->next(header)) return;
  std::vector<std::string> names;
  for (auto& name : header) names.push_back(std::move(name).value_or(""));
  if (columns_.empty()) {
    columns_ = std::move(names);
  } else if (names != columns_) {
    throw CsvError{fmt::format("{}: the header is not that of {}", reader_->place(), files_.front().native())};
  }
}

bool CsvFiles::blank(const Record& row) const { return row.size() == 1 && !row.front() && columns_.size() > 1; }

bool CsvFiles::next(Record& row) {
  while (reader_) {
    if (reader_->next(row)) {
      if (blank(row)) continue;
      if (row.size() == columns_.size()) return true;
      throw CsvError{fmt::format("{}: a row of {} where there are {} columns", reader_->place(), row.size(), columns_.size())};
    }
    if (opened_ == files_.size()) return false;
    open_next();
  }
  return false;
}

CsvFile::CsvFile(const std::filesystem::path& file, DataFormat format) : file_{file}, format_{std::move(format)} {}

void CsvFile::begin(const std::vector<std::string>& columns) {
  if (columns.empty()) return;
  if (format_.has_header()) {
    add({columns.begin(), columns.end()});
  } else if (format_.columns.size() != columns.size()) {
    throw CsvError{fmt::format("the output's format names {} columns, but the rows have {}", format_.columns.size(), columns.size())};
  }
}

void CsvFile::add(const Record& row) {
  line_.clear();
  write_record(line_, row, format_.dialect);
  file_.write(line_);
}

}  // namespace penstock::activities
