// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Work that does what a test says: "fails twice, then succeeds". Records what it was asked; needs no test framework.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "penstock/action/action.hpp"
#include "penstock/activity/activity.hpp"
#include "penstock/precondition/precondition.hpp"

namespace penstock::testing {

/// What the attempts of an activity do, one entry for each attempt of an instance; the last one repeats. Without entries every attempt succeeds at once.
class ActivityScript {
 public:
  /// The next attempt ends well, after `takes` on the test's clock.
  ActivityScript& succeeds(Duration takes = Duration::zero());
  ActivityScript& then_succeeds(Duration takes = Duration::zero()) { return succeeds(takes); }
  /// The next attempt fails with this message, after `takes` on the test's clock.
  ActivityScript& fails(std::string message = "failed", Duration takes = Duration::zero());
  ActivityScript& then_fails(std::string message = "failed", Duration takes = Duration::zero()) { return fails(std::move(message), takes); }
  /// The next attempt never ends by itself.
  ActivityScript& hangs();
  /// Every attempt runs this function, which says how it ended, at once.
  ActivityScript& does(std::function<Outcome(ActivityContext&)> body);

 private:
  friend class Rig;
  struct Entry {
    Outcome outcome;
    Duration takes{};
    bool hangs = false;
  };
  std::vector<Entry> entries_;
  std::function<Outcome(ActivityContext&)> body_;
};

/// What the checks of a precondition answer, one entry for each check of an instance; the last one repeats. Without entries every check is met.
class CheckScript {
 public:
  CheckScript& is_met();
  CheckScript& is_not_met();
  CheckScript& has_error(std::string message = "cannot look");
  /// Not met before this moment, met from then on.
  CheckScript& is_met_from(Instant moment);

 private:
  friend class Rig;
  std::vector<CheckResult> answers_;
  std::optional<Instant> met_from_;
};

/// An attempt that was begun.
struct Ran {
  std::string component;  ///< object id
  Instant scheduled;      ///< start of its interval
  int attempt = 1;
  Instant at;             ///< when it began

  bool operator==(const Ran&) const = default;
};

/// An action that was fired.
struct Alarm {
  std::string action;   ///< object id
  std::string node;     ///< instance id
  ActionEvent event = ActionEvent::on_fail;
  std::string subject;  ///< evaluated; empty if the action has none
  std::string message;  ///< evaluated; empty if the action has none
  Instant at;

  bool operator==(const Alarm&) const = default;
};

}  // namespace penstock::testing
