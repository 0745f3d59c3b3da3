// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Data of file nodes next to the command that works on it: copied there before, and away afterwards (section 21 of the rules).

#include <filesystem>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "penstock/activity/staging.hpp"

namespace penstock::activities {

/// A copy in either direction did not work (S-181).
class StagingFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Fresh directories of one attempt, below `root`; removed with everything in them by the destructor. Every function throws StagingFailed, and NotPossible for nodes
/// that are not on this machine.
class StagedFiles {
 public:
  StagedFiles(Staging staging, std::filesystem::path root);
  ~StagedFiles();
  StagedFiles(const StagedFiles&) = delete;
  StagedFiles& operator=(const StagedFiles&) = delete;

  /// Makes the directories and copies the inputs into them. A rolled-up input gets one directory per instance, named by its start (S-182).
  void copy_in(const std::stop_token& stop);
  /// `INPUT1_STAGING_DIR=…`, …
  [[nodiscard]] std::vector<std::string> environment() const;
  /// Copies what is in the output directories to the nodes. Files of the same name are replaced, each as a whole; none is deleted.
  void copy_out(const std::stop_token& stop);

 private:
  [[nodiscard]] std::filesystem::path directory(const StagedReference& reference) const { return root_ / reference.variable; }

  Staging staging_;
  std::filesystem::path root_;
};

}  // namespace penstock::activities
