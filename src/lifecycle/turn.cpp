// SPDX-License-Identifier: Apache-2.0
#include "turn.hpp"

#include <algorithm>
#include <cassert>

namespace penstock {

namespace {

/// Whether there is a resource: while it is being created, in use, or let go of (S-110).
bool exists(Status status) { return status == Status::creating || status == Status::running || status == Status::shutting_down; }

/// Whether something will come of it without anybody asking. A resource that is up waits for those who use it.
bool is_under_way(Kind kind, Status status) {
  return status == Status::waiting_for_runner || status == Status::creating || status == Status::shutting_down ||
         (status == Status::running && kind != Kind::resource);
}

}  // namespace

/// The only place where a status is set: through the table, with everything that counts statuses.
void Turn::move(InstanceIndex index, Cause cause) {
  auto& instance = at(index);
  const auto& component = instances_.component(instance);
  const auto from = instance.status;
  const auto next = next_status(component.kind, from, cause);
  assert(next && "a transition that the table does not list");
  const auto to = *next;
  instance.status = to;
  instance.cause = cause;

  if (is_terminal(to) && !is_terminal(from)) {
    instance.since = now_;
    instance.retrying = false;
  }
  instances_.under_way += static_cast<int>(is_under_way(component.kind, to)) - static_cast<int>(is_under_way(component.kind, from));

  // Before its release an interval is as unmet as while it waits, so that a first release changes nothing for those who wait for it.
  const int unmet = static_cast<int>(is_done(from)) - static_cast<int>(is_done(to));
  const int bad = static_cast<int>(is_bad(to)) - static_cast<int>(is_bad(from));

  if (is_runnable(component.kind)) {
    const bool was_open = from != Status::scheduled && !is_terminal(from);
    const int open = static_cast<int>(!is_terminal(to)) - static_cast<int>(was_open);
    auto& state = instances_.components[instance.component];
    instances_.unfinished += open;
    instances_.bad += bad;
    if (component.kind == Kind::resource) {
      state.active += static_cast<int>(exists(to)) - static_cast<int>(exists(from));
    } else if (instance.counts) {
      state.active += open;
    }
    // What a deactivation cancels has not gone wrong.
    if (is_terminal(to) && to != Status::skipped && cause != Cause::pipeline_deactivated)
      set_health(instance.component, is_bad(to) ? Health::error : Health::healthy);
    if (!component.calendar) {
      if (const auto run = instances_.runs.find(instance.interval); run != instances_.runs.end()) run->second.unfinished += open;
    }
    if (open < 0 && state.held) {
      state.held = false;
      expect_release(instance.component);
    }
  }

  const auto owner = instance.owner;
  // A precondition that failed while its owner waits (S-187).
  if (owner != no_instance && to == Status::failed) set_health(at(owner).component, Health::error);
  const auto& row = touch(index);
  batch_.transitions.push_back({.pipeline = row.pipeline,
                                .instance = row.key,
                                .component = row.component,
                                .interval = row.interval,
                                .owner = owner == no_instance ? row.component : at(owner).component,
                                .from = from,
                                .to = to,
                                .cause = cause,
                                .attempt = row.attempts,
                                .scheduled = row.scheduled,
                                .at = now_});
  if (component.kind == Kind::resource && exists(from) && !exists(to)) offer_place(instance.component);
  if (owner == no_instance && component.runs_on && is_terminal(to) != is_terminal(from)) (void)tell_resource(index);
  // With its last check an owner may need its resource no longer.
  if (owner != no_instance && is_terminal(to) && component_of(owner).runs_on) (void)tell_resource(owner);

  if (unmet == 0 && bad == 0) return;
  if (owner != no_instance) {
    tell_owner(index, unmet, bad);
  } else {
    tell_consumers(index, unmet, bad);
  }
}

const InstanceRow& Turn::touch(InstanceIndex index) {
  auto& instance = at(index);
  auto& rows = batch_.instances;
  if (instance.row >= rows.size() || rows[instance.row].key != instance.key) {
    instance.row = static_cast<std::uint32_t>(rows.size());
    rows.emplace_back();
  }
  return rows[instance.row] = instances_.row(index);
}

void Turn::touch_component(ComponentIndex index) {
  auto& state = instances_.components[index];
  const auto& component = instances_.plan()[index];
  if (state.turn != batch_.turn) {
    state.turn = batch_.turn;
    state.row = static_cast<std::uint32_t>(batch_.components.size());
    batch_.components.push_back({.pipeline = instances_.pipeline.key,
                                 .component = index,
                                 .id = component.id,
                                 .type = component.type,
                                 .kind = component.kind,
                                 .order = component.order});
  }
  batch_.components[state.row].next_interval = state.window.next();
  batch_.components[state.row].paused = state.paused;
  batch_.components[state.row].health = state.health;
}

void Turn::set_health(ComponentIndex component, Health health) {
  auto& state = instances_.components[component];
  if (state.health == health) return;
  state.health = health;
  touch_component(component);
}

void Turn::touch_pipeline() {
  auto& rows = batch_.pipelines;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const PipelineRow& row) { return row.key == instances_.pipeline.key; });
  if (found == rows.end()) {
    rows.push_back(instances_.pipeline);
  } else {
    *found = instances_.pipeline;
  }
}

/// All of them, with their names, once at each activation.
void Turn::touch_components() {
  for (ComponentIndex index = 0; index < instances_.components.size(); ++index) touch_component(index);
}

/// Finished work leaves memory; what is left of it is an entry in its component's window.
void Turn::leave(InstanceIndex index) {
  for (auto check = at(index).first_check; check != no_instance;) {
    const auto next = at(check).next_check;
    touch(check);
    batch_.instances[at(check).row].live = false;
    instances_.free(check);
    check = next;
  }
  touch(index);
  batch_.instances[at(index).row].live = false;
  instances_.components[at(index).component].window.set_done(at(index).interval);
  instances_.free(index);
}

void Turn::arm(Instant when, TimerKind kind, InstanceIndex index) {
  instances_.timers.push_back({when, kind, instances_.ref(index)});
  std::push_heap(instances_.timers.begin(), instances_.timers.end(), Later{});
}

void Turn::settle() {
  for (std::size_t next = 0; next < affected_.size(); ++next) {
    const auto index = affected_[next];
    if (at(index).key != 0) consider(index);
  }
  affected_.clear();
}

}  // namespace penstock
