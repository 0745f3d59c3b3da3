// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Columns of text under titles, as wide as what they hold. Nothing is ever cut off: ids are there to be copied.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.hpp"
#include "penstock/lifecycle/status.hpp"

namespace penstock::cli {

struct Cell {
  std::string text{};
  Color color = Color::plain;
};

class Table {
 public:
  explicit Table(std::vector<std::string> titles) : titles_{std::move(titles)} {}

  /// One cell per title. Control characters in them become spaces.
  void add(std::vector<Cell> row);
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }

  /// Titles and rows, one line each. A column without any text is left out.
  void print(Output& out) const;

 private:
  std::vector<std::string> titles_;
  std::vector<std::vector<Cell>> rows_;
};

/// Green for done, red for bad, yellow for under way.
[[nodiscard]] Cell cell_of(Status status);

}  // namespace penstock::cli
