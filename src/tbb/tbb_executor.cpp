// SPDX-License-Identifier: Apache-2.0
#include "penstock/tbb/tbb_executor.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace penstock {
namespace {

/// The packaged oneTBB is not instrumented: ThreadSanitizer does not see that a task is enqueued before it runs, unless told.
#if defined(__SANITIZE_THREAD__)
std::atomic<char> ticket_order;
void ticket_given() { __tsan_release(&ticket_order); }
void ticket_taken() { __tsan_acquire(&ticket_order); }
#else
constexpr void ticket_given() {}
constexpr void ticket_taken() {}
#endif

using Work = std::function<void()>;

/// What is submitted and has not ended. Shared with the tickets in the arena, of which some may come too late and outlive the executor.
class Pending {
 public:
  void give_ticket() { tickets_.fetch_add(1); }
  /// True: it was the last one.
  bool take_ticket() { return tickets_.fetch_sub(1) == 1; }
  [[nodiscard]] bool has_tickets() const { return tickets_.load() > 0; }

  void add(Work work) {
    const std::lock_guard lock{mutex_};
    queue_.push_back(std::move(work));
    ++unfinished_;
    if (waiting_) changed_.notify_all();
  }

  /// Runs the oldest piece, if nobody else took it.
  void run_one() {
    std::unique_lock lock{mutex_};
    if (!queue_.empty()) run_oldest(lock);
  }

  /// Runs pieces until closed, on the executor's own thread inside the arena.
  void serve() {
    std::unique_lock lock{mutex_};
    while (true) {
      waiting_ = true;
      changed_.wait(lock, [&] { return closed_ || !queue_.empty(); });
      waiting_ = false;
      if (queue_.empty()) return;
      run_oldest(lock);
    }
  }

  void finish() {
    std::unique_lock lock{mutex_};
    all_done_.wait(lock, [&] { return unfinished_ == 0; });
    closed_ = true;
    changed_.notify_all();
  }

 private:
  void run_oldest(std::unique_lock<std::mutex>& lock) {
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds is let go before it counts as ended
    lock.lock();
    if (--unfinished_ == 0) all_done_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable all_done_;
  std::deque<Work> queue_;
  std::size_t unfinished_ = 0;
  bool waiting_ = false;
  bool closed_ = false;
  std::atomic<std::size_t> tickets_ = 0;  // given to oneTBB and not come back
};

/// Where what tickets share stays when its executor is gone: oneTBB keeps tickets in memory of its own, and what only they point to would
/// look lost to whoever looks for leaks. Never destroyed, because a ticket may come while the process ends.
class Stragglers {
 public:
  static Stragglers& all() {
    static auto* const stragglers = new Stragglers;
    return *stragglers;
  }
  void keep(std::shared_ptr<Pending> pending) {
    const std::lock_guard lock{mutex_};
    if (pending->has_tickets()) kept_.push_back(std::move(pending));
  }
  void forget(const std::shared_ptr<Pending>& pending) {
    const std::lock_guard lock{mutex_};
    kept_.erase(std::remove(kept_.begin(), kept_.end(), pending), kept_.end());
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<Pending>> kept_;
};

/// What oneTBB gets to run: it may come too late and find nothing.
class Ticket {
 public:
  explicit Ticket(std::shared_ptr<Pending> pending) : pending_{std::move(pending)} {}
  Ticket(const Ticket& other) : pending_{other.pending_} { ticket_given(); }  // oneTBB keeps a copy
  Ticket& operator=(const Ticket&) = delete;
  ~Ticket() = default;
  void operator()() const {
    ticket_taken();
    pending_->run_one();
    if (pending_->take_ticket()) Stragglers::all().forget(pending_);
  }

 private:
  std::shared_ptr<Pending> pending_;
};

/// What oneTBB allows in this process: asking for more would make it write a warning to stderr.
std::size_t arena_width(std::size_t wanted) {
  const auto allowed = std::max<std::size_t>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism), 1);
  return wanted == 0 ? allowed : std::min(wanted, allowed);
}

}  // namespace

struct TbbExecutor::Impl {
  const std::size_t width;
  tbb::task_arena arena;
  std::shared_ptr<Pending> pending = std::make_shared<Pending>();
  std::once_flag started;
  std::thread own_thread;

  explicit Impl(std::size_t wanted) : width{arena_width(wanted)}, arena{static_cast<int>(width), 1} {}

  void start() {
    own_thread = std::thread{[this] { arena.execute([this] { pending->serve(); }); }};
  }
};

TbbExecutor::TbbExecutor(std::size_t width) : impl_{std::make_unique<Impl>(width)} {}

TbbExecutor::~TbbExecutor() {
  impl_->pending->finish();
  if (impl_->own_thread.joinable()) impl_->own_thread.join();
  Stragglers::all().keep(impl_->pending);
}

void TbbExecutor::submit(std::function<void()> work) {
  // oneTBB has one thread less than the machine has processors, counting on a host thread that joins in. No thread of the host's ever does
  // here, so the executor brings one.
  std::call_once(impl_->started, [this] { impl_->start(); });
  impl_->pending->add(std::move(work));
  if (impl_->width <= 1) return;
  impl_->pending->give_ticket();
  impl_->arena.enqueue(Ticket{impl_->pending});
}

std::size_t TbbExecutor::width() const noexcept { return impl_->width; }

}  // namespace penstock
