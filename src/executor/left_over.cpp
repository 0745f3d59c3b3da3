// SPDX-License-Identifier: Apache-2.0
#include "executor/left_over.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "executor/descriptor.hpp"
#include "executor/pidfd.hpp"
#include "executor/proc.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// From the fork of a child to its exec, on a machine that has much else to do.
constexpr Duration longest_start{1'000};

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

/// What was found of one lost attempt.
struct LeftOver {
  std::vector<Found> marked;
  std::vector<Found> members;  ///< of a group with the recorded id, unmarked
  bool group = false;          ///< that group is the recorded one

  [[nodiscard]] std::vector<Found> processes() const {
    auto all = marked;
    if (group) all.insert(all.end(), members.begin(), members.end());
    return all;
  }
};

/// Tells to which of many lost attempts a process belongs.
class Search {
 public:
  explicit Search(const std::vector<LostWork>& lost) : lost_{lost} {
    for (std::size_t n = 0; n < lost.size(); ++n) {
      if (!lost[n].marker.empty()) by_marker_.emplace(lost[n].marker, n);
      if (lost[n].process.pid > 0) by_group_.emplace(lost[n].process.pid, n);
    }
  }

  /// By position in `lost`.
  [[nodiscard]] std::vector<LeftOver> look() {
    std::vector<LeftOver> found(lost_.size());
    const auto ours = own_line();
    anybody_starts_ = false;
    for (const auto pid : all_processes()) {
      const auto stat = read_stat(pid);
      if (!stat || stat->ended || std::find(ours.begin(), ours.end(), pid) != ours.end()) continue;
      const Found process{.pid = pid, .start_time = stat->start_time};
      const auto marked = marker_of(pid);
      anybody_starts_ = anybody_starts_ || (!marked && starts(pid, *stat));
      if (marked) found[*marked].marked.push_back(process);
      const auto member = by_group_.find(stat->group);
      if (member == by_group_.end()) continue;
      auto& left = found[member->second];
      const auto& leader = lost_[member->second].process;
      if (marked == member->second || (pid == leader.pid && stat->start_time == leader.start_time)) left.group = true;
      if (!marked) left.members.push_back(process);
    }
    return found;
  }

  /// Whether the last look met a process that may still turn out to be left over: a program that was killed while it started a child leaves
  /// one that is a copy of itself until its exec, without a mark, and has none yet for a moment after that.
  [[nodiscard]] bool anybody_starts() const noexcept { return anybody_starts_; }

 private:
  [[nodiscard]] bool starts(pid_t pid, const ProcessStat& stat) {
    if (stat.group != pid || by_marker_.empty()) return false;
    if (program_of(pid) != own_program_) return starting_.contains(pid) && environment_of(pid).empty();
    if (program_of(stat.parent) == own_program_) return false;  // who starts it is alive, and no earlier run
    starting_.insert(pid);
    return true;
  }

  [[nodiscard]] std::optional<std::size_t> marker_of(pid_t pid) const {
    if (by_marker_.empty()) return std::nullopt;
    const auto environment = environment_of(pid);
    std::string_view rest = environment;
    while (!rest.empty()) {
      const auto end = rest.find('\0');
      const auto found = by_marker_.find(rest.substr(0, end));
      if (found != by_marker_.end()) return found->second;
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return std::nullopt;
  }

  const std::vector<LostWork>& lost_;
  std::map<std::string, std::size_t, std::less<>> by_marker_;
  std::map<std::int64_t, std::size_t> by_group_;
  const std::string own_program_ = program_of(::getpid());
  std::set<pid_t> starting_;
  bool anybody_starts_ = false;
};

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

std::vector<std::size_t> end_left_over(const std::vector<LostWork>& lost, Duration patience, const std::function<void()>& pause) {
  const auto until = SteadyClock::now() + patience;
  // A copy of this program may also be one that lives on, a worker that it forked: it is not waited for long.
  const auto started_until = std::min(until, SteadyClock::now() + longest_start);
  Search search{lost};
  std::vector<std::set<std::pair<pid_t, std::int64_t>>> seen(lost.size());
  while (true) {
    std::vector<Descriptor> ending;
    const auto found = search.look();
    for (std::size_t n = 0; n < lost.size(); ++n) {
      // The whole group at once, so that no member can start another one behind our back.
      if (found[n].group) ::kill(-static_cast<pid_t>(lost[n].process.pid), SIGKILL);
      for (const auto& process : found[n].processes()) {
        seen[n].emplace(process.pid, process.start_time);
        ending.push_back(end(process));
      }
    }
    for (const auto& descriptor : ending) wait_until_gone(descriptor, until);
    const auto now = SteadyClock::now();
    // Looked for again: one of them may have started another between being seen and being ended.
    const bool again = !ending.empty() && now < until;
    const bool wait = search.anybody_starts() && now < started_until;
    if (!again && !wait) break;
    if (!again) pause();
  }
  std::vector<std::size_t> counts;
  counts.reserve(seen.size());
  for (const auto& processes : seen) counts.push_back(processes.size());
  return counts;
}

std::vector<std::size_t> end_left_over(const std::vector<LostWork>& lost, Duration patience) {
  constexpr int a_moment = 1;  // in milliseconds
  return end_left_over(lost, patience, [] { ::poll(nullptr, 0, a_moment); });
}

std::size_t end_left_over(const ProcessIdentity& process, const std::string& marker, Duration patience) {
  return end_left_over({LostWork{.process = process, .marker = marker}}, patience).front();
}

}  // namespace penstock
