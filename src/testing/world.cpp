// SPDX-License-Identifier: Apache-2.0
#include "testing/world.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace penstock::testing {

World::World(const Clock& clock, Script said, bool keep_given, FindNumber find_number, CountLost count_lost,
             PipelineFinishedHandler::Unfinished unfinished)
    : script{std::move(said)},
      other_pipeline{std::move(unfinished)},
      clock_{clock},
      keep_given_{keep_given},
      find_number_{std::move(find_number)},
      count_lost_{std::move(count_lost)} {}

bool World::Later::operator()(const Happening& a, const Happening& b) const noexcept {
  return std::tie(a.at, a.what, a.due, a.start, a.order, a.work) > std::tie(b.at, b.what, b.due, b.start, b.order, b.work);
}

void World::learn(const Component& component) {
  known_[component.id] = {
      .order = component.order, .calendar = component.calendar, .progress_timeout = component.policy.report_progress_timeout};
}

Lane World::lane(const Component& component) const { return script.is_polled(component.id) ? Lane::polled : Lane::process; }

void World::watch(const Change& change) {
  // An on-demand run is known by its time, and its number is its place among those that began: a queued run may be dropped (S-150).
  if (change.scheduled.start == change.scheduled.end && std::find(runs_.rbegin(), runs_.rend(), change.scheduled.start) == runs_.rend()) {
    runs_.push_back(change.scheduled.start);
  }
  if (change.kind == Kind::precondition && change.cause == Cause::rerun) checks_made_.erase(change.instance);
}

std::int64_t World::number_of(const ObjectView& runnable) {
  const auto scheduled = runnable.scheduled();
  if (const auto known = known_.find(runnable.id()); known != known_.end() && known->second.calendar) {
    const auto& calendar = *known->second.calendar;
    const auto range = overlapping(calendar.recurrence, calendar.type, {scheduled.start, scheduled.start});
    return range.empty() ? -1 : range.first;
  }
  if (scheduled.start == scheduled.end) {
    const auto run = std::find(runs_.begin(), runs_.end(), scheduled.start);
    return run == runs_.end() ? -1 : run - runs_.begin();
  }
  // A data node, of which no handler ever hears.
  return find_number_(runnable.text("@pipelineId"), runnable.instance_id()).value_or(-1);
}

ScriptedName World::name_of(const ObjectView& object) {
  ScriptedName name{.component = object.id(), .instance = object.instance_id()};
  if (script.is_numbered(name.component)) name.interval = number_of(object);
  return name;
}

void World::schedule(Instant at, What what, const ObjectView& object, WorkId work) {
  const auto scheduled = object.scheduled();
  Happening happening{.at = at, .what = what, .due = scheduled.start, .start = scheduled.start, .order = 0, .work = work};
  if (const auto known = known_.find(object.id()); known != known_.end()) {
    happening.order = known->second.order;
    if (known->second.calendar && known->second.calendar->type == ScheduleType::timeseries) happening.due = scheduled.end;
  }
  queue_.push(happening);
}

World::Place World::place_of(const ObjectView& object, int attempt) {
  if (!count_lost_) return {.entry = attempt, .begun = clock_.now()};
  const auto id = object.instance_id();
  const auto entry = attempt - count_lost_(object.text("@pipelineId"), id, attempt);
  return {.entry = entry, .begun = begun_.try_emplace({id, entry}, clock_.now()).first->second};
}

Duration World::remaining(const Place& place, Duration takes) const {
  return std::max(std::chrono::duration_cast<Duration>(place.begun + takes - clock_.now()), Duration::zero());
}

/// Checks are answered at once, so that an answer can be lost only at the moment at which it was given.
std::size_t World::number_of_check(const std::string& instance) {
  auto& made = checks_made_[instance];
  if (!count_lost_) return made++;
  const auto now = clock_.now();
  const auto last = checked_.find(instance);
  const bool again = made > 0 && forgot_ == now && last != checked_.end() && last->second == now;
  if (last != checked_.end() && again) {
    checked_.erase(last);
    return made - 1;
  }
  checked_[instance] = now;
  return made++;
}

void World::begin(std::shared_ptr<ActivityContext> context) {
  const auto& object = context->object();
  ran.push_back(
      {.component = object.id(), .scheduled = object.scheduled().start, .attempt = context->attempt_number(), .at = clock_.now()});
  if (keep_given_) given.push_back({.ran = ran.back(), .object = object});
  const auto* said = script.find_activity(name_of(object));
  if (said == nullptr) {
    context->complete(Outcome::success());
    return;
  }
  if (said->body()) {
    context->complete(said->body()(*context));
    return;
  }
  const auto place = place_of(object, context->attempt_number());
  const auto& entry = said->entry(place.entry);
  const auto takes = remaining(place, entry.takes);
  const bool ends = entry.what == ActivityEntry::What::ends;
  if (ends && takes == Duration::zero()) {
    context->complete(entry.outcome);
    return;
  }

  const auto id = ++last_work_;
  auto& attempt = *attempts_.emplace(id, std::make_unique<Attempt>()).first->second;
  attempt.context = std::move(context);
  attempt.outcome = entry.outcome;
  // Not completed here and now: the engine is in the middle of asking for it.
  attempt.on_stop.emplace(attempt.context->stop_token(), [this, id] { stopped_.push_back(id); });
  if (ends) schedule(clock_.now() + takes, What::attempt_ends, object, id);
  const auto known = known_.find(object.id());
  if (entry.what == ActivityEntry::What::stalls || known == known_.end() || !known->second.progress_timeout) return;
  // Twice within the time that is allowed: safe, and seldom enough to cost nothing.
  attempt.progress_every = std::max(*known->second.progress_timeout / 2, Duration{1});
  if (!ends || attempt.progress_every < takes) schedule(clock_.now() + attempt.progress_every, What::progress, object, id);
}

CheckResult World::check(CheckContext& context) {
  const auto& object = context.object();
  ScriptedName name{.component = object.id(), .instance = object.instance_id()};
  if (const auto owner = object.reference("node")) {
    name.owner = owner->id();
    if (script.is_numbered(name.component)) name.interval = number_of(*owner);
  }
  const auto* said = script.find_precondition(name);
  if (said == nullptr) return object.type() == "PipelineFinished" ? other_pipeline.check(context) : CheckResult::met();
  return said->answer(number_of_check(name.instance), clock_.now());
}

void World::acquire(std::shared_ptr<ResourceContext> resource) {
  const auto& object = resource->object();
  const auto* said = script.find_resource(name_of(object));
  const auto place = place_of(object, resource->attempt_number());
  const auto entry = said == nullptr ? ResourceEntry{} : said->entry(place.entry);
  const auto id = ++last_work_;
  resource_ids_[resource->attempt_id()] = id;
  resources_[id] = resource;
  const auto takes = remaining(place, entry.takes);
  const auto ready = clock_.now() + takes;
  if (entry.comes_up && entry.dies_after) {
    schedule(clock_.now() + remaining(place, entry.takes + *entry.dies_after), What::resource_fails, object, id);
  }
  const auto what = entry.comes_up ? What::resource_up : What::resource_fails;
  if (takes > Duration::zero()) {
    schedule(ready, what, object, id);
  } else {
    happen({.at = ready, .what = what, .due = ready, .start = ready, .order = 0, .work = id});
  }
}

void World::release(std::shared_ptr<ResourceContext> resource) {
  const auto found = resource_ids_.find(resource->attempt_id());
  if (found != resource_ids_.end()) {
    resources_.erase(found->second);
    resource_ids_.erase(found);
  }
  auto takes = script.shutdown_of(resource->object().id());
  if (count_lost_) {
    // No attempt has the number 0.
    takes = remaining({.entry = 0, .begun = begun_.try_emplace({resource->attempt_id(), 0}, clock_.now()).first->second}, takes);
  }
  if (takes == Duration::zero()) {
    resource->gone();
    return;
  }
  const auto id = ++last_work_;
  schedule(clock_.now() + takes, What::resource_gone, resource->object(), id);
  resources_[id] = std::move(resource);
}

void World::fire(const Firing& firing, const ObjectView& object) {
  const auto shown = [&](const std::string& text) { return mask_alarms ? object.masked(text) : text; };
  alarms.push_back({.action = object.id(),
                    .node = firing.node,
                    .event = firing.event,
                    .subject = shown(object.text("subject")),
                    .message = shown(object.text("message")),
                    .at = firing.fired});
}

std::optional<Instant> World::next() const { return queue_.empty() ? std::nullopt : std::optional{queue_.top().at}; }

bool World::deliver() {
  bool any = false;
  while (!queue_.empty() && queue_.top().at <= clock_.now()) {
    const auto happening = queue_.top();
    queue_.pop();
    happen(happening);
    any = true;
  }
  return any;
}

/// What was stopped or released before its time is no longer under way, and nothing happens.
void World::happen(const Happening& happening) {
  if (happening.what == What::attempt_ends || happening.what == What::progress) {
    const auto found = attempts_.find(happening.work);
    if (found == attempts_.end()) return;
    auto& attempt = *found->second;
    if (happening.what == What::attempt_ends) {
      const auto ended = std::move(found->second);
      attempts_.erase(found);
      ended->context->complete(ended->outcome);
      return;
    }
    attempt.context->report_progress();
    auto again = happening;
    again.at += attempt.progress_every;
    queue_.push(again);
    return;
  }
  const auto found = resources_.find(happening.work);
  if (found == resources_.end()) return;
  const auto resource = found->second;
  if (happening.what == What::resource_up) {
    resource->up();
    return;
  }
  resources_.erase(found);
  if (happening.what == What::resource_gone) {
    resource->gone();
    return;
  }
  resource_ids_.erase(resource->attempt_id());
  resource->failed("the script lets it fail");
}

bool World::let_go() {
  const auto stopped = std::exchange(stopped_, {});
  for (const auto id : stopped) {
    const auto found = attempts_.find(id);
    if (found == attempts_.end()) continue;
    const auto attempt = std::move(found->second);
    attempts_.erase(found);
    attempt->context->complete(Outcome::failure("stopped"));
  }
  return !stopped.empty();
}

void World::forget() {
  forgot_ = clock_.now();
  queue_ = {};
  attempts_.clear();
  resources_.clear();
  resource_ids_.clear();
  stopped_.clear();
}

}  // namespace penstock::testing
