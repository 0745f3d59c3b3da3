// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace penstock {

/// A FIFO between a test and a shell command: whoever reads waits until the other has written, so no test needs to sleep.
class SignalFile {
 public:
  explicit SignalFile(std::filesystem::path path) : path_{std::move(path)} { ::mkfifo(path_.c_str(), 0600); }

  [[nodiscard]] const std::string& path() const { return path_.native(); }
  /// Waits for a line of the command's.
  [[nodiscard]] std::string wait() const {
    std::string line;
    std::ifstream stream{path_};
    std::getline(stream, line);
    return line;
  }
  /// Lets a command go on that reads from here.
  void release() const { std::ofstream{path_} << "go\n"; }
  /// Waits until nobody has it open for writing any more; only then has every process that wrote to it ended.
  void wait_until_closed() const {
    std::ifstream stream{path_};
    while (stream.get() != std::ifstream::traits_type::eof()) {
    }
  }

 private:
  std::filesystem::path path_;
};

}  // namespace penstock
