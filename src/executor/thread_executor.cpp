// SPDX-License-Identifier: Apache-2.0
#include "penstock/executor/thread_executor.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace penstock {

struct ThreadExecutor::Impl {
  const std::size_t limit;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> queue;
  std::vector<std::thread> threads;
  std::size_t idle = 0;
  bool closing = false;

  explicit Impl(std::size_t threads_wanted) : limit{std::max<std::size_t>(threads_wanted, 1)} {}

  void serve() {
    std::unique_lock lock{mutex};
    while (true) {
      ++idle;
      changed.wait(lock, [&] { return closing || !queue.empty(); });
      --idle;
      if (queue.empty()) return;
      auto work = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      work();
      work = nullptr;  // what it holds is let go before the next wait, and not under the lock
      lock.lock();
    }
  }
};

ThreadExecutor::ThreadExecutor(std::size_t threads) : impl_{std::make_shared<Impl>(threads)} {}

ThreadExecutor::~ThreadExecutor() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->closing = true;
    threads.swap(impl_->threads);
  }
  impl_->changed.notify_all();
  for (auto& thread : threads) {
    if (thread.get_id() == std::this_thread::get_id()) {
      thread.detach();  // this very destructor is the end of the work that it runs
    } else {
      thread.join();
    }
  }
}

void ThreadExecutor::submit(std::function<void()> work) {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->queue.push_back(std::move(work));
    // While closing, the thread that submits is one of ours and will look at the queue again before it ends.
    if (impl_->queue.size() > impl_->idle && impl_->threads.size() < impl_->limit && !impl_->closing) {
      try {
        impl_->threads.emplace_back([impl = impl_] { impl->serve(); });
      } catch (const std::system_error&) {
        // The machine has no thread left: those that exist will do it, later. Without any, nobody would.
        if (impl_->threads.empty()) {
          impl_->queue.pop_back();
          throw;
        }
      }
    }
  }
  impl_->changed.notify_one();
}

std::size_t ThreadExecutor::width() const noexcept { return impl_->limit; }

}  // namespace penstock
