// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Answers about what an engine holds: where an instance stands and why, how well its component does, and when it runs next.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "penstock/lifecycle/status.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Where an instance stands, and why.
struct Inspection {
  std::string id{};  ///< `@Component_2015-05-17T00:00:00`
  Status status = Status::scheduled;
  Cause cause = Cause::none;                ///< of the last change
  std::vector<std::string> dependencies{};  ///< the instances that it waits for by plan, in the order of S-37 and of time
  std::vector<std::string>
      waiting_on{};        ///< while it waits: what is missing, ids first in the order of `dependencies`, then preconditions (S-84)
  std::string in_words{};  ///< `waiting for CountHits of 2015-05-20, which waits for RawLog of 2015-05-20, which waits for LogArrived,
                           ///< which is not met`; of a bad instance what it failed of; empty when there is nothing to say, or it is over
  std::vector<std::string> cascade_failed_on{};  ///< of a CASCADE_FAILED instance: from the nearest bad dependency to the origin
  std::string cancellation_reason{};             ///< of a CANCELED instance
  std::string error_message{};                   ///< of a bad instance, with its origin if it only fell with another (S-85)
  std::string resource{};                        ///< the resource instance that it uses; empty: none (S-48)
  std::optional<Instant> retry_at{};             ///< not tried again before
};

struct ComponentHealth {
  std::string component{};  ///< object id
  Health health = Health::none;
};

struct PipelineHealth {
  Health health = Health::none;               ///< ERROR if any component is, else HEALTHY if any is (S-188)
  std::vector<ComponentHealth> components{};  ///< activities, data nodes and resources in definition order
};

/// The interval of a component that is released next.
struct NextRun {
  std::string component{};             ///< object id
  std::optional<Interval> interval{};  ///< none if none can come: its schedule is over, or nothing is to be released now
  Instant due{};                       ///< when it is released; only with `interval`
  bool held = false;                   ///< as many instances as may be alive are there: it is released when one of them ends (S-71)
};

/// How often a task runner is to send a heartbeat (S-173).
inline constexpr Duration heartbeat_period = std::chrono::minutes{15};

/// A task runner that has sent a heartbeat.
struct TaskRunner {
  std::string id{};            ///< as it calls itself
  std::string worker_group{};  ///< empty: it did not say
  std::string hostname{};      ///< empty: it did not say
  Instant last_heard{};
  bool missing = false;  ///< more than two heartbeats late: whoever manages it starts it again; its tasks stay its own until they stall
};

}  // namespace penstock
