// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where pipelines stand when a run ends, and what somebody has to look at.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/records.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

struct PipelineEnd {
  PipelineSummary summary;
  std::vector<RunSummary> failures;  ///< FAILED, TIMEDOUT and CANCELED instances: where trouble began
  std::int64_t bad = 0;              ///< those, and what fell with them
  std::int64_t waiting = 0;          ///< not over yet
};

/// In the order of `names`.
[[nodiscard]] std::vector<PipelineEnd> ends_of(StoreReader& reader, const std::vector<std::string>& names);

/// Some lines per pipeline; `store` is for the commands that are suggested.
void print(const std::vector<PipelineEnd>& ends, const std::filesystem::path& store, Output& out);

/// [{record of a pipeline, "failures": [record of an instance]}]
[[nodiscard]] Json records(const std::vector<PipelineEnd>& ends);

}  // namespace penstock::cli
