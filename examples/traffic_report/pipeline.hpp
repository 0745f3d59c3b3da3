// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The pipeline:
///
///     Feed ─▶ RawLog ─┬─▶ CountHits ─▶ Hits ─▶ LoadHits ─▶ HitsTable ─┐ every day of
///             (each   │                                               ├─▶ Totals ─▶ Report
///              day)   ├─▶ Archive ─▶ Archived                         │ the whole span
///                     └─▶ DeleteRaw, after Archive and CountHits      ┘

#include <chrono>
#include <filesystem>

#include "penstock/definition/definition.hpp"
#include "penstock/engine/handlers.hpp"

namespace traffic {

/// What the report is about, and where everything is.
struct Job {
  std::filesystem::path log;     ///< the input
  std::filesystem::path folder;  ///< all that is made goes here
  std::chrono::year_month_day first_day;
  int days = 1;
};

[[nodiscard]] penstock::Definition traffic_pipeline(const Job& job);

/// Registers the pipeline's C++ functions.
void install_functions(penstock::Handlers& handlers, const Job& job);

/// Where Feed leaves the log of the last day, which arrives late, and where it belongs.
[[nodiscard]] std::filesystem::path held_back_log(const Job& job);
[[nodiscard]] std::filesystem::path late_log(const Job& job);

}  // namespace traffic
