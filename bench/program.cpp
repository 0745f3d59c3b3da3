// SPDX-License-Identifier: Apache-2.0
#include "bench/program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace penstock::bench {
namespace {

/// A folder of this process's own below the current one, which is where the disk to be measured is.
class Scratch {
 public:
  Scratch() : path_{std::filesystem::current_path() / fmt::format("bench-scratch-{}", ::getpid())} {
    std::filesystem::create_directory(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// As one word of /bin/sh.
std::string for_shell(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return result + "'";
}

struct ClosePipe {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

/// What a run of this very program prints; throws if it fails.
std::string output_of_self(const std::vector<std::string>& arguments) {
  std::string command = for_shell(std::filesystem::read_symlink("/proc/self/exe").native());
  for (const auto& argument : arguments) command += ' ' + for_shell(argument);
  std::unique_ptr<std::FILE, ClosePipe> pipe{::popen(command.c_str(), "re")};
  if (!pipe) throw std::runtime_error{"cannot start " + command};
  std::string output;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) output.append(buffer, got);
  if (::pclose(pipe.release()) != 0) throw std::runtime_error{"failed: " + command};
  return output;
}

/// Lines of a figure, a tab and its name.
std::string written(const Figures& figures) {
  std::string text;
  for (const auto& [name, value] : figures) text += fmt::format("{:.17g}\t{}\n", value, name);
  return text;
}

Figures read(const std::string& text) {
  Figures figures;
  std::istringstream lines{text};
  std::string name;
  for (double value = 0; lines >> value && lines.get() == '\t' && std::getline(lines, name);) figures[name] = value;
  return figures;
}

Figures run_in_own_process(const std::string& program, Size size, const std::filesystem::path& root) {
  std::vector<std::string> arguments{"--program=" + program, "--folder=" + root.native()};
  if (size == Size::brief) arguments.emplace_back("--brief");
  return read(output_of_self(arguments));
}

using Times = std::map<std::string, std::map<std::string, std::vector<double>>>;  // by program and figure

std::vector<double> times_of(const Times& times, const FigureOf& wanted) {
  const auto program = times.find(wanted.program);
  if (program == times.end()) return {};
  const auto figure = program->second.find(wanted.figure);
  return figure == program->second.end() ? std::vector<double>{} : figure->second;
}

}  // namespace

ProgramBench::ProgramBench() {
  for (const auto subject : {durable_chain, durable_independent, dag, waiting, reopen, backfill, shell, engine_growth}) {
    auto [programs, rows] = subject();
    std::move(programs.begin(), programs.end(), std::back_inserter(programs_));
    std::move(rows.begin(), rows.end(), std::back_inserter(rows_));
  }
}

std::vector<Measured> ProgramBench::measure(const Rounds& rounds, std::vector<std::string>& failures) const {
  std::set<std::string> left_out;
  for (const auto& program : programs_)
    if (program.takes_long && !rounds.long_ones) left_out.insert(program.name);
  std::vector<ProgramRow> chosen;
  std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(chosen), [&, pattern = std::regex{rounds.filter}](const ProgramRow& row) {
    return std::regex_search(row.what, pattern) && !left_out.contains(row.ours.program) && !left_out.contains(row.theirs.program);
  });
  std::set<std::string> needed;
  for (const auto& row : chosen) needed.insert({row.ours.program, row.theirs.program});

  const Scratch scratch;
  Times times;
  // All programs once, then all once more: a machine that slows down for a while does so for both sides.
  for (int round = 0; round < rounds.count; ++round) {
    for (const auto& program : programs_) {
      if (!needed.contains(program.name) || round >= program.most_rounds) continue;
      try {
        for (const auto& [figure, value] : run_in_own_process(program.name, rounds.size, scratch.path()))
          times[program.name][figure].push_back(value);
      } catch (const std::exception& error) {
        failures.emplace_back(error.what());
      }
      std::fputc('.', stderr);
    }
  }

  std::vector<Measured> result;
  for (const auto& row : chosen) {
    auto ours = times_of(times, row.ours);
    auto theirs = times_of(times, row.theirs);
    const bool complete = !ours.empty() && (row.theirs.program.empty() || !theirs.empty());
    if (complete) result.push_back({row.what, row.peer, row.goal, std::move(ours), std::move(theirs), row.unit});
    if (!complete) failures.push_back("not measured: " + row.what);
  }
  return result;
}

int ProgramBench::run_one(std::string_view name, Size size, const std::filesystem::path& root) const {
  const auto program = std::find_if(programs_.begin(), programs_.end(), [&](const Program& each) { return each.name == name; });
  if (program == programs_.end()) {
    std::cerr << "there is no program " << name << '\n';
    return 2;
  }
  try {
    const Site site{.size = size, .folder = root / program->name, .shared = root / "shared"};
    std::filesystem::create_directories(site.folder);
    std::filesystem::create_directories(site.shared);
    std::cout << written(program->run(site)) << std::flush;
    return 0;
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << '\n';
    return 1;
  }
}

}  // namespace penstock::bench
