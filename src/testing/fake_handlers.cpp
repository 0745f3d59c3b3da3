// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/fake_handlers.hpp"

namespace penstock::testing {

ActivityScript& ActivityScript::succeeds(Duration takes) {
  entries_.push_back({.outcome = Outcome::success(), .takes = takes});
  return *this;
}

ActivityScript& ActivityScript::fails(std::string message, Duration takes) {
  entries_.push_back({.outcome = Outcome::failure(std::move(message)), .takes = takes});
  return *this;
}

ActivityScript& ActivityScript::hangs() {
  entries_.push_back({.outcome = {}, .takes = {}, .hangs = true});
  return *this;
}

ActivityScript& ActivityScript::does(std::function<Outcome(ActivityContext&)> body) {
  body_ = std::move(body);
  return *this;
}

CheckScript& CheckScript::is_met() {
  answers_.push_back(CheckResult::met());
  return *this;
}

CheckScript& CheckScript::is_not_met() {
  answers_.push_back(CheckResult::not_yet());
  return *this;
}

CheckScript& CheckScript::has_error(std::string message) {
  answers_.push_back(CheckResult::error(std::move(message)));
  return *this;
}

CheckScript& CheckScript::is_met_from(Instant moment) {
  met_from_ = moment;
  return *this;
}

}  // namespace penstock::testing
