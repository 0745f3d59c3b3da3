// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: tell someone. A handler is registered for an object type and delivers all its firings.

#include <string>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// What happened to the instance that fired the action.
struct Firing {
  ActionKey key = 0;  ///< the same when a delivery is repeated after a crash
  ActionEvent event = ActionEvent::on_fail;
  Instant fired{};
  std::string node;  ///< id of the instance
};

/// Delivers actions of one object type. Called on the executor for blocking work, from several threads.
class ActionHandler {
 public:
  virtual ~ActionHandler() = default;
  /// What keeps this object from ever being delivered; empty: nothing. Reported at activation.
  [[nodiscard]] virtual std::string refuse(const Component&) const { return {}; }
  /// Delivers. `object` is the action's object, in whose fields `node` is the instance that fired it; a field that cannot be evaluated shows `!Code`
  /// (S-129). Anything thrown is recorded as a failed delivery and changes nothing else (S-130).
  virtual void deliver(const Firing& firing, const ObjectView& object) = 0;
};

}  // namespace penstock
