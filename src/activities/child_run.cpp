// SPDX-License-Identifier: Apache-2.0
#include "child_run.hpp"

#include <mutex>
#include <utility>

#include "shell_script.hpp"

namespace penstock::activities {
namespace {

/// Ties the stop token to the child, from when the child is known until it has ended, whichever of the two is noticed first.
class StopLink {
 public:
  void join(ProcessSupervisor& supervisor, const ProcessIdentity& child, const std::stop_token& stop) {
    const std::lock_guard lock{mutex_};
    if (!ended_) callback_.emplace(stop, Stop{&supervisor, child});
  }
  void cut() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    callback_.reset();
  }

 private:
  struct Stop {
    ProcessSupervisor* supervisor;
    ProcessIdentity child;
    void operator()() const { supervisor->stop(child, stop_grace); }
  };
  std::mutex mutex_;
  bool ended_ = false;
  std::optional<std::stop_callback<Stop>> callback_;
};

}  // namespace

std::optional<ProcessIdentity> run_child(ProcessSupervisor& supervisor, const ProcessSpec& spec, const std::stop_token& stop,
                                         std::function<void(const ProcessResult&)> ended, Heartbeat heartbeat) {
  auto link = std::make_shared<StopLink>();
  const auto report = [link, ended = std::move(ended)](const ProcessResult& result) {
    link->cut();
    ended(result);
  };
  const auto child = supervisor.start(spec, report, std::move(heartbeat));
  if (child) link->join(supervisor, *child, stop);
  return child;
}

}  // namespace penstock::activities
