// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why an instance stands where it stands, as ids and words (S-84, S-85, S-115). Pure; reads instances, changes none.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/lifecycle/instances.hpp"

namespace penstock {

/// `@Component_2015-05-17T00:00:00`; for a precondition instance with the id of its owner's component.
[[nodiscard]] std::string id_of(const Instances& instances, InstanceIndex instance);
/// The same for a runnable's interval, whether it is alive or not.
[[nodiscard]] std::string id_of(const Instances& instances, ComponentIndex component, std::int64_t interval);

/// Whether `waiting` need not wait for that interval of a dependency: it is FINISHED or SKIPPED (S-45), or, for a `finally` activity, over.
[[nodiscard]] bool is_satisfied(const Instances& instances, const Instance& waiting, ComponentIndex dependency, std::int64_t interval);

/// The instances that an interval of a component waits for by plan, in the order of S-37 and of time.
[[nodiscard]] std::vector<std::string> dependencies_of(const Instances& instances, ComponentIndex component, std::int64_t interval);

/// What a waiting instance waits for: unsatisfied dependencies in their order, then preconditions; once it is ready, its resource, its
/// retry or its worker group. Empty for one that waits for nothing.
[[nodiscard]] std::vector<std::string> waiting_on(const Instances& instances, InstanceIndex instance);

/// The same as a sentence, from the nearest to the end of the chain: `waiting for CountHits of 2015-05-20, which waits for RawLog of
/// 2015-05-20, which waits for LogArrived, which is not met`. Of several it follows the first and counts the others. Of a bad instance what
/// it failed of or fell with. Empty for one of which there is nothing to say.
[[nodiscard]] std::string reason_in_words(const Instances& instances, InstanceIndex instance);

/// The interval of a component that comes next.
struct ComingInterval {
  Interval scheduled{};
  Instant due{};      ///< when it is released, unless it is held
  bool held = false;  ///< maxActiveInstances are there already: it is released when one of them ends (S-71)

  bool operator==(const ComingInterval&) const = default;
};

/// None if no interval can come: the schedule is over, the pipeline is not SCHEDULED, or on demand no run is queued.
[[nodiscard]] std::optional<ComingInterval> coming_interval(const Instances& instances, ComponentIndex component);

/// Of a CASCADE_FAILED instance: ids from the nearest bad dependency to the origin.
[[nodiscard]] std::vector<std::string> cascade_failed_on(const Instances& instances, InstanceIndex instance);

/// What activities and data nodes have left to do for the intervals that overlap `when`, or, without it, for all that was due until `now`:
/// the first of it, in words; empty if there is nothing left. Of an on-demand pipeline: for the runs since the start of `when`, of which
/// there must be one, or for all runs.
[[nodiscard]] std::string unfinished(const Instances& instances, const std::optional<Interval>& when, Instant now);

/// What the failure of an instance says, with its origin if it only fell with another (S-85).
[[nodiscard]] std::string failure_text(const Instances& instances, InstanceIndex instance);

/// The id of the resource instance that it uses; empty if it uses none (S-48).
[[nodiscard]] std::string resource_of(const Instances& instances, ComponentIndex component, std::int64_t interval);

/// Why an instance was canceled; empty for one that was not. `resource` is the id of its resource instance.
[[nodiscard]] std::string cancellation_reason(Status status, Cause cause, std::string_view resource);

}  // namespace penstock
