// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A pipeline, a world and operators made up from a seed.

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "penstock/time.hpp"

namespace penstock {

/// Something that an operator does.
struct RandomCommand {
  enum class What { cancel, rerun, mark_finished, pause, resume, deactivate, drain, activate, activate_from, kill };
  Instant at;
  What what = What::cancel;
  std::size_t chosen = 0;  ///< of the instances or components that there are then
};

struct RandomPipeline {
  std::string definition;  ///< JSON
  std::string script;      ///< as `Script::read` reads it
  std::vector<RandomCommand> commands;
  bool cascades = true;                          ///< mode cascade everywhere
  std::set<std::string> teardowns;               ///< steps that begin whatever became of the others
  std::map<std::string, std::string> calendars;  ///< of each step: the same text for the same intervals
  Instant end;                                   ///< when every interval is long due
};

inline const Instant random_start = utc("2015-05-17");

/// The same for the same seed.
[[nodiscard]] RandomPipeline random_pipeline(std::uint64_t seed);

}  // namespace penstock
