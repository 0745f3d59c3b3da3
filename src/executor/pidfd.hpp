// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Descriptors that stand for one process for good, whoever gets its id later. Through syscall: the header of glibc 2.36 is not usable from
/// C++.

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "executor/descriptor.hpp"

namespace penstock {

/// None if there is no such process, or no descriptor left: errno tells. Readable once the process has ended; not inherited by children.
[[nodiscard]] inline Descriptor open_pidfd(pid_t pid) { return Descriptor{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U))}; }

inline void signal_pidfd(const Descriptor& process, int signal) { ::syscall(SYS_pidfd_send_signal, process.number(), signal, nullptr, 0U); }

}  // namespace penstock
