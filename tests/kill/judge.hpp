// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Holds what the store says against what the activities have written down themselves.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kill/busy_pipeline.hpp"
#include "kill/ledger.hpp"
#include "penstock/lifecycle/batch.hpp"

namespace penstock::testing {

/// A step as the store has it.
struct StepRecord {
  Status status = Status::waiting_on_dependencies;
  std::vector<AttemptRow> attempts{};  ///< by number
};
/// By id.
using Record = std::map<std::string, StepRecord>;

/// What the store in that folder says about the busy pipeline; empty if it has none yet. Throws StoreError if it cannot be read.
[[nodiscard]] Record read_record(const std::filesystem::path& folder);

/// How many attempts were lost with the program.
[[nodiscard]] std::size_t lost_attempts(const Record& record);

/// What is wrong at any moment at which the program does not run, in words:
/// * an activity was begun again after it had finished, or is no longer finished although it was in the `earlier` record;
/// * an attempt was begun twice, or without being recorded; two attempts of one activity were at work at the same time;
/// * an attempt counts as ended that did not end so, or was given up for another reason than that the program was killed;
/// * something that an earlier life of the program had started was at work after a later one had opened the store;
/// * an activity began before all that it depends on had succeeded, for good.
[[nodiscard]] std::vector<std::string> judge(const std::vector<Step>& steps, const std::vector<Entry>& ledger, const Record& record,
                                             const Record& earlier);

/// What is lost, now that the pipeline is finished: activities that are not, or that have never succeeded.
[[nodiscard]] std::vector<std::string> judge_end(const std::vector<Step>& steps, const std::vector<Entry>& ledger, const Record& record);

}  // namespace penstock::testing
