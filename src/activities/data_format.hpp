// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How the rows of a file data node are written: what its `dataFormat` says.

#include <optional>
#include <string>
#include <vector>

#include "csv.hpp"
#include "penstock/lifecycle/scope.hpp"

namespace penstock::activities {

struct DataFormat {
  Dialect dialect;
  /// From the format's `column` fields (`hits INT`; the type is not looked at): then the file has no header. None: the first record is the
  /// header.
  std::vector<std::string> columns;

  [[nodiscard]] bool has_header() const noexcept { return columns.empty(); }
  bool operator==(const DataFormat&) const = default;
};

/// The node's format: of type CSV, TSV or Custom; none if it has no `dataFormat`. Throws NotPossible for another type or separator.
[[nodiscard]] std::optional<DataFormat> data_format(const ObjectView& node);

}  // namespace penstock::activities
