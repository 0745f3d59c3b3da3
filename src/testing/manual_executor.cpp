// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/manual_executor.hpp"

#include <utility>

namespace penstock::testing {

ManualExecutor::~ManualExecutor() {
  while (run_one()) {
  }
}

void ManualExecutor::submit(std::function<void()> work) {
  const std::lock_guard guard{lock_};
  waiting_.push_back(std::move(work));
}

bool ManualExecutor::run_one() {
  std::function<void()> work;
  {
    const std::lock_guard guard{lock_};
    if (waiting_.empty()) return false;
    work = std::move(waiting_.front());
    waiting_.pop_front();
  }
  work();  // without the lock: work may submit more
  return true;
}

std::size_t ManualExecutor::run_all() {
  const std::size_t planned = waiting();
  std::size_t run = 0;
  while (run < planned && run_one()) ++run;
  return run;
}

std::size_t ManualExecutor::waiting() const {
  const std::lock_guard guard{lock_};
  return waiting_.size();
}

}  // namespace penstock::testing
