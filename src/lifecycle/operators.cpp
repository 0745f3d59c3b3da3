// SPDX-License-Identifier: Apache-2.0

/// What operators ask for: cancel, rerun, mark finished, pause, resume (section 17 of the rules).

#include <utility>

#include "turn.hpp"

namespace penstock {

namespace {

Refusal not_alive() { return {.code = "ObjectNotFound", .about = 0, .message = "there is no such instance"}; }

Refusal senseless(std::string message) { return {.code = "InvalidRequest", .about = 0, .message = std::move(message)}; }

}  // namespace

std::optional<Refusal> Turn::cancel(InstanceRef ref, Cause cause) {
  const auto* instance = instances_.find(ref);
  if (instance == nullptr) return not_alive();
  if (is_terminal(instance->status)) {
    return senseless("it is " + std::string{to_text(instance->status)} + " already; only what is not over can be canceled");
  }
  if (component_of(ref.index).kind == Kind::resource) {
    abandon_resource(ref.index, std::string{to_text(cause)});
    go_bad(ref.index, cause);
    cancel_tasks(ref.index, Cause::canceled_resource_canceled);
  } else {
    stop_attempt(ref.index);
    go_bad(ref.index, cause);
  }
  return std::nullopt;
}

std::optional<Refusal> Turn::rerun(InstanceRef ref) {
  const auto* instance = instances_.find(ref);
  if (instance == nullptr) return not_alive();
  if (!is_terminal(instance->status)) {
    return senseless("it is " + std::string{to_text(instance->status)} + "; cancel it first, then rerun it");
  }
  if (instances_.pipeline.state != PipelineState::scheduled) return senseless("the pipeline is not active; activate it first");
  if (instance->status == Status::skipped) return senseless("a SKIPPED instance cannot be rerun");
  if (instance->owner != no_instance) return rerun_check(ref.index);
  if (instance->bad > 0) {
    return Refusal{.code = "DependencyFailed",
                   .about = first_bad(ref.index).key,
                   .message = "something that it depends on has failed; rerun that first"};
  }
  rerun_from(ref.index);
  if (component_of(ref.index).kind == Kind::resource) rerun_users(ref.index);
  return std::nullopt;
}

/// Reruns an instance and, transitively, the consumers that had failed with it and have no other reason to (S-138). A loop, because chains
/// are long.
void Turn::rerun_from(InstanceIndex first) {
  std::vector<InstanceIndex> chain{first};
  for (std::size_t next = 0; next < chain.size(); ++next) {
    const auto index = chain[next];
    auto& instance = at(index);
    instance.failures = 0;
    instance.retrying = false;
    instance.counts = false;
    instances_.blamed.erase(index);
    if (std::exchange(instance.version, instances_.pipeline.active_version) != instance.version) count_dependencies(index);
    instances_.last_failure.erase(index);
    const auto affected_before = affected_.size();
    renew_checks(index);
    move(index, Cause::rerun);
    renew_resource(index);
    for (auto i = affected_before; i < affected_.size(); ++i) {
      const auto& consumer = at(affected_[i]);
      const bool failed_with_it = consumer.status == Status::cascade_failed && consumer.cause == Cause::dependency_bad &&
                                  consumer.bad == 0 && instances_.component(consumer).policy.failure_mode == FailureMode::cascade;
      if (failed_with_it) chain.push_back(affected_[i]);
    }
    show_pause(index);
    affected_.push_back(index);
  }
}

/// What keeps an owner from going on when one of its checks is rerun: a bad dependency, or another check that went bad by itself. One that
/// was canceled because its owner fell is asked anew with the owner (S-123, S-136).
InstanceRef Turn::bad_beside(InstanceIndex check) const {
  const auto owner = instances_[check].owner;
  if (instances_[owner].bad > 0) return first_bad(owner);
  for (auto other = instances_[owner].first_check; other != no_instance; other = instances_[other].next_check) {
    if (other != check && is_bad(instances_[other].status) && instances_[other].cause != Cause::owner_ended) return instances_.ref(other);
  }
  return {};
}

/// Only a precondition that failed, or that a user canceled, can be asked again by itself, and only if that lets its owner go on (S-141).
std::optional<Refusal> Turn::rerun_check(InstanceIndex index) {
  const auto owner = at(index).owner;
  const bool askable = at(index).status == Status::failed || at(index).cause == Cause::canceled_by_user;
  const bool owner_waits = at(owner).status == Status::waiting_on_dependencies || at(owner).status == Status::paused;
  const bool owner_fell_with_it = at(owner).status == Status::cascade_failed;
  if (!askable || !(owner_waits || owner_fell_with_it)) {
    return senseless("a precondition is rerun by itself only while its owner waits for it; rerun the owner instead");
  }
  if (const auto other = bad_beside(index); owner_fell_with_it && other.key != 0) {
    return Refusal{
        .code = "DependencyFailed", .about = other.key, .message = "its owner waits for something else that has failed; rerun that first"};
  }
  at(index).failures = 0;
  at(index).retrying = false;
  at(index).version = instances_.pipeline.active_version;
  move(index, Cause::rerun);
  if (owner_fell_with_it) rerun_from(owner);
  affected_.push_back(owner);
  return std::nullopt;
}

/// Brings finished work back to memory and reruns it.
std::optional<Refusal> Turn::rerun(const RecalledForRerun& event) {
  if (event.instance.status != Status::finished) return senseless("a SKIPPED instance cannot be rerun");
  const auto owner = put_back(instances_, event.instance);
  instances_.components[event.instance.component].window.set_live(event.instance.interval, owner);
  InstanceIndex previous = no_instance;
  for (const auto& row : event.preconditions) {
    const auto check = put_back(instances_, row);
    at(check).owner = owner;
    if (is_bad(row.status)) {
      ++at(owner).unmet_checks;
      ++at(owner).bad_checks;
    }
    (previous == no_instance ? at(owner).first_check : at(previous).next_check) = check;
    previous = check;
  }
  count_dependencies(owner);
  const auto refusal = rerun(instances_.ref(owner));
  if (refusal) leave(owner);
  return refusal;
}

std::optional<Refusal> Turn::mark_finished(InstanceRef ref) {
  const auto* instance = instances_.find(ref);
  if (instance == nullptr) return not_alive();
  if (instance->status == Status::finished) return senseless("it is FINISHED already");
  if (!next_status(component_of(ref.index).kind, instance->status, Cause::marked_finished)) {
    return senseless("it is " + std::string{to_text(instance->status)} + "; cancel it first");
  }
  stop_attempt(ref.index);
  finish(ref.index, Cause::marked_finished);
  return std::nullopt;
}

/// Of what has left memory only a SKIPPED instance is not FINISHED. Nobody waits for it, so that it comes back for this one change.
std::optional<Refusal> Turn::mark_finished(const RecalledForMarkFinished& event) {
  if (event.instance.status != Status::skipped) return senseless("it is FINISHED already");
  const auto index = put_back(instances_, event.instance);
  instances_.components[event.instance.component].window.set_live(event.instance.interval, index);
  return mark_finished(instances_.ref(index));
}

/// Whatever waits of a paused component is PAUSED, from whichever side it came to wait (S-145).
void Turn::show_pause(InstanceIndex index) {
  if (instances_.components[at(index).component].paused) move(index, Cause::component_paused);
}

std::optional<Refusal> Turn::pause(ComponentIndex component) {
  if (component >= instances_.components.size()) return not_alive();
  auto& state = instances_.components[component];
  if (state.paused) return std::nullopt;
  state.paused = true;
  touch_component(component);
  for (InstanceIndex index = 0; index < instances_.capacity(); ++index) {
    const auto& instance = at(index);
    const bool waits = instance.status == Status::waiting_on_dependencies || instance.status == Status::waiting_for_runner;
    if (instance.key != 0 && instance.component == component && instance.owner == no_instance && waits)
      move(index, Cause::component_paused);
  }
  return std::nullopt;
}

std::optional<Refusal> Turn::resume(ComponentIndex component) {
  if (component >= instances_.components.size()) return not_alive();
  auto& state = instances_.components[component];
  if (!state.paused) return std::nullopt;
  state.paused = false;
  touch_component(component);
  for (InstanceIndex index = 0; index < instances_.capacity(); ++index) {
    const auto& instance = at(index);
    if (instance.key == 0 || instance.component != component || instance.status != Status::paused) continue;
    move(index, Cause::component_resumed);
    affected_.push_back(index);
  }
  return std::nullopt;
}

}  // namespace penstock
