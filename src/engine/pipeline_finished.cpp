// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/pipeline_finished.hpp"

#include <fmt/format.h>

namespace penstock {

CheckResult PipelineFinishedHandler::check(CheckContext& context) {
  const auto& object = context.object();
  const auto awaited = object.text("pipeline");
  if (awaited == object.text("@pipelineId")) {
    return CheckResult::error(fmt::format("{} waits for its own end; name another pipeline in the field pipeline", awaited),
                              "WaitsForItself");
  }
  const auto when = object.flag("matchInterval", true) ? std::optional{object.scheduled()} : std::nullopt;
  auto left = unfinished_(PipelineId{awaited}, when);
  return left.empty() ? CheckResult::met() : CheckResult::not_yet(std::move(left));
}

}  // namespace penstock
