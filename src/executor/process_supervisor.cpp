// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "executor/descriptor.hpp"
#include "executor/pidfd.hpp"
#include "executor/proc.hpp"
#include "executor/spawn.hpp"
#include "penstock/executor/process.hpp"

namespace penstock {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Token = std::uint64_t;  // tells children apart for good; their ids come again
using Ended = std::function<void(const ProcessResult&)>;

constexpr Token doorbell = 0;
constexpr const char* status_lost =
    "its exit status was lost: the host ignores SIGCHLD (SIG_IGN, SA_NOCLDWAIT) or waits for children that are not its own";

/// What may be due for a child while it runs.
enum class Due { kill, beat };

struct Child {
  ProcessIdentity identity;
  Descriptor descriptor;  // a pidfd, readable once the child has ended
  Ended ended;
  std::shared_ptr<const Heartbeat> heartbeat;  // shared, to be called without the lock
  std::map<Due, SteadyClock::time_point> due;
};

struct Report {
  Ended ended;
  ProcessResult result;
};

pid_t pid_of(const ProcessIdentity& identity) { return static_cast<pid_t>(identity.pid); }

void signal_group(const ProcessIdentity& identity, int signal) { ::kill(-pid_of(identity), signal); }

/// Whether another process has taken the id since: then the group of that id is none of ours.
bool taken_by_another(const ProcessIdentity& identity) {
  const auto stat = read_stat(pid_of(identity));
  return stat && stat->start_time != identity.start_time;
}

/// Buries the child and ends what is left of its group; none if it still runs.
std::optional<ProcessResult> bury(const Child& child) {
  const auto descriptor = static_cast<id_t>(child.descriptor.number());
  siginfo_t info{};
  // Looked at before it is reaped: while the leader is a zombie, its id and therefore its group's cannot be anybody else's.
  if (::waitid(P_PIDFD, descriptor, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (!taken_by_another(child.identity)) signal_group(child.identity, SIGKILL);
    return ProcessResult{.exit_code = {}, .signal = 0, .error = status_lost};
  }
  if (info.si_pid == 0) return std::nullopt;
  signal_group(child.identity, SIGKILL);
  info = {};
  if (::waitid(P_PIDFD, descriptor, &info, WEXITED | WNOHANG) != 0)
    return ProcessResult{.exit_code = {}, .signal = 0, .error = status_lost};
  if (info.si_code == CLD_EXITED) return ProcessResult{.exit_code = info.si_status, .signal = 0, .error = {}};
  return ProcessResult{.exit_code = {}, .signal = info.si_status, .error = {}};
}

/// What the functions of a supervisor share with its thread, which may outlive the supervisor (see its destructor).
class Children {
 public:
  Children() : epoll_{::epoll_create1(EPOLL_CLOEXEC)}, doorbell_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    if (!epoll_ || !doorbell_ || !watch(doorbell_, doorbell)) {
      throw std::system_error{errno, std::generic_category(), "cannot wait for child processes"};
    }
  }

  /// Takes over a child that was just started.
  ProcessIdentity add(pid_t pid, Ended ended, Heartbeat heartbeat) {
    const auto stat = read_stat(pid);
    const ProcessIdentity identity{.pid = pid, .start_time = stat ? stat->start_time : 0};
    const std::lock_guard lock{mutex_};
    const auto token = next_token_++;
    auto descriptor = open_pidfd(pid);
    if (!descriptor || !watch(descriptor, token)) {
      reports_.push_back({std::move(ended), abandon(identity, errno)});
      ring();
      return identity;
    }
    if (closing_) signal_group(identity, SIGKILL);
    auto& child = children_[token];
    child = {.identity = identity,
             .descriptor = std::move(descriptor),
             .ended = std::move(ended),
             .heartbeat = std::make_shared<const Heartbeat>(std::move(heartbeat)),
             .due = {}};
    if (child.heartbeat->interval > Duration::zero()) {
      set_due(token, child, Due::beat, SteadyClock::now() + child.heartbeat->interval);
      ring();
    }
    return identity;
  }

  void report(Ended ended, ProcessResult result) {
    const std::lock_guard lock{mutex_};
    reports_.push_back({std::move(ended), std::move(result)});
    ring();
  }

  void stop(const ProcessIdentity& identity, Duration grace) {
    const std::lock_guard lock{mutex_};
    const auto found =
        std::find_if(children_.begin(), children_.end(), [&](const auto& entry) { return entry.second.identity == identity; });
    if (found == children_.end()) return;
    auto& [token, child] = *found;
    if (grace <= Duration::zero()) return signal_group(identity, SIGKILL);
    signal_group(identity, SIGTERM);
    signal_group(identity, SIGCONT);  // a stopped process would not notice
    const auto kill_at = SteadyClock::now() + grace;
    const auto earlier = child.due.find(Due::kill);
    if (earlier != child.due.end() && earlier->second <= kill_at) return;
    set_due(token, child, Due::kill, kill_at);
    ring();
  }

  void close() {
    const std::lock_guard lock{mutex_};
    closing_ = true;
    for (const auto& [token, child] : children_) signal_group(child.identity, SIGKILL);
    ring();
  }

  /// The thread: until it is closed and everything was reported.
  void serve() {
    while (true) {
      std::array<epoll_event, 64> events{};
      const int count = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), patience());
      std::vector<Report> reports;
      std::vector<std::shared_ptr<const Heartbeat>> beats;
      bool done = false;
      {
        const std::lock_guard lock{mutex_};
        for (int n = 0; n < count; ++n) {
          const Token token = events[static_cast<std::size_t>(n)].data.u64;
          if (token == doorbell) {
            eventfd_t rings = 0;
            ::eventfd_read(doorbell_.number(), &rings);
          } else {
            look_at(token);
          }
        }
        do_what_is_due(beats);
        reports.swap(reports_);
        done = finished() && reports.empty();
      }
      if (done) return;
      // Outside the lock: a callback may well start the next child.
      for (const auto& heartbeat : beats) heartbeat->beat();
      for (auto& [ended, result] : reports) {
        ended(result);
        ended = nullptr;
      }
    }
  }

 private:
  bool watch(const Descriptor& descriptor, Token token) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = token}};
    return ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor.number(), &event) == 0;
  }

  void ring() { ::eventfd_write(doorbell_.number(), 1); }

  /// A child that cannot be watched is not left to itself.
  static ProcessResult abandon(const ProcessIdentity& identity, int error) {
    if (error == ESRCH) return {.exit_code = {}, .signal = 0, .error = status_lost};
    signal_group(identity, SIGKILL);
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(identity.pid), &info, WEXITED);
    return {.exit_code = {},
            .signal = 0,
            .error = fmt::format("it was ended because it cannot be waited for: {}", std::generic_category().message(error))};
  }

  void look_at(Token token) {
    const auto found = children_.find(token);
    if (found == children_.end()) return;
    auto& child = found->second;
    auto result = bury(child);
    if (!result) return;
    for (const auto& [what, when] : child.due) deadlines_.erase({when, token, what});
    reports_.push_back({std::move(child.ended), std::move(*result)});
    // Closing the descriptor is not enough: a host that forks keeps copies open, which would be reported for ever.
    ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, child.descriptor.number(), nullptr);
    children_.erase(found);
    // Reported in this very turn of the thread, so the doorbell stays silent.
  }

  void set_due(Token token, Child& child, Due what, SteadyClock::time_point when) {
    const auto [at, fresh] = child.due.try_emplace(what, when);
    if (!fresh) {
      deadlines_.erase({at->second, token, what});
      at->second = when;
    }
    deadlines_.insert({when, token, what});
  }

  void do_what_is_due(std::vector<std::shared_ptr<const Heartbeat>>& beats) {
    const auto now = SteadyClock::now();
    while (!deadlines_.empty() && std::get<0>(*deadlines_.begin()) <= now) {
      const auto [when, token, what] = *deadlines_.begin();
      deadlines_.erase(deadlines_.begin());
      auto& child = children_.at(token);
      child.due.erase(what);
      if (what == Due::kill) {
        signal_group(child.identity, SIGKILL);
      } else {
        beats.push_back(child.heartbeat);
        set_due(token, child, Due::beat, now + child.heartbeat->interval);
      }
    }
  }

  [[nodiscard]] bool finished() const { return closing_ && children_.empty(); }

  /// How long the thread may wait, in milliseconds; -1: for ever.
  int patience() {
    const std::lock_guard lock{mutex_};
    if (!reports_.empty() || finished()) return 0;
    if (deadlines_.empty()) return -1;
    // Rounded up: waking too early would turn the last millisecond into a busy loop.
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::get<0>(*deadlines_.begin()) - SteadyClock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(wait, 0, INT_MAX));
  }

  Descriptor epoll_;
  Descriptor doorbell_;
  std::mutex mutex_;
  std::map<Token, Child> children_;
  std::set<std::tuple<SteadyClock::time_point, Token, Due>> deadlines_;
  std::vector<Report> reports_;
  Token next_token_ = doorbell + 1;
  bool closing_ = false;
};

/// Runs `body` on a new thread that handles no signal of the host's.
template <class Body>
std::thread quiet_thread(Body body) {
  sigset_t all, before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    std::thread thread{std::move(body)};
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
  } catch (...) {
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
}

}  // namespace

struct ProcessSupervisor::Impl {
  std::shared_ptr<Children> children = std::make_shared<Children>();
  std::mutex mutex;
  std::thread thread;

  /// A host that starts no process gets no thread.
  void ensure_thread() {
    const std::lock_guard lock{mutex};
    if (!thread.joinable()) thread = quiet_thread([children = children] { children->serve(); });
  }
};

ProcessSupervisor::ProcessSupervisor() : impl_{std::make_unique<Impl>()} {}

ProcessSupervisor::~ProcessSupervisor() {
  impl_->children->close();
  if (!impl_->thread.joinable()) return;
  if (impl_->thread.get_id() == std::this_thread::get_id()) {
    // Destroyed by a callback that held the last reference: the thread finishes on its own what is left to be done.
    impl_->thread.detach();
  } else {
    impl_->thread.join();
  }
}

std::optional<ProcessIdentity> ProcessSupervisor::start(const ProcessSpec& spec, std::function<void(const ProcessResult&)> ended,
                                                        Heartbeat heartbeat) {
  impl_->ensure_thread();
  auto pid = spawn(spec);
  if (!pid) {
    impl_->children->report(std::move(ended), {.exit_code = {}, .signal = 0, .error = std::move(pid.error())});
    return std::nullopt;
  }
  return impl_->children->add(*pid, std::move(ended), std::move(heartbeat));
}

void ProcessSupervisor::stop(const ProcessIdentity& process, Duration grace) { impl_->children->stop(process, grace); }

}  // namespace penstock
