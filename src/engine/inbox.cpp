// SPDX-License-Identifier: Apache-2.0
#include "inbox.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace penstock {

bool is_readable(int descriptor) noexcept {
  if (descriptor < 0) return true;
  pollfd source{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&source, 1, 0) > 0;
}

Inbox::Inbox() : event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  if (event_ < 0) throw std::system_error{errno, std::generic_category(), "cannot make an eventfd"};
}

Inbox::~Inbox() { ::close(event_); }

void Inbox::post(Report report) {
  bool first = false;
  {
    const std::lock_guard lock{mutex_};
    first = reports_.empty();
    reports_.push_back(std::move(report));
  }
  // The sleeper takes everything at once, so only the first report needs to wake it.
  if (first) wake();
}

void Inbox::wake() noexcept {
  const std::uint64_t one = 1;
  // A full counter means that the sleeper is being woken already.
  [[maybe_unused]] const auto written = ::write(event_, &one, sizeof one);
}

std::vector<Report> Inbox::take_all() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto read = ::read(event_, &count, sizeof count);
  std::vector<Report> reports;
  const std::lock_guard lock{mutex_};
  reports.swap(reports_);
  return reports;
}

bool Inbox::empty() const {
  const std::lock_guard lock{mutex_};
  return reports_.empty();
}

void Inbox::wait(int doorbell, std::optional<std::chrono::milliseconds> limit) {
  std::array<pollfd, 2> sources{pollfd{.fd = event_, .events = POLLIN, .revents = 0},
                                pollfd{.fd = doorbell, .events = POLLIN, .revents = 0}};
  const auto longest = std::chrono::milliseconds{std::numeric_limits<int>::max()};
  const int timeout = limit ? static_cast<int>(std::clamp(*limit, std::chrono::milliseconds{0}, longest).count()) : -1;
  // Woken by a signal: the caller looks at the clock again and comes back.
  [[maybe_unused]] const auto ready = ::poll(sources.data(), sources.size(), timeout);
}

}  // namespace penstock
