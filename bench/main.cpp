// SPDX-License-Identifier: Apache-2.0
/// Runs all rows and prints one table. `--json=<file>` writes it for programs as well; the other options are those of Google Benchmark:
/// `--benchmark_filter=<regex>` chooses rows, `--benchmark_repetitions=<n>` makes the medians firmer.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

int run(std::vector<std::string> arguments) {
  std::string json_file;
  std::erase_if(arguments, [&](const std::string& argument) {
    constexpr std::string_view option = "--json=";
    const bool is_ours = argument.starts_with(option);
    if (is_ours) json_file = argument.substr(option.size());
    return is_ours;
  });
  // Repetitions of all rows take turns, so that a machine that slows down for a while does so for both sides. What the caller says comes
  // later and counts.
  const std::vector<std::string> defaults{"--benchmark_repetitions=9", "--benchmark_enable_random_interleaving=true",
                                          "--benchmark_min_time=0.05"};
  arguments.insert(arguments.begin() + 1, defaults.begin(), defaults.end());
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

  const std::vector<Measured> measured = collector.measured(rows);
  std::cout << '\n' << to_text(measured);
  if (!json_file.empty()) {
    std::ofstream file{json_file};
    file << to_json(measured);
    if (!file.flush()) {
      std::cerr << "cannot write " << json_file << '\n';
      return 1;
    }
    std::cout << json_file << '\n';
  }
  for (const std::string& failure : collector.failures()) std::cerr << failure << '\n';
  return collector.failures().empty() ? 0 : 1;
}

}  // namespace
}  // namespace penstock::bench

int main(int argc, char** argv) { return penstock::bench::run({argv, argv + argc}); }
