// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A stream for people and for other programs: knows whether it is a terminal, and takes a reader that went away quietly.

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace penstock::cli {

enum class Color { plain, red, green, yellow, blue, dim, bold };

/// Collects text and writes it to a descriptor. Never throws: what cannot be written is dropped and remembered. One thread at a time.
class Output {
 public:
  /// Borrows the descriptor. A terminal is used as one unless the environment says otherwise: NO_COLOR (not empty) takes the colors away,
  /// TERM=dumb the moving of the cursor too.
  explicit Output(int descriptor);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  void line(std::string_view text) {
    write(text);
    write("\n");
  }
  void flush();

  /// Whether a person sees it and the cursor can be moved.
  [[nodiscard]] bool is_terminal() const noexcept { return terminal_; }
  /// The text in a color, if it is to be colored at all.
  [[nodiscard]] std::string colored(Color color, std::string_view text) const;

  /// Columns and rows of the terminal now.
  struct Size {
    std::size_t columns = 80;
    std::size_t rows = 24;
  };
  [[nodiscard]] Size size() const noexcept;

  /// The first failure to write; none for a closed pipe.
  [[nodiscard]] std::error_code error() const noexcept { return error_; }

 private:
  int descriptor_;
  bool terminal_ = false;
  bool colors_ = false;
  bool closed_ = false;  // the reader is gone, or an error was met
  std::error_code error_;
  std::string waiting_;
};

/// Without what could move a cursor or change a terminal: control characters become spaces. For text that comes from definitions, logs and
/// errors and is printed within a line.
[[nodiscard]] std::string one_line(std::string_view text);

/// How many columns a UTF-8 text takes, and its beginning that takes at most `columns`. One column per code point.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;
[[nodiscard]] std::string_view fitting(std::string_view text, std::size_t columns) noexcept;

}  // namespace penstock::cli
