// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A store may be damaged, or written by somebody else. What the engine counts and indexes by is looked at before it is believed; the rest,
/// which can only make history wrong, is for `check_store`.

#include "penstock/lifecycle/instances.hpp"
#include "penstock/store/store.hpp"

namespace penstock {

/// Throws StoreError, naming the row, if rows contradict each other, or hold numbers or times that no engine comes to.
void require_sound(const Snapshot& snapshot);

/// Throws StoreError if a live instance is of something that has none, according to the definition that it was made from, or stands where
/// its kind never does. `instances` has the plans, and nothing else yet.
void require_instances_fit(const PipelineSnapshot& snapshot, const Instances& instances);

/// The same for the node of an action that was not delivered, and for the action.
void require_action_fits(const PendingAction& pending, const Instances& instances);

}  // namespace penstock
