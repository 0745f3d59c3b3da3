// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <utility>
#include <vector>

#include "executor/descriptor.hpp"
#include "executor/pidfd.hpp"
#include "executor/proc.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Found {
  pid_t pid = 0;
  std::int64_t start_time = 0;
};

/// This process and those it was started by: never left over, even when this host runs inside an attempt of another.
std::vector<pid_t> own_line() {
  std::vector<pid_t> line;
  for (auto pid = ::getpid(); pid > 0;) {
    line.push_back(pid);
    const auto stat = read_stat(pid);
    pid = stat ? stat->parent : 0;
  }
  return line;
}

struct LeftOver {
  std::vector<Found> processes;
  bool group = false;  ///< the recorded group is still there
};

/// Those that the marker or the group gives away. The group counts only if it is still the one that was recorded: its leader is there with
/// the same start time, or one of its members has the marker.
LeftOver find_left_over(const ProcessIdentity& process, const std::string& marker) {
  std::vector<Found> marked, members;
  bool same_group = false;
  const auto ours = own_line();
  for (const auto pid : all_processes()) {
    const auto stat = read_stat(pid);
    if (!stat || stat->ended || std::find(ours.begin(), ours.end(), pid) != ours.end()) continue;
    const Found found{.pid = pid, .start_time = stat->start_time};
    const bool member = process.pid > 0 && stat->group == process.pid;
    const bool has_marker = !marker.empty() && environment_has(pid, marker);
    if (member && (has_marker || (pid == process.pid && stat->start_time == process.start_time))) same_group = true;
    if (has_marker) {
      marked.push_back(found);
    } else if (member) {
      members.push_back(found);
    }
  }
  if (same_group) marked.insert(marked.end(), members.begin(), members.end());
  return {.processes = std::move(marked), .group = same_group};
}

/// Ends one process, and nobody else that got its id meanwhile. Returns what becomes readable once it is gone.
Descriptor end(const Found& found) {
  auto descriptor = open_pidfd(found.pid);
  if (!descriptor) return {};
  const auto stat = read_stat(found.pid);
  if (!stat || stat->start_time != found.start_time) return {};
  signal_pidfd(descriptor, SIGKILL);
  return descriptor;
}

void wait_until_gone(const Descriptor& descriptor, SteadyClock::time_point until) {
  // Without a descriptor (it is gone, or this host has too many files open) a short wait keeps the search from spinning.
  constexpr std::int64_t longest = 60'000, without_descriptor = 5;
  const auto left = std::chrono::ceil<Duration>(until - SteadyClock::now()).count();
  pollfd entry{.fd = descriptor.number(), .events = POLLIN, .revents = 0};
  ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, descriptor ? longest : without_descriptor)));
}

}  // namespace

std::size_t end_left_over(const ProcessIdentity& process, const std::string& marker, Duration patience) {
  const auto until = SteadyClock::now() + patience;
  std::set<std::pair<pid_t, std::int64_t>> seen;
  while (true) {
    const auto found = find_left_over(process, marker);
    if (found.processes.empty()) return seen.size();
    // The whole group at once, so that no member can start another one behind our back.
    if (found.group) ::kill(-static_cast<pid_t>(process.pid), SIGKILL);
    for (const auto& one : found.processes) seen.emplace(one.pid, one.start_time);
    std::vector<Descriptor> ending;
    for (const auto& one : found.processes) ending.push_back(end(one));
    for (const auto& descriptor : ending) wait_until_gone(descriptor, until);
    // Looked for again: one of them may have started another between being seen and being ended.
    if (SteadyClock::now() >= until) return seen.size();
  }
}

}  // namespace penstock
