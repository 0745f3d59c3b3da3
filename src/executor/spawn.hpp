// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Starts one child process. Knows nothing of waiting for it.

#include <sys/types.h>

#include <string>

#include "penstock/executor/process.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// The id of the child, or why it could not be started. The child is a zombie of this process until somebody waits for it.
[[nodiscard]] Result<pid_t, std::string> spawn(const ProcessSpec& spec);

}  // namespace penstock
