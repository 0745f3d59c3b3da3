// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/advance.hpp"

#include <algorithm>
#include <utility>

#include "turn.hpp"

namespace penstock {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

bool still_means_something(Instances& instances, const Timer& timer) {
  const auto* instance = instances.find(timer.instance);
  if (instance == nullptr) return false;
  switch (timer.kind) {
    case TimerKind::late:
      return !is_terminal(instance->status) && !instance->late;
    case TimerKind::retry:
      return instance->retrying && instance->since == timer.at && !is_terminal(instance->status);
    case TimerKind::init_timeout:
    case TimerKind::terminate_after:
      return instance->status == Status::creating || instance->status == Status::running;
    default:
      return instance->status == Status::running;
  }
}

void drop_stale_timers(Instances& instances) {
  auto& timers = instances.timers;
  while (!timers.empty() && !still_means_something(instances, timers.front())) {
    std::pop_heap(timers.begin(), timers.end(), Later{});
    timers.pop_back();
  }
}

}  // namespace

std::optional<Refusal> advance(Instances& instances, const Event& event, Instant now, Keys& keys, Batch& batch) {
  Turn turn{instances, now, keys, batch};
  using None = std::optional<Refusal>;
  auto refusal = std::visit(Overloaded{
                                [&](const AttemptEnded& e) { return turn.attempt_ended(e); },
                                [&](const CheckEnded& e) { return turn.check_ended(e); },
                                [&](const ProgressReported& e) { return turn.progress_reported(e); },
                                [&](const ProcessRecorded& e) { return turn.process_recorded(e); },
                                [&](const TimeCame&) { return turn.time_came(), None{}; },
                                [&](const EngineRestarted&) { return turn.engine_restarted(), None{}; },
                                [&](const CancelRequested& e) { return turn.cancel(e.instance, Cause::canceled_by_user); },
                                [&](const RerunRequested& e) { return turn.rerun(e.instance); },
                                [&](const RecalledForRerun& e) { return turn.rerun(e); },
                                [&](const MarkFinishedRequested& e) { return turn.mark_finished(e.instance); },
                                [&](const RecalledForMarkFinished& e) { return turn.mark_finished(e); },
                                [&](const PauseRequested& e) { return turn.pause(e.component); },
                                [&](const ResumeRequested& e) { return turn.resume(e.component); },
                                [&](const ResourceUp& e) { return turn.resource_up(e); },
                                [&](const ResourceFailed& e) { return turn.resource_failed(e); },
                                [&](const ResourceGone& e) { return turn.resource_gone(e); },
                                [&](const ResourceRecalled& e) { return turn.resource_recalled(e); },
                                [&](const DeactivateRequested& e) { return turn.deactivate(e); },
                            },
                            event);
  turn.settle();
  drop_stale_timers(instances);
  return refusal;
}

void activate(Instances& instances, Instant now, std::optional<Instant> skip_before, Keys& keys, Batch& batch) {
  auto& pipeline = instances.pipeline;
  const bool resumes = std::exchange(pipeline.state, PipelineState::scheduled) == PipelineState::inactive;
  if (!pipeline.first_activated) pipeline.first_activated = now;
  const auto last_activated = std::exchange(pipeline.last_activated, now);
  pipeline.skip_before = skip_before;
  Turn turn{instances, now, keys, batch};
  if (instances.plan().runs().on_demand) {
    // Ids hold whole seconds, so two activations in one second get consecutive ones (S-78). The time of the last run is kept as that of the
    // last activation, because a run that is over has left memory.
    auto at = std::chrono::floor<std::chrono::seconds>(now);
    if (pipeline.runs > 0 && last_activated) {
      at = std::max(at, std::chrono::floor<std::chrono::seconds>(*last_activated) + std::chrono::seconds{1});
    }
    pipeline.last_activated = at;
    batch.runs.push_back({.pipeline = pipeline.key, .run = pipeline.runs, .at = at});
    instances.runs[pipeline.runs] = {.at = at, .unfinished = 0, .released = false};
    ++pipeline.runs;
  }
  turn.touch_pipeline();
  turn.touch_components();
  if (resumes) turn.resume_after_deactivation();
  turn.expect_releases();
  turn.settle();
  turn.time_came();
  turn.settle();
}

std::size_t claim(Instances& instances, std::uint8_t lane, std::size_t limit, Instant now, Batch& batch) {
  Keys no_new_keys;
  Turn turn{instances, now, no_new_keys, batch};
  return turn.claim(lane, limit);
}

void take(Instances& instances, InstanceRef ready, Instant now, Batch& batch) {
  Keys no_new_keys;
  Turn turn{instances, now, no_new_keys, batch};
  turn.take(ready);
}

std::optional<Ready> first_polled(Instances& instances, std::string_view worker_group) {
  std::optional<Ready> first;
  for (const auto& entry : instances.ready[polled_lane]) {
    const auto* instance = instances.find(entry.instance);
    if (instance == nullptr || !may_begin(instances, *instance)) continue;
    if (instances.component(*instance).worker_group != worker_group) continue;
    if (!first || Later{}(*first, entry)) first = entry;
  }
  return first;
}

const Ready* first_ready(Instances& instances, std::uint8_t lane) {
  auto& queue = instances.ready[lane];
  while (!queue.empty()) {
    auto* instance = instances.find(queue.front().instance);
    if (instance != nullptr && may_begin(instances, *instance)) return &queue.front();
    if (instance != nullptr) instance->queued = false;
    std::pop_heap(queue.begin(), queue.end(), Later{});
    queue.pop_back();
  }
  return nullptr;
}

std::optional<Instant> next_wake(const Instances& instances, Instant now) {
  std::optional<Instant> wake;
  if (!instances.timers.empty()) wake = instances.timers.front().at;
  if (!instances.releases.empty()) {
    const bool held = instances.unfinished >= instances.max_live && instances.under_way > 0;
    const auto due = instances.releases.front().due;
    if (!(held && due <= now)) wake = wake ? std::min(*wake, due) : due;
  }
  return wake;
}

bool is_idle(Instances& instances, Instant now) {
  if (instances.under_way > 0) return false;
  if (!instances.releases.empty() && instances.releases.front().due <= now) return false;
  return std::none_of(instances.timers.begin(), instances.timers.end(),
                      [&](const Timer& timer) { return timer.kind != TimerKind::late && still_means_something(instances, timer); });
}

bool at_rest(const Instances& instances) {
  const bool runs_to_come = std::any_of(instances.runs.begin(), instances.runs.end(), [](const auto& run) { return !run.second.released; });
  return instances.under_way == 0 && instances.timers.empty() && instances.releases.empty() && !runs_to_come;
}

}  // namespace penstock
