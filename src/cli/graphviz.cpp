// SPDX-License-Identifier: Apache-2.0
#include "cli/graphviz.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <system_error>

#include "cli/commands.hpp"
#include "penstock/executor/process.hpp"

namespace penstock::cli {

namespace {

/// For the files between us and the other program; goes away with what is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_{std::filesystem::temp_directory_path() / "penstock-graph-XXXXXX"} {
    auto name = path_.native();
    if (::mkdtemp(name.data()) == nullptr) {
      throw InputError{fmt::format("cannot make {}: {}", name, std::generic_category().message(errno))};
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

ProcessResult run_to_end(const ProcessSpec& spec) {
  std::promise<ProcessResult> ended;
  ProcessSupervisor supervisor;
  supervisor.start(spec, [&ended](const ProcessResult& result) { ended.set_value(result); });
  return ended.get_future().get();
}

}  // namespace

std::string svg_of(std::string_view dot) {
  const TemporaryFolder folder;
  const auto source = folder / "graph.dot";
  {
    std::ofstream stream{source, std::ios::binary};
    stream << dot;
    if (!stream.flush()) throw InputError{fmt::format("cannot write {}", source.string())};
  }
  ProcessSpec spec;
  spec.arguments = {"dot", "-Tsvg", source.string()};
  spec.stdout_file = folder / "graph.svg";
  spec.stderr_file = folder / "errors";
  const auto result = run_to_end(spec);
  if (!result.error.empty()) {
    throw InputError{
        fmt::format("--format svg needs the program dot of Graphviz: {}\ninstall it (Debian, Ubuntu: apt-get install graphviz; Fedora: dnf "
                    "install graphviz), or take --format dot or mermaid",
                    result.error)};
  }
  if (result.exit_code != 0) throw InputError{fmt::format("dot of Graphviz failed: {}", contents_of(spec.stderr_file))};
  return contents_of(spec.stdout_file);
}

}  // namespace penstock::cli
