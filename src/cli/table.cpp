// SPDX-License-Identifier: Apache-2.0
#include "cli/table.hpp"

#include <algorithm>

namespace penstock::cli {

void Table::add(std::vector<Cell> row) {
  for (auto& cell : row) cell.text = one_line(cell.text);
  rows_.push_back(std::move(row));
}

void Table::print(Output& out) const {
  std::vector<std::size_t> widths(titles_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
  }
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < titles_.size(); ++i) {
    if (widths[i] == 0) continue;
    shown.push_back(i);
    widths[i] = std::max(widths[i], display_width(titles_[i]));
  }
  constexpr const char* gap = "  ";
  const auto print_row = [&](const auto& text, const auto& color) {
    for (const auto i : shown) {
      const bool last = i == shown.back();
      out.write(out.colored(color(i), text(i)));
      if (last) break;
      out.write(std::string(widths[i] - display_width(text(i)), ' '));
      out.write(gap);
    }
    out.write("\n");
  };
  print_row([&](std::size_t i) -> const std::string& { return titles_[i]; }, [](std::size_t) { return Color::bold; });
  for (const auto& row : rows_) {
    print_row([&](std::size_t i) -> const std::string& { return row[i].text; }, [&](std::size_t i) { return row[i].color; });
  }
}

Cell cell_of(Status status) {
  Color color = Color::plain;
  if (is_bad(status)) {
    color = Color::red;
  } else if (is_done(status)) {
    color = Color::green;
  } else if (status == Status::running || status == Status::creating || status == Status::shutting_down) {
    color = Color::yellow;
  }
  return {.text = std::string{to_text(status)}, .color = color};
}

}  // namespace penstock::cli
