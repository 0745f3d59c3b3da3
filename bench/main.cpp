// SPDX-License-Identifier: Apache-2.0
/// Runs all rows and prints one table. `--json=<file>` writes it for programs as well; `--brief` does little of everything, once, to see
/// that it works; `--rounds=<n>` says how often whole programs are measured, `--long` measures also those that take minutes. The other
/// options are those of Google Benchmark, of which
/// `--benchmark_filter=<regex>` chooses among all rows, and `--benchmark_repetitions=<n>` makes the medians of functions firmer.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/program.hpp"
#include "bench/row.hpp"
#include "bench/table.hpp"

namespace penstock::bench {
namespace {

constexpr std::string_view ours = "/ours";
constexpr std::string_view theirs = "/peer";

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  for (const auto subject : {compile_rows, growth_rows, evaluation_rows}) {
    std::vector<Row> more = subject();
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  return rows;
}

void add(const Row& row, std::string_view side, const Function& function) {
  auto* const benchmark = benchmark::RegisterBenchmark((row.what + std::string{side}).c_str(), function);
  if (row.clock == Clock::wall) benchmark->UseRealTime();
}

/// Keeps the times of every repetition.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) failures_.push_back(run.benchmark_name() + ": " + run.error_message);
      if (run.error_occurred || run.run_type != Run::RT_Iteration) continue;
      times_[run.run_name.function_name].push_back(seconds(run));
    }
    std::fputc('.', stderr);
  }

  [[nodiscard]] const std::vector<std::string>& failures() const noexcept { return failures_; }

  /// The rows of which both sides were measured.
  [[nodiscard]] std::vector<Measured> measured(const std::vector<Row>& rows) const {
    std::vector<Measured> result;
    for (const Row& row : rows) {
      const auto our_times = times_.find(row.what + std::string{ours});
      const auto their_times = times_.find(row.what + std::string{theirs});
      if (our_times == times_.end() || their_times == times_.end()) continue;
      result.push_back({row.what, row.peer, row.goal, our_times->second, their_times->second});
    }
    return result;
  }

 private:
  static double seconds(const Run& run) {
    const bool wall = run.run_name.time_type == "real_time";
    return (wall ? run.real_accumulated_time : run.cpu_accumulated_time) / static_cast<double>(run.iterations);
  }

  std::map<std::string, std::vector<double>> times_;
  std::vector<std::string> failures_;
};

/// Options of our own.
struct Options {
  std::string json_file{};
  Rounds rounds{};
  std::string program{};  // to be run alone, for `ProgramBench`
  std::filesystem::path folder{};
};

/// What follows `option` if the argument begins with it.
std::optional<std::string> after(std::string_view option, const std::string& argument) {
  if (!argument.starts_with(option)) return std::nullopt;
  return argument.substr(option.size());
}

/// Takes our own options out of the arguments.
Options take_options(std::vector<std::string>& arguments) {
  Options options;
  std::erase_if(arguments, [&](const std::string& argument) {
    if (const auto file = after("--json=", argument)) {
      options.json_file = *file;
    } else if (const auto count = after("--rounds=", argument)) {
      options.rounds.count = std::max(std::atoi(count->c_str()), 1);
    } else if (const auto program = after("--program=", argument)) {
      options.program = *program;
    } else if (const auto folder = after("--folder=", argument)) {
      options.folder = *folder;
    } else if (argument == "--long") {
      options.rounds.long_ones = true;
    } else if (argument == "--brief") {
      options.rounds.size = Size::brief;
      options.rounds.count = 1;
    } else {
      if (const auto filter = after("--benchmark_filter=", argument)) options.rounds.filter = *filter;
      return false;
    }
    return true;
  });
  return options;
}

/// Repetitions of all rows take turns, so that a machine that slows down for a while does so for both sides.
std::vector<std::string> defaults(Size size) {
  if (size == Size::brief) return {"--benchmark_repetitions=1", "--benchmark_min_time=0.001"};
  return {"--benchmark_repetitions=9", "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.05"};
}

int run(std::vector<std::string> arguments) {
  const Options options = take_options(arguments);
  const ProgramBench programs;
  if (!options.program.empty()) return programs.run_one(options.program, options.rounds.size, options.folder);

  // What the caller says comes later and counts.
  const std::vector<std::string> ours_first = defaults(options.rounds.size);
  arguments.insert(arguments.begin() + 1, ours_first.begin(), ours_first.end());
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;

  const std::vector<Row> rows = all_rows();
  for (const Row& row : rows) {
    add(row, ours, row.ours);
    add(row, theirs, row.theirs);
  }
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::vector<std::string> failures = collector.failures();

  std::vector<Measured> measured = collector.measured(rows);
  for (Measured& row : programs.measure(options.rounds, failures)) measured.push_back(std::move(row));
  std::cout << '\n' << to_text(measured);
  if (!options.json_file.empty()) {
    std::ofstream file{options.json_file};
    file << to_json(measured);
    if (!file.flush()) {
      std::cerr << "cannot write " << options.json_file << '\n';
      return 1;
    }
    std::cout << options.json_file << '\n';
  }
  for (const std::string& failure : failures) std::cerr << failure << '\n';
  return failures.empty() ? 0 : 1;
}

}  // namespace
}  // namespace penstock::bench

int main(int argc, char** argv) { return penstock::bench::run({argv, argv + argc}); }
