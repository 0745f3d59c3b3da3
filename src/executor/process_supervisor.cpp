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

struct Child {
  ProcessIdentity identity;
  Descriptor descriptor;  // a pidfd, readable once the child has ended
  Ended ended;
  std::optional<SteadyClock::time_point> kill_at;
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
  ProcessIdentity add(pid_t pid, Ended ended) {
    const auto stat = read_stat(pid);
    Child child{
        .identity = {.pid = pid, .start_time = stat ? stat->start_time : 0}, .descriptor = {}, .ended = std::move(ended), .kill_at = {}};
    const auto identity = child.identity;
    child.descriptor = open_pidfd(pid);
    const std::lock_guard lock{mutex_};
    const auto token = next_token_++;
    if (!child.descriptor || !watch(child.descriptor, token)) {
      reports_.push_back({std::move(child.ended), abandon(identity, errno)});
      ring();
    } else {
      if (closing_) signal_group(identity, SIGKILL);
      children_.emplace(token, std::move(child));
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
    if (child.kill_at && *child.kill_at <= kill_at) return;
    if (child.kill_at) deadlines_.erase({*child.kill_at, token});
    child.kill_at = kill_at;
    deadlines_.emplace(kill_at, token);
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
        kill_overdue();
        reports.swap(reports_);
        done = finished() && reports.empty();
      }
      if (done) return;
      // Outside the lock: a callback may well start the next child.
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
    if (child.kill_at) deadlines_.erase({*child.kill_at, token});
    reports_.push_back({std::move(child.ended), std::move(*result)});
    children_.erase(found);  // closing the descriptor takes it out of the epoll set
    // Reported in this very turn of the thread, so the doorbell stays silent.
  }

  void kill_overdue() {
    const auto now = SteadyClock::now();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
      const auto child = children_.find(deadlines_.begin()->second);
      if (child != children_.end()) {
        signal_group(child->second.identity, SIGKILL);
        child->second.kill_at.reset();
      }
      deadlines_.erase(deadlines_.begin());
    }
  }

  [[nodiscard]] bool finished() const { return closing_ && children_.empty(); }

  /// How long the thread may wait, in milliseconds; -1: for ever.
  int patience() {
    const std::lock_guard lock{mutex_};
    if (!reports_.empty() || finished()) return 0;
    if (deadlines_.empty()) return -1;
    // Rounded up: waking too early would turn the last millisecond into a busy loop.
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - SteadyClock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(wait, 0, INT_MAX));
  }

  Descriptor epoll_;
  Descriptor doorbell_;
  std::mutex mutex_;
  std::map<Token, Child> children_;
  std::set<std::pair<SteadyClock::time_point, Token>> deadlines_;
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

std::optional<ProcessIdentity> ProcessSupervisor::start(const ProcessSpec& spec, std::function<void(const ProcessResult&)> ended) {
  impl_->ensure_thread();
  auto pid = spawn(spec);
  if (!pid) {
    impl_->children->report(std::move(ended), {.exit_code = {}, .signal = 0, .error = std::move(pid.error())});
    return std::nullopt;
  }
  return impl_->children->add(*pid, std::move(ended));
}

void ProcessSupervisor::stop(const ProcessIdentity& process, Duration grace) { impl_->children->stop(process, grace); }

}  // namespace penstock
