// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows for which whole programs are measured: each side runs in a process of its own, which ends when it is measured. So nothing that one
/// leaves behind (heap, threads, caches of SQLite) is there for the next, and the memory of a process is that of one side.

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/table.hpp"

namespace penstock::bench {

/// What one run found, by name: seconds or bytes, for one activity unless the name says otherwise.
using Figures = std::map<std::string, double>;

/// How much is done: enough for firm figures, or just enough to see that it works.
enum class Size { full, brief };

/// What a program is given.
struct Site {
  Size size = Size::full;
  std::filesystem::path folder;  ///< its own, on a disk, empty at first; gone after all runs
  std::filesystem::path shared;  ///< of all programs of a run

  [[nodiscard]] std::int64_t scaled(std::int64_t full, std::int64_t brief) const { return size == Size::full ? full : brief; }
};

/// One side of a row. Throws std::exception when it did not do what it was to measure.
struct Program {
  std::string name;
  std::function<Figures(const Site&)> run;
  int most_rounds = 5;      ///< not measured more often, whatever is asked for
  bool takes_long = false;  ///< left out, with the rows that need it, unless long ones are asked for
};

/// Which figure of which program.
struct FigureOf {
  std::string program{};  ///< empty: none
  std::string figure{};
};

struct ProgramRow {
  std::string what;
  FigureOf ours;
  std::string peer{};  ///< what `theirs` does
  FigureOf theirs{};
  Goal goal = NoGoal{};
  Unit unit = Unit::seconds;
};

/// What a file contributes.
struct Subject {
  std::vector<Program> programs;
  std::vector<ProgramRow> rows;
};

struct Rounds {
  int count = 5;
  Size size = Size::full;
  bool long_ones = false;  ///< whether programs that take more than a minute are measured too
  std::string filter{};    ///< a regular expression that is found in `what`; empty: all
};

/// The rows of all files, each program measured so many times, in turns.
class ProgramBench {
 public:
  ProgramBench();

  /// Starts this program once more for each program and round. What failed is added to `failures`.
  [[nodiscard]] std::vector<Measured> measure(const Rounds& rounds, std::vector<std::string>& failures) const;

  /// What the started program does: runs one and writes its figures to stdout. Returns the exit code.
  /// `root` is where all programs of a run have their folders.
  [[nodiscard]] int run_one(std::string_view name, Size size, const std::filesystem::path& root) const;

 private:
  std::vector<Program> programs_;
  std::vector<ProgramRow> rows_;
};

// One file each.
Subject durable_chain();
Subject durable_independent();
Subject dag();
Subject waiting();
Subject reopen();
Subject backfill();
Subject shell();
Subject engine_growth();

/// Goals that are said as rates: "0.9 of what the peer does in a second".
[[nodiscard]] constexpr Ratio at_least(double rate) { return Ratio{1 / rate}; }

}  // namespace penstock::bench
