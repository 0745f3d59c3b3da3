// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows on their way from one data node to another: where they come from and where they go.

#include <string>
#include <vector>

#include "csv.hpp"

namespace penstock::activities {

/// Gives rows, each with as many cells as there are columns.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// Names of the columns; empty if there are not even names, as in an empty file.
  [[nodiscard]] virtual const std::vector<std::string>& columns() const = 0;
  /// False at the end.
  [[nodiscard]] virtual bool next(Record& row) = 0;
};

/// Takes rows. Nothing is to be seen of them before `finish`.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Called first, and once.
  virtual void begin(const std::vector<std::string>& columns) = 0;
  virtual void add(const Record& row) = 0;
  virtual void finish() = 0;
};

}  // namespace penstock::activities
