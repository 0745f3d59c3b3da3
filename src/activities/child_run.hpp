// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One child process on behalf of an attempt or a check, ended when the attempt is asked to stop.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "penstock/executor/process.hpp"

namespace penstock::activities {

/// Starts the process; `ended` is called once, on the supervisor's thread, perhaps before this returns. The supervisor outlives the run: it
/// calls `ended` before it is gone.
std::optional<ProcessIdentity> run_child(ProcessSupervisor& supervisor, const ProcessSpec& spec, const std::stop_token& stop,
                                         std::function<void(const ProcessResult&)> ended, Heartbeat heartbeat = {});

}  // namespace penstock::activities
