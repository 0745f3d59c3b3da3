// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The pipeline whose program is killed: many short steps of every sort, so that any moment is the middle of something.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "penstock/definition/definition.hpp"

namespace penstock::testing {

/// Who does the work of a step.
enum class Worker : std::uint8_t {
  computing,  ///< a C++ function on oneTBB
  blocking,   ///< a C++ function on a thread
  shell,      ///< a child process of a shell
  group,      ///< the same, and it leaves a process in the background that sleeps on when it has ended; so do checks
  session,    ///< a process that starts another one in a session of its own; both go on for ever once their program is gone
};

struct Step {
  std::string id{};
  Worker worker = Worker::computing;
  std::size_t blocks = 0;            ///< of work: each is written to the disk and waited for
  int failures = 0;                  ///< the first attempts, which fail unless they are lost
  std::vector<std::size_t> after{};  ///< by position
  bool checked = false;              ///< whether a precondition has to be met, which is `check_of` this step
};

/// In an order in which they can be done.
[[nodiscard]] std::vector<Step> busy_steps();
[[nodiscard]] std::string check_of(const Step& step);

/// Name of the pipeline, and of the function that does the work of those that are no processes.
inline constexpr const char* busy_pipeline_name = "busy";
inline constexpr const char* busy_function = "work";
/// The variable that names the program whose command `work` does the work of processes.
inline constexpr const char* program_variable = "PENSTOCK_KILL_PROGRAM";

/// Runs once, at once. A failure too many, such as a lost attempt that is counted, makes the step fail for good.
[[nodiscard]] Definition busy_pipeline(const std::vector<Step>& steps);

}  // namespace penstock::testing
