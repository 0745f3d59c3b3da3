// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A run beside the schedule of its pipeline (S-79).

#include <string>
#include <string_view>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/plan/single_run.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// What `Engine::run_now` is asked for.
struct RunNow {
  RunSelection steps{};      ///< which of its activities; none named: all
  ParameterValues values{};  ///< for this run; what is not given has the value of the last activation
};

/// As the request of another process has it: `{"only": [id], "from": id, "values": {…}}`, where each member may be missing.
[[nodiscard]] std::string write_run_now(const RunNow& what);
[[nodiscard]] Result<RunNow, Diagnostics> read_run_now(std::string_view json);

}  // namespace penstock
