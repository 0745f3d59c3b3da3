// SPDX-License-Identifier: Apache-2.0

/// From commands to work: what each handler gets to see, and on which executor it runs.

#include <fmt/format.h>

#include <algorithm>

#include "engine_impl.hpp"
#include "penstock/activity/log_folder.hpp"
#include "penstock/lifecycle/explanation.hpp"

namespace penstock {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

/// The folder that a pipelineLogUri names, if it is one of this machine.
std::optional<std::filesystem::path> local_folder(std::string uri) {
  constexpr std::string_view scheme = "file://";
  if (uri.starts_with(scheme)) return std::filesystem::path{uri.substr(scheme.size())};
  if (uri.empty() || uri.find("://") != std::string::npos) return std::nullopt;
  return std::filesystem::path{uri};
}

}  // namespace

void Engine::Impl::prepare(const Command& command) {
  std::visit(
      Overloaded{
          [&](const StartAttempt& start) { prepare_start(start); },
          [&](const CheckAgain& again) { prepare_check(again.instance.pipeline, again.instance, again.ref, again.number, *again.owner); },
          [&](const StopAttempt& stop) { prepare_stop(stop); },
          [&](const AcquireResource& acquire) { prepare_acquire(acquire); },
          [&](const ReleaseResource& release) { prepare_release(release); },
          [&](const RecallResource&) {},  // looked up by `commit`
          [&](const RunAction& run) { prepare_action(run.action, run.ref, run.node, run.node_owner, run.node_attempt); },
      },
      command);
}

Sight Engine::Impl::sight_of(LoadedPipeline& pipeline, const InstanceRow& row) const {
  Sight sight;
  sight.plan = pipeline.instances->plan_of(row.version);
  sight.pipeline = pipeline.current().name;
  sight.instance = row;
  return sight;
}

ObjectView Engine::Impl::view(LoadedPipeline& pipeline, const InstanceRow& row, AttemptRow attempt, std::optional<InstanceRow> node) const {
  auto sight = std::make_shared<Sight>(sight_of(pipeline, row));
  sight->attempt = std::move(attempt);
  sight->node = std::move(node);
  return ObjectView{std::move(sight)};
}

std::filesystem::path Engine::Impl::log_directory(const ObjectView& object, const std::string& pipeline, std::int32_t number) const {
  auto root = options_.log_root;
  try {
    if (const auto folder = local_folder(object.text("pipelineLogUri"))) root = *folder;
  } catch (const EvaluationFailed& failed) {
    log(LogLevel::warning, fmt::format("pipelineLogUri of {} cannot be evaluated: {}", object.id(), object.masked(failed.what())));
  }
  return log_folder(root.string(), pipeline, object, number);
}

/// Holds the store's identity, because two stores of one machine may hold pipelines of the same name.
std::string Engine::Impl::marker(const std::string& pipeline, const std::string& attempt) const {
  return fmt::format("PENSTOCK_ATTEMPT_OF={}/{}/{}", store_.identity(), pipeline, attempt);
}

void Engine::Impl::prepare_start(const StartAttempt& command) {
  const auto& row = command.instance;
  if (command.owner) {
    prepare_check(row.pipeline, row, command.ref, command.number, *command.owner);
    return;
  }
  auto& pipeline = *pipelines_[static_cast<std::size_t>(row.pipeline - 1)];
  const auto lane = pipeline.instances->components[row.component].lane;
  auto object = view(pipeline, row, AttemptRow{.instance = row.key, .number = command.number, .started = now()}, std::nullopt);
  const auto& name = pipeline.current().name;
  auto folder = log_directory(object, name, command.number);
  auto mark = marker(name, attempt_id(object.instance_id(), command.number));
  auto task = std::make_shared<AttemptTask>(site_, row.pipeline, command.ref, command.number, lane, std::move(object), std::move(folder),
                                            std::move(mark));
  {
    const std::lock_guard lock{tasks_lock_};
    stops_[{row.pipeline, row.key, command.number}] = [weak = std::weak_ptr{task}] {
      if (const auto alive = weak.lock()) alive->stop();
    };
  }
  send([this, task = std::move(task), lane] {
    auto work = [task, handlers = site_.handlers] {
      if (auto* handler = handlers->find_activity(task->object().type())) task->run(*handler);
    };
    switch (static_cast<Lane>(lane)) {
      case Lane::compute:
        computing_.submit(std::move(work));
        break;
      case Lane::blocking:
        blocking_.submit(std::move(work));
        break;
      case Lane::process:
        work();
        break;
      case Lane::polled:  // taken by `poll`, never handed out
        break;
    }
  });
}

void Engine::Impl::prepare_check(PipelineKey key, const InstanceRow& row, InstanceRef ref, std::int32_t number, const InstanceRow& owner) {
  auto& pipeline = *pipelines_[static_cast<std::size_t>(key - 1)];
  auto object = view(pipeline, row, AttemptRow{.instance = row.key, .number = number, .started = now()}, owner);
  const auto& name = pipeline.current().name;
  const auto& component = (*pipeline.instances->plan_of(row.version))[row.component];
  auto folder = log_directory(object, name, number);
  auto mark = marker(name, attempt_id(object.instance_id(), number));
  const auto* handler = site_.handlers->find_precondition(component.type);
  const bool quick = handler != nullptr && handler->quick(component);
  auto task = std::make_shared<CheckTask>(site_, key, ref, number, std::move(object), std::move(folder), std::move(mark));
  {
    const std::lock_guard lock{tasks_lock_};
    stops_[{key, row.key, number}] = [weak = std::weak_ptr{task}] {
      if (const auto alive = weak.lock()) alive->stop();
    };
  }
  ++other_work_;
  send([this, task = std::move(task), quick] {
    auto work = [task, handlers = site_.handlers] {
      if (auto* found = handlers->find_precondition(task->object().type())) task->run(*found);
    };
    if (quick) {
      work();
    } else {
      blocking_.submit(std::move(work));
    }
  });
}

void Engine::Impl::prepare_stop(const StopAttempt& command) {
  send([this, key = TaskKey{command.pipeline, command.ref.key, command.number}] {
    std::function<void()> stop;
    {
      const std::lock_guard lock{tasks_lock_};
      if (const auto found = stops_.find(key); found != stops_.end()) stop = found->second;
    }
    if (stop) stop();
  });
}

ResourceHandler& Engine::Impl::resource_handler(std::string_view type) {
  auto* handler = site_.handlers->find_resource(type);
  return handler == nullptr ? local_resource_ : *handler;
}

std::shared_ptr<ResourceTask> Engine::Impl::resource_task(const InstanceRow& row, InstanceRef ref, std::int32_t number) {
  auto& pipeline = *pipelines_[static_cast<std::size_t>(row.pipeline - 1)];
  auto object = view(pipeline, row, AttemptRow{.instance = row.key, .number = number, .started = now()}, std::nullopt);
  return std::make_shared<ResourceTask>(site_.inbox, row.pipeline, ref, number, std::move(object));
}

void Engine::Impl::prepare_acquire(const AcquireResource& command) {
  auto task = resource_task(command.instance, command.ref, command.number);
  held_[{command.instance.pipeline, command.instance.key, command.number}] = task;
  send([this, task = std::move(task)] { task->acquire(resource_handler(task->object().type())); });
}

void Engine::Impl::prepare_release(const ReleaseResource& command) {
  // One that an earlier engine held is let go of under the same attempt id.
  auto held = held_.extract({command.instance.pipeline, command.instance.key, command.number});
  auto task = held.empty() ? resource_task(command.instance, command.ref, command.number) : std::move(held.mapped());
  send([this, task = std::move(task)] { resource_handler(task->object().type()).release(task); });
}

void Engine::Impl::prepare_action(ActionRow action, InstanceRef ref, const InstanceRow& node, std::optional<InstanceRow> owner,
                                  std::optional<AttemptRow> attempt) {
  auto& pipeline = *pipelines_[static_cast<std::size_t>(action.pipeline - 1)];
  // The action is seen as an object of the interval of its node.
  auto seen = node;
  seen.component = action.action;
  seen.owner = 0;
  auto sight = std::make_shared<Sight>(sight_of(pipeline, seen));
  sight->node = node;
  sight->node_owner = owner;
  sight->node_attempt = std::move(attempt);
  if (pipeline.instances->find(ref) != nullptr) {
    if (is_bad(node.status)) sight->node_error = failure_text(*pipeline.instances, ref.index);
    sight->node_waiting_on = waiting_on(*pipeline.instances, ref.index);
    sight->node_cascade_failed_on = cascade_failed_on(*pipeline.instances, ref.index);
  }
  const ObjectView object{std::move(sight)};
  auto node_sight = std::make_shared<Sight>(sight_of(pipeline, node));
  node_sight->node = std::move(owner);
  const ObjectView node_view{std::move(node_sight)};
  Firing firing{.key = action.key, .event = action.event, .fired = action.fired, .node = node_view.instance_id()};
  undelivered_[action.key] = std::move(action);
  ++other_work_;
  send([this, key = node.pipeline, firing = std::move(firing), object] {
    blocking_.submit([site = site_, key, firing, object] { deliver(site, key, firing, object); });
  });
}

void Engine::Impl::prepare_changes() {
  if (observers_.empty() || batch_.transitions.empty()) return;
  std::vector<Change> changes;
  changes.reserve(batch_.transitions.size());
  for (const auto& record : batch_.transitions) {
    auto& pipeline = *pipelines_[static_cast<std::size_t>(record.pipeline - 1)];
    const auto& component = pipeline.instances->plan()[record.component];
    changes.push_back({.pipeline = pipeline.current().name,
                       .instance = instance_text(*pipeline.instances, record.component, record.scheduled.start, record.owner),
                       .component = component.id,
                       .kind = component.kind,
                       .from = record.from,
                       .to = record.to,
                       .cause = record.cause,
                       .attempt = record.attempt,
                       .scheduled = record.scheduled,
                       .at = record.at});
  }
  send([this, observers = observers_, changes = std::move(changes)] {
    for (const auto& change : changes) {
      for (const auto& observer : observers) tell(observer, change);
    }
  });
}

/// What an observer throws is its host's mistake, and must not keep the engine from its work.
void Engine::Impl::tell(const Observer& observer, const Change& change) const {
  try {
    observer(change);
  } catch (const std::exception& error) {
    log(LogLevel::error, fmt::format("an observer threw when it was told about {}: {}", change.instance, error.what()));
  } catch (...) {
    log(LogLevel::error, fmt::format("an observer threw when it was told about {}", change.instance));
  }
}

void Engine::Impl::send(std::function<void()> work) {
  const std::lock_guard lock{outbox_lock_};
  outbox_.push_back(std::move(work));
}

void Engine::Impl::drain_outbox() {
  std::unique_lock lock{outbox_lock_};
  if (draining_outbox_) return;
  draining_outbox_ = true;
  while (!outbox_.empty()) {
    auto work = std::move(outbox_.front());
    outbox_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
  draining_outbox_ = false;
}

}  // namespace penstock
