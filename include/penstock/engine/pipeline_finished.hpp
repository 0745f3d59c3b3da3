// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One pipeline waits for another of the same engine (S-38).

#include <functional>
#include <optional>
#include <string>

#include "penstock/ids.hpp"
#include "penstock/precondition/precondition.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Answers for `PipelineFinished` preconditions. Every engine has one; a program needs it only to put a handler of its own around it.
class PipelineFinishedHandler final : public PreconditionHandler {
 public:
  /// What `Engine::unfinished` says.
  using Unfinished = std::function<std::string(const PipelineId&, std::optional<Interval>)>;

  explicit PipelineFinishedHandler(Unfinished unfinished) : unfinished_{std::move(unfinished)} {}

  [[nodiscard]] bool quick(const Component&) const override { return true; }
  /// Met once the pipeline of field `pipeline` has nothing left to do for the owner's interval; with `matchInterval` false, for anything
  /// that was due so far. A pipeline that waits for itself is an error.
  [[nodiscard]] CheckResult check(CheckContext& context) override;

 private:
  Unfinished unfinished_;
};

}  // namespace penstock
