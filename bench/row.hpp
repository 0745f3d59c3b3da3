// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A row of the table before it is measured: two functions that are run in turns. A file for each subject, a line in `all_rows` for each
/// file.

#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

#include "bench/table.hpp"

namespace penstock::bench {

/// What it repeats is in `for (auto _ : state)`; what it does before that is not measured.
using Function = std::function<void(benchmark::State&)>;

/// Which clock is read. Other programs on the machine hardly disturb that of the processor, but it stands still while one waits.
enum class Clock { processor, wall };

struct Row {
  std::string what;
  Function ours;
  std::string peer;  ///< what `theirs` does
  Function theirs;
  Goal goal = NoGoal{};
  Clock clock = Clock::processor;
};

// One file each.
std::vector<Row> compile_rows();
std::vector<Row> growth_rows();
std::vector<Row> evaluation_rows();

}  // namespace penstock::bench
