// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which task runners live, as far as their heartbeats tell (S-173). Judges no task: tasks live by their progress reports.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "penstock/engine/inspection.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Kept in memory only: after a restart runners are known again with their next heartbeat. One thread at a time.
class RunnerRegister {
 public:
  /// Whether the runner is to end.
  [[nodiscard]] bool heard(const std::string& id, const std::string& worker_group, const std::string& hostname, Instant now);
  /// Its next heartbeat is answered so that it ends.
  void end(const std::string& id) { to_end_.insert(id); }
  /// Those that were heard within a day, by id.
  [[nodiscard]] std::vector<TaskRunner> runners(Instant now) const;

 private:
  void forget_old(Instant now);

  std::map<std::string, TaskRunner> runners_;
  std::set<std::string> to_end_;
};

}  // namespace penstock
