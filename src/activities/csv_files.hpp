// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows in files.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "atomic_file.hpp"
#include "data_format.hpp"
#include "rows.hpp"

namespace penstock::activities {

/// Opens a file to read. Throws std::system_error.
[[nodiscard]] std::ifstream open_to_read(const std::filesystem::path& file);

/// The rows of several files in turn. With headers, all must have the same one; blank lines are skipped unless there is only one column.
class CsvFiles final : public RowSource {
 public:
  /// Throws std::system_error if a file cannot be read and CsvError if it breaks the format, here and in `next`.
  CsvFiles(std::vector<std::filesystem::path> files, DataFormat format);

  [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
  [[nodiscard]] bool next(Record& row) override;

 private:
  void open_next();
  [[nodiscard]] bool blank(const Record& row) const;

  const std::vector<std::filesystem::path> files_;
  const DataFormat format_;
  std::vector<std::string> columns_;
  std::size_t opened_ = 0;
  std::ifstream file_;
  std::optional<CsvReader> reader_;
};

/// One file, there as a whole or not at all.
class CsvFile final : public RowSink {
 public:
  CsvFile(const std::filesystem::path& file, DataFormat format);

  /// Throws CsvError if the format names columns, but not as many.
  void begin(const std::vector<std::string>& columns) override;
  void add(const Record& row) override;
  void finish() override { file_.commit(); }

 private:
  AtomicFile file_;
  const DataFormat format_;
  std::string line_;
};

}  // namespace penstock::activities
