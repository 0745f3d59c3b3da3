// SPDX-License-Identifier: Apache-2.0
#include "bench/spawn_loop.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace penstock::bench {
namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error{errno, std::generic_category(), what};
  return result;
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

/// A child is over when all three have nothing more to say.
enum Source : std::uint64_t { child_end = 0, output = 1, errors = 2, sources = 3 };

struct Child {
  std::array<Descriptor, sources> descriptors;
  int open = 0;
};

class Loop {
 public:
  Loop(const std::vector<std::string>& command, std::size_t in_flight)
      : children_(in_flight), epoll_{checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")} {
    for (const auto& argument : command) arguments_.push_back(const_cast<char*>(argument.c_str()));
    arguments_.push_back(nullptr);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~Loop() { posix_spawnattr_destroy(&attributes_); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  std::int64_t run(std::int64_t count) {
    std::int64_t started = 0;
    std::int64_t ended = 0;
    for (std::size_t place = 0; place < children_.size() && started < count; ++place, ++started) start(place);
    while (ended < count) {
      std::array<epoll_event, 64> events{};
      const int found = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), -1);
      for (int n = 0; n < found; ++n) {
        const std::uint64_t tag = events[static_cast<std::size_t>(n)].data.u64;
        const auto place = static_cast<std::size_t>(tag / sources);
        if (!heard_out(children_[place], static_cast<Source>(tag % sources))) continue;
        ++ended;
        if (started < count) {
          start(place);
          ++started;
        }
      }
    }
    return succeeded_;
  }

 private:
  void start(std::size_t place) {
    std::array<Descriptor, 2> out = pipe();
    std::array<Descriptor, 2> err = pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1].number(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1].number(), STDERR_FILENO);
    pid_t pid = 0;
    const int error = ::posix_spawn(&pid, arguments_.front(), &actions, &attributes_, arguments_.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error{error, std::generic_category(), "posix_spawn"};

    auto& child = children_[place];
    child.descriptors[output] = std::move(out[0]);
    child.descriptors[errors] = std::move(err[0]);
    child.descriptors[child_end] = Descriptor{checked(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)), "pidfd_open")};
    child.open = sources;
    for (std::uint64_t source = 0; source < sources; ++source) {
      epoll_event event{.events = EPOLLIN, .data = {.u64 = place * sources + source}};
      checked(::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, child.descriptors[source].number(), &event), "epoll_ctl");
    }
  }

  static std::array<Descriptor, 2> pipe() {
    std::array<int, 2> ends{};
    checked(::pipe2(ends.data(), O_CLOEXEC), "pipe2");
    return {Descriptor{ends[0]}, Descriptor{ends[1]}};
  }

  /// Whether that was the last thing to be heard of the child.
  bool heard_out(Child& child, Source source) {
    auto& descriptor = child.descriptors[source];
    if (source == child_end) {
      siginfo_t info{};
      checked(::waitid(P_PIDFD, static_cast<id_t>(descriptor.number()), &info, WEXITED), "waitid");
      if (info.si_code == CLD_EXITED && info.si_status == 0) ++succeeded_;
    } else {
      std::array<char, 4096> text;
      if (checked(static_cast<int>(::read(descriptor.number(), text.data(), text.size())), "read") > 0) return false;
    }
    // Said as well as done by closing: the next child may still hold a copy, because exec wakes its parent before it closes files.
    checked(::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, descriptor.number(), nullptr), "epoll_ctl");
    descriptor = Descriptor{};
    return --child.open == 0;
  }

  std::vector<Child> children_;
  Descriptor epoll_;
  std::vector<char*> arguments_;
  posix_spawnattr_t attributes_{};
  std::int64_t succeeded_ = 0;
};

}  // namespace

std::int64_t spawn_loop(const std::vector<std::string>& command, std::int64_t count, std::size_t in_flight) {
  return Loop{command, in_flight}.run(count);
}

}  // namespace penstock::bench
