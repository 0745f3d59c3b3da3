// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

namespace penstock::cli {

namespace {

sigset_t signals_to_watch() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) sigaddset(&set, number);
  }
  return set;
}

int valid(int descriptor, const char* what) {
  if (descriptor == -1) throw std::system_error{errno, std::generic_category(), what};
  return descriptor;
}

[[noreturn]] void end_by(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  (void)std::signal(number, SIG_DFL);
  (void)::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  (void)::raise(number);
  ::_exit(128 + number);
}

}  // namespace

SignalWatch::SignalWatch(std::function<void(int)> heard) {
  const auto set = signals_to_watch();
  if (const int error = ::pthread_sigmask(SIG_BLOCK, &set, nullptr); error != 0)
    throw std::system_error{error, std::generic_category(), "pthread_sigmask"};
  signals_ = valid(::signalfd(-1, &set, SFD_CLOEXEC), "signalfd");
  end_ = ::eventfd(0, EFD_CLOEXEC);
  if (end_ == -1) {
    const int error = errno;
    ::close(signals_);
    throw std::system_error{error, std::generic_category(), "eventfd"};
  }
  thread_ = std::thread{[this, heard = std::move(heard)] { listen(heard); }};
}

SignalWatch::~SignalWatch() {
  const std::uint64_t one = 1;
  (void)!::write(end_, &one, sizeof one);
  thread_.join();
  ::close(end_);
  ::close(signals_);
}

void SignalWatch::listen(const std::function<void(int)>& heard) const {
  int count = 0;
  for (;;) {
    pollfd ready[] = {{.fd = signals_, .events = POLLIN, .revents = 0}, {.fd = end_, .events = POLLIN, .revents = 0}};
    if (::poll(ready, std::size(ready), -1) == -1) continue;  // only EINTR is possible
    if (ready[1].revents != 0) return;
    signalfd_siginfo info{};
    if (::read(signals_, &info, sizeof info) != sizeof info) continue;
    if (++count > 2) end_by(static_cast<int>(info.ssi_signo));
    heard(count);
  }
}

}  // namespace penstock::cli
