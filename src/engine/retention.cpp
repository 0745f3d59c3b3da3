// SPDX-License-Identifier: Apache-2.0

/// History that is not kept: taken out of the store a little at a time, so that nobody waits for it.

#include <chrono>

#include "engine_impl.hpp"

namespace penstock {

namespace {

/// Instances that one commit looks at: some milliseconds of work.
constexpr std::int64_t at_a_time = 500;
constexpr std::chrono::hours between_walks{1};

}  // namespace

void Engine::Impl::begin_pruning(Duration keep) { pruning_ = Pruning{.before = now() - keep}; }

std::int64_t Engine::Impl::prune_some() {
  if (!pruning_) return 0;
  const auto pruned = store_.prune(pruning_->before, pruning_->reached, at_a_time);
  pruning_->reached = pruned.reached;
  if (pruned.done) pruning_.reset();
  return pruned.instances;
}

void Engine::Impl::prune_when_due() {
  if (options_.keep && !pruning_ && now() >= next_pruning_) {
    next_pruning_ = now() + between_walks;
    begin_pruning(*options_.keep);
  }
  (void)prune_some();
}

std::int64_t Engine::prune(Duration keep) {
  std::int64_t instances = 0;
  {
    const std::lock_guard lock{impl_->state_};
    impl_->begin_pruning(keep);
  }
  for (bool more = true; more;) {
    const std::lock_guard lock{impl_->state_};
    instances += impl_->prune_some();
    more = impl_->pruning_.has_value();
  }
  return instances;
}

}  // namespace penstock
