// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Child processes without an engine: posix_spawn, a process group and two pipes for each, pidfds, one epoll. Stores nothing.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace penstock::bench {

/// Runs the command so many times, `in_flight` at a time, and reads what it writes to the end. Returns how many ended with code 0. Throws
/// std::system_error.
[[nodiscard]] std::int64_t spawn_loop(const std::vector<std::string>& command, std::int64_t count, std::size_t in_flight);

}  // namespace penstock::bench
