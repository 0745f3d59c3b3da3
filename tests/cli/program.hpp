// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::cli {

/// What the program said and how it ended.
struct Ended {
  int exit_code = -1;  ///< 128 and the signal's number if a signal ended it
  std::string out;
  std::string err;
};

/// The built program, started in a folder. Its standard input is empty unless text is given; it meets no ignored or blocked signals.
class Program {
 public:
  Program(const std::filesystem::path& folder, const std::vector<std::string>& arguments, std::string_view input = {});
  /// Ends it, and what it runs, if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Reads on until it has said `text`; false if it ended without.
  [[nodiscard]] bool says(std::string_view text);
  void send(int signal) const;
  /// From now on nobody reads what it says.
  void stop_listening();
  /// Waits for its end.
  [[nodiscard]] Ended wait();

 private:
  bool read_more();

  std::filesystem::path errors_;
  int pid_ = -1;
  int output_ = -1;
  std::string said_;
};

/// Runs it to its end.
[[nodiscard]] Ended penstock(const std::filesystem::path& folder, const std::vector<std::string>& arguments, std::string_view input = {});

/// Runs it to its end with a terminal of that size as standard output; what it wrote there is `out`.
[[nodiscard]] Ended penstock_on_terminal(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                                         unsigned short columns, unsigned short rows, const std::vector<std::string>& environment = {});

/// The lines of a text.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

}  // namespace penstock::cli
