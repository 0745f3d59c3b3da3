// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What happens next. Deterministic and without I/O: the same instances, event and time give the same changes and commands, in the same
/// order.
///
///     event ──▶ advance ──▶ instances changed in memory, rows and commands in the batch
///
/// Nothing has been stored or done when these functions return: the engine commits the batch and carries out the commands afterwards.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "penstock/lifecycle/event.hpp"
#include "penstock/lifecycle/instances.hpp"

namespace penstock {

/// Where the next keys come from: one source for all pipelines of a store.
struct Keys {
  InstanceKey last_instance = 0;
  ActionKey last_action = 0;
};

/// Applies the event. A refused event changes nothing; for a late report that is normal.
[[nodiscard]] std::optional<Refusal> advance(Instances& instances, const Event& event, Instant now, Keys& keys, Batch& batch);

/// First activation, or one more: the plan has been set; begins to release what is due, and on demand one more run (S-67, S-76). Intervals
/// due before `skip_before` are skipped (S-151).
void activate(Instances& instances, Instant now, std::optional<Instant> skip_before, Keys& keys, Batch& batch);

/// The pipeline is about to be removed: cancels whatever has not ended and lets go of its resources, telling nobody (S-156).
void cancel_all(Instances& instances, Instant now, Keys& keys, Batch& batch);

/// Hands out at most `limit` ready instances of the lane: their attempts begin. Returns how many.
std::size_t claim(Instances& instances, std::uint8_t lane, std::size_t limit, Instant now, Batch& batch);

/// The earliest instance that waits for a task runner of that worker group; none if there is none (S-163, S-165).
[[nodiscard]] std::optional<Ready> first_polled(Instances& instances, std::string_view worker_group);

/// Hands that instance to a task runner: an attempt begins, or one that nobody acknowledged is handed out again.
void take(Instances& instances, InstanceRef ready, Instant now, Batch& batch);

/// The earliest ready instance of the lane, for choosing between pipelines; null if none.
[[nodiscard]] const Ready* first_ready(Instances& instances, std::uint8_t lane);

/// When `TimeCame` has something to do next; none: not before another event.
[[nodiscard]] std::optional<Instant> next_wake(const Instances& instances, Instant now);

/// Whether nothing can happen any more unless somebody asks for it: no work, no timer, no interval to come.
[[nodiscard]] bool at_rest(const Instances& instances);

/// Whether nothing is due: no work, no retry, no check is pending. Intervals and late alarms may still come.
[[nodiscard]] bool is_idle(Instances& instances, Instant now);

/// Puts recorded instances back. Follow it with `EngineRestarted`, which deals with attempts that were under way.
void restore(Instances& instances, const std::vector<ComponentRow>& components, const std::vector<RunRow>& runs,
             const std::vector<InstanceRow>& rows, const std::vector<AttemptRow>& attempts);

}  // namespace penstock
