// SPDX-License-Identifier: Apache-2.0
#include "runner_register.hpp"

namespace penstock {

namespace {

/// Runners name themselves, often anew at every start: names of the dead must not pile up.
constexpr Duration remembered = std::chrono::hours{24};

}  // namespace

bool RunnerRegister::heard(const std::string& id, const std::string& worker_group, const std::string& hostname, Instant now) {
  forget_old(now);
  if (to_end_.erase(id) > 0) {
    runners_.erase(id);
    return true;
  }
  runners_[id] = {.id = id, .worker_group = worker_group, .hostname = hostname, .last_heard = now};
  return false;
}

std::vector<TaskRunner> RunnerRegister::runners(Instant now) const {
  std::vector<TaskRunner> result;
  for (const auto& [id, runner] : runners_) {
    if (runner.last_heard + remembered < now) continue;
    result.push_back(runner);
    result.back().missing = runner.last_heard + 2 * heartbeat_period < now;
  }
  return result;
}

void RunnerRegister::forget_old(Instant now) {
  for (auto runner = runners_.begin(); runner != runners_.end();) {
    if (runner->second.last_heard + remembered < now) {
      to_end_.erase(runner->first);
      runner = runners_.erase(runner);
    } else {
      ++runner;
    }
  }
}

}  // namespace penstock
