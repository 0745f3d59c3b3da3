// SPDX-License-Identifier: Apache-2.0

/// A pipeline is stopped, and goes on where it was (section 18 of the rules).

#include <algorithm>
#include <string>

#include "turn.hpp"

namespace penstock {

std::optional<Refusal> Turn::deactivate(const DeactivateRequested& event) {
  auto& pipeline = instances_.pipeline;
  if (pipeline.state != PipelineState::scheduled) {
    return Refusal{.code = "InvalidRequest",
                   .about = 0,
                   .message = "the pipeline is " + std::string{to_text(pipeline.state)} + "; only a SCHEDULED one can be deactivated"};
  }
  pipeline.state = PipelineState::deactivating;
  touch_pipeline();
  instances_.releases.clear();
  // Runs that were queued are dropped: their numbers are given to the next ones (S-150).
  for (auto run = instances_.runs.begin(); run != instances_.runs.end();) {
    if (run->second.released) {
      ++run;
    } else {
      pipeline.runs = std::min(pipeline.runs, run->first);
      run = instances_.runs.erase(run);
    }
  }
  cancel_everything(event.drain);
  settle();
  settle_pipeline();
  return std::nullopt;
}

void Turn::cancel_everything(bool drain) {
  for (InstanceIndex index = 0; index < instances_.capacity(); ++index) {
    const auto& instance = at(index);
    if (instance.key != 0 && instance.owner == no_instance && !is_terminal(instance.status)) deactivate(index, drain);
  }
}

/// Cancels an instance without telling anybody (S-149). When draining, what runs goes on, and so does the resource under it.
void Turn::deactivate(InstanceIndex index, bool drain) {
  const auto status = at(index).status;
  if (component_of(index).kind == Kind::resource) {
    if (drain && (status == Status::running || status == Status::shutting_down)) {
      affected_.push_back(index);
      return;
    }
    abandon_resource(index, std::string{to_text(Cause::pipeline_deactivated)});
  } else {
    if (drain && status == Status::running) return;
    stop_attempt(index);
  }
  move(index, Cause::pipeline_deactivated);
  end_checks(index, Cause::pipeline_deactivated);
}

/// What the deactivation canceled is run again, or skipped if it was due before the activation timestamp (S-150, S-151). Runs on demand
/// stay canceled.
void Turn::resume_after_deactivation() {
  if (instances_.plan().runs().on_demand) return;
  for (InstanceIndex index = 0; index < instances_.capacity(); ++index) {
    auto& instance = at(index);
    const bool stopped = instance.status == Status::canceled && instance.cause == Cause::pipeline_deactivated;
    if (instance.key == 0 || instance.owner != no_instance || !stopped) continue;
    const auto& component = component_of(index);
    instance.failures = 0;
    instance.retrying = false;
    if (is_skipped(component, instance.interval)) {
      move(index, Cause::skipped_by_activation);
      if (component.kind == Kind::resource) {
        affected_.push_back(index);
      } else {
        leave(index);
      }
      continue;
    }
    renew_checks(index, Cause::resumed);
    move(index, Cause::resumed);
    show_pause(index);
    arm_late(index);
    affected_.push_back(index);
  }
}

void cancel_all(Instances& instances, Instant now, Keys& keys, Batch& batch) {
  Turn turn{instances, now, keys, batch};
  instances.releases.clear();
  turn.cancel_everything(false);
}

}  // namespace penstock
