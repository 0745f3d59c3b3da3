// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SIGINT and SIGTERM as calls on a thread. For the program only: a library has no business with signals.

#include <functional>
#include <thread>

namespace penstock::cli {

/// Takes both signals away from every thread that is started later, so construct it before the first. A signal that was ignored when the
/// program started stays ignored, as `nohup` and shells expect.
class SignalWatch {
 public:
  /// Calls `heard` with 1 for the first signal and 2 for the second; a third ends the program as it would have without a watch. Throws
  /// std::system_error.
  explicit SignalWatch(std::function<void(int)> heard);
  /// Stops listening. Signals are left blocked.
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void listen(const std::function<void(int)>& heard) const;

  int signals_ = -1;
  int end_ = -1;
  std::thread thread_;
};

}  // namespace penstock::cli
