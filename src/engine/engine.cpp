// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/engine.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "engine_impl.hpp"
#include "penstock/engine/pipeline_finished.hpp"
#include "penstock/executor/process.hpp"
#include "soundness.hpp"

namespace penstock {

namespace {

EngineOptions completed(EngineOptions options) {
  if (options.name.empty()) options.name = fmt::format("process {}", ::getpid());
  if (!options.catalog) options.catalog = std::make_shared<const Catalog>(Catalog::standard());
  return options;
}

template <class Made, class... Arguments>
std::unique_ptr<Made> make_unless(bool given, Arguments... arguments) {
  return given ? nullptr : std::make_unique<Made>(arguments...);
}

/// The longest sleep: the machine's clock may be set forwards while we sleep, and nothing would tell.
constexpr std::chrono::milliseconds longest_sleep{60'000};

/// By key, because a precondition instance has no interval of its own to be found by. None for 0.
std::optional<InstanceRef> find_live(const Instances& instances, InstanceKey key) {
  for (InstanceIndex index = 0; key != 0 && index < instances.capacity(); ++index) {
    if (instances[index].key == key) return instances.ref(index);
  }
  return std::nullopt;
}

/// What an action told of when it was fired: the failure of its node, or of the precondition that failed it. Lost attempts came later.
std::optional<AttemptRow> failure_told(const Instances& instances, std::optional<InstanceRef> node, Instant fired) {
  if (!node) return std::nullopt;
  const auto known = [&](InstanceIndex index) {
    const auto failure = instances.last_failure.find(index);
    const bool told = failure != instances.last_failure.end() && failure->second.ended && *failure->second.ended <= fired;
    return told && failure->second.error_id != "Service_EngineRestarted" ? std::optional{failure->second} : std::nullopt;
  };
  if (auto own = known(node->index)) return own;
  for (auto check = instances[node->index].first_check; check != no_instance; check = instances[check].next_check) {
    if (auto of_check = known(check)) return of_check;
  }
  return std::nullopt;
}

/// Whether time changes anything in such a pipeline.
bool lives(PipelineState state) { return state == PipelineState::scheduled || state == PipelineState::deactivating; }

}  // namespace

Engine::Impl::Impl(Store& store, Executor& executor, Handlers handlers, EngineOptions options)
    : store_{store},
      computing_{executor},
      options_{completed(std::move(options))},
      own_clock_{make_unless<SystemClock>(options_.clock != nullptr)},
      clock_{options_.clock != nullptr ? options_.clock : own_clock_.get()},
      own_blocking_{make_unless<ThreadExecutor>(options_.blocking != nullptr, options_.max_blocking)},
      blocking_{options_.blocking != nullptr ? *options_.blocking : *own_blocking_},
      site_{std::make_shared<const WorkSite>(WorkSite{.inbox = std::make_shared<Inbox>(),
                                                      .gate = std::make_shared<Gate>(),
                                                      .handlers = std::make_shared<const Handlers>(with_own(std::move(handlers))),
                                                      .store = store.identity(),
                                                      .log_root = options_.log_root})},
      limits_{options_.max_computing, options_.max_blocking, options_.max_processes, 0} {
  const std::lock_guard lock{state_};
  if (options_.observer) observers_.push_back(options_.observer);
  open();
}

Engine::Impl::~Impl() {
  {
    const std::lock_guard lock{at_work_lock_};
    for (const auto& [key, work] : at_work_) {
      if (const auto alive = work.lock()) alive->stop();
    }
  }
  site_->gate->close_and_wait();
  store_.close();
}

/// What only the engine itself can answer, unless the host wants to.
Handlers Engine::Impl::with_own(Handlers handlers) {
  constexpr const char* type = "PipelineFinished";
  if (handlers.find_precondition(type) != nullptr) return handlers;
  handlers.precondition(type, std::make_shared<PipelineFinishedHandler>([this](const PipelineId& name, std::optional<Interval> when) {
                          const std::lock_guard lock{state_};
                          return unfinished(name, when);
                        }));
  return handlers;
}

void Engine::Impl::open() {
  auto snapshot = store_.open(options_.name);
  try {
    require_sound(snapshot);
    end_left_overs(snapshot.pipelines);
    keys_ = {.last_instance = snapshot.last_instance, .last_action = snapshot.last_action};
    for (auto& pipeline : snapshot.pipelines) {
      leave_places_empty(pipeline.pipeline.key - 1);
      restore_pipeline(std::move(pipeline));
    }
    leave_places_empty(snapshot.last_pipeline);
    for (auto& pending : snapshot.actions) {
      auto& pipeline = *pipelines_[static_cast<std::size_t>(pending.action.pipeline - 1)];
      // Its last action may have finished the pipeline and not have been delivered.
      if (!wake_for_reading(pipeline)) continue;
      require_action_fits(pending, *pipeline.instances);
      const auto owner = find_live(*pipeline.instances, pending.node.owner);
      const auto node = find_live(*pipeline.instances, pending.node.key);
      prepare_action(pending.action, node.value_or(InstanceRef{}), pending.node,
                     owner ? std::optional{pipeline.instances->row(owner->index)} : std::nullopt,
                     failure_told(*pipeline.instances, node, pending.action.fired));
    }
    commit();
  } catch (...) {
    store_.close();
    throw;
  }
}

/// Of pipelines that were removed: up to that key.
void Engine::Impl::leave_places_empty(PipelineKey up_to) {
  if (pipelines_.size() >= static_cast<std::size_t>(up_to)) return;
  // One stands for all of them: a store may have seen millions.
  const auto gone = std::make_shared<LoadedPipeline>();
  gone->removed = true;
  pipelines_.resize(static_cast<std::size_t>(up_to), gone);
}

namespace {

/// What attempts and checks that were lost may have left running, with their names.
struct LostAttempts {
  std::vector<LostWork> work;
  std::vector<std::string> names;

  void add(const PipelineSnapshot& pipeline, const std::string& store) {
    std::vector<std::string> ids(pipeline.components.size());
    for (const auto& row : pipeline.components) {
      if (row.component < ids.size()) ids[row.component] = row.id;
    }
    const auto instance_of = [&](InstanceKey key) {
      const auto found = std::lower_bound(pipeline.instances.begin(), pipeline.instances.end(), key,
                                          [](const InstanceRow& row, InstanceKey sought) { return row.key < sought; });
      return found != pipeline.instances.end() && found->key == key ? &*found : nullptr;
    };
    for (const auto& attempt : pipeline.attempts) {
      const auto* instance = attempt.status == AttemptStatus::running ? instance_of(attempt.instance) : nullptr;
      if (instance == nullptr) continue;
      const auto* owner = instance_of(instance->owner);
      const auto id = instance_id(ids[instance->component], instance->scheduled.start, owner == nullptr ? "" : ids[owner->component]);
      names.push_back(attempt_id(id, attempt.number));
      work.push_back({.process = {.pid = attempt.process, .start_time = attempt.process_started},
                      .marker = process_marker(store, pipeline.pipeline.name, names.back())});
    }
  }
};

}  // namespace

/// Nothing may be tried again, and no check asked again, while a process of the lost attempt is still at it (invariant 9). One search for
/// all pipelines.
void Engine::Impl::end_left_overs(const std::vector<PipelineSnapshot>& pipelines) const {
  LostAttempts lost;
  for (const auto& pipeline : pipelines) lost.add(pipeline, site_->store);
  if (lost.work.empty()) return;
  const auto found = end_left_over(lost.work, std::chrono::seconds{10});
  for (std::size_t n = 0; n < found.size(); ++n) {
    if (found[n] > 0) log(LogLevel::warning, fmt::format("ended {} left-over processes of {}", found[n], lost.names[n]));
  }
}

void Engine::Impl::restore_pipeline(PipelineSnapshot snapshot) {
  auto loaded = std::make_unique<LoadedPipeline>();
  loaded->row = snapshot.pipeline;
  loaded->definitions = snapshot.definitions;
  for (const auto& row : snapshot.components) loaded->positions.push_back(row.id);
  auto& pipeline = *loaded;
  pipeline.dormant = std::move(snapshot);
  pipelines_.push_back(std::move(loaded));
  if (pipeline.row.active_version == 0 || pipeline.row.state == PipelineState::finished) return;

  const auto* active = pipeline.definition(pipeline.row.active_version);
  if (active == nullptr)
    throw StoreError{fmt::format("the store lacks definition {} of pipeline {}", pipeline.row.active_version, pipeline.row.name)};
  auto runnable = plan_of(pipeline, *active);
  if (!runnable) {
    pipeline.held = to_text(runnable.error());
    log(LogLevel::error, fmt::format("{} cannot go on in this program:\n{}", pipeline.row.name, pipeline.held));
    return;
  }
  wake_up(pipeline, std::move(runnable).value());
}

Result<RunnablePlan, Diagnostics> Engine::Impl::plan_of(const LoadedPipeline& pipeline, const DefinitionRow& row) const {
  const auto recorded = opened(row, pipeline.current().name, options_.vault);
  if (!recorded) return Failure{recorded.error()};
  return plan_to_run(recorded->definition, recorded->values, options_, *site_->handlers, pipeline,
                     pipeline.current().last_activated.value_or(now()));
}

/// From what the store had of it to instances that go on.
void Engine::Impl::wake_up(LoadedPipeline& pipeline, RunnablePlan runnable) {
  auto& instances =
      pipeline.instances.emplace(pipeline.row, std::move(runnable.plan), std::move(runnable.lanes), options_.max_live_instances);
  for (const auto& row : pipeline.definitions) {
    if (row.version == pipeline.row.active_version) continue;
    if (auto older = plan_of(pipeline, row)) instances.remember(row.version, std::move(older->plan));
  }
  try {
    require_instances_fit(pipeline.dormant, instances);
  } catch (...) {
    pipeline.instances.reset();
    throw;
  }
  const auto dormant = std::exchange(pipeline.dormant, {});
  restore(instances, dormant.components, dormant.runs, dormant.instances, dormant.attempts);
  (void)apply(pipeline, EngineRestarted{});
}

LoadedPipeline* Engine::Impl::find(const PipelineId& name) {
  const auto found = std::find_if(pipelines_.begin(), pipelines_.end(),
                                  [&](const auto& loaded) { return !loaded->removed && loaded->current().name == name.text(); });
  return found == pipelines_.end() ? nullptr : found->get();
}

/// S-96: results of work first, then what time brings (in let_time_come).
void Engine::Impl::receive(std::vector<Report> reports) {
  for (auto& report : reports) {
    if (report.freed_lane == no_lane) {
      --other_work_;
    } else if (report.freed_lane) {
      --in_flight_[*report.freed_lane];
    }
    if (const auto* ended = std::get_if<ActionEnded>(&report.what)) {
      const auto row = undelivered_.find(ended->key);
      if (row == undelivered_.end()) continue;
      row->second.status = ended->delivered ? ActionStatus::delivered : ActionStatus::failed;
      row->second.message = ended->message;
      batch_.actions.push_back(std::move(row->second));
      undelivered_.erase(row);
      continue;
    }
    auto& pipeline = *pipelines_[static_cast<std::size_t>(report.pipeline - 1)];
    const auto& event = std::get<Event>(report.what);
    if (const auto* ended = std::get_if<AttemptEnded>(&event)) {
      forget_work({report.pipeline, ended->instance.key, ended->number});
    } else if (const auto* checked = std::get_if<CheckEnded>(&event)) {
      forget_work({report.pipeline, checked->instance.key, checked->number});
    }
    if (!pipeline.instances) continue;
    // A refused report is normal: the attempt was canceled or timed out while it was on its way.
    if (const auto refusal = apply(pipeline, event)) log(LogLevel::debug, refusal->message);
  }
}

void Engine::Impl::let_time_come() {
  for (const auto& pipeline : pipelines_) {
    if (pipeline->instances && lives(pipeline->instances->pipeline.state)) (void)apply(*pipeline, TimeCame{});
  }
}

/// Gives ready instances to lanes with room: of all pipelines the one that has waited longest (S-165).
void Engine::Impl::hand_out() {
  if (!handing_out_) return;
  for (std::uint8_t lane = 0; lane < parked_lane; ++lane) {
    while (has_room(lane)) {
      LoadedPipeline* first = nullptr;
      const Ready* best = nullptr;
      bool alone = true;
      for (const auto& pipeline : pipelines_) {
        if (!pipeline->instances) continue;
        const auto* ready = first_ready(*pipeline->instances, lane);
        if (ready == nullptr) continue;
        alone = best == nullptr;
        if (best == nullptr || Later{}(*best, *ready)) {
          best = ready;
          first = pipeline.get();
        }
      }
      if (first == nullptr) break;
      in_flight_[lane] += claim(*first->instances, lane, alone ? limits_[lane] - in_flight_[lane] : 1, now(), batch_);
    }
  }
}

void Engine::Impl::commit() {
  while (true) {
    if (!batch_.empty()) store_.commit(batch_);
    prepare_changes();
    for (const auto& command : batch_.commands) {
      if (const auto* recall = std::get_if<RecallResource>(&command)) recalls_.push_back(*recall);
      prepare(command);
    }
    for (const auto key : batch_.removed) forget(key);
    batch_.clear();
    if (recalls_.empty()) {
      recorded_.notify_all();  // something may be ready for a task runner
      return;
    }
    while (!recalls_.empty()) {
      const auto recall = recalls_.front();
      auto& pipeline = *pipelines_[static_cast<std::size_t>(recall.pipeline - 1)];
      std::vector<InstanceRow> rows;
      if (!pipeline.removed) rows = store_.recall(recall.pipeline, recall.component, recall.interval);
      recalls_.pop_front();
      if (!rows.empty()) (void)apply(pipeline, ResourceRecalled{rows.front()});
    }
  }
}

Step Engine::Impl::step() {
  Step result;
  {
    const std::lock_guard lock{state_};
    auto reports = site_->inbox->take_all();
    result.worked = !reports.empty();
    receive(std::move(reports));
    let_time_come();
    answer_requests();
    hand_out();
    result.worked = result.worked || !batch_.empty() || !batch_.commands.empty();
    commit();
    prune_when_due();

    result.running = other_work_;
    for (const auto count : in_flight_) result.running += count;
    result.at_rest = result.running == 0;
    result.idle = result.running == 0;
    if (pruning_) {
      result.worked = true;
      result.wake = now();
      result.at_rest = false;
      result.idle = false;
    }
    for (const auto& pipeline : pipelines_) {
      if (!pipeline->instances || !lives(pipeline->instances->pipeline.state)) continue;
      const auto wake = next_wake(*pipeline->instances, now());
      if (wake && (!result.wake || *wake < *result.wake)) result.wake = wake;
      result.at_rest = result.at_rest && at_rest(*pipeline->instances);
      result.idle = result.idle && is_idle(*pipeline->instances, now());
    }
  }
  drain_outbox();
  // What opening the store left to be done is done by a step that finds nothing else, and may have been answered at once.
  result.worked = result.worked || !site_->inbox->empty();
  return result;
}

void Engine::Impl::loop(std::stop_token stop, Until until) {
  const std::stop_callback wake_up{stop, [inbox = site_->inbox] { inbox->wake(); }};
  {
    const std::lock_guard lock{state_};
    handing_out_ = until != Until::drained;
  }
  auto* mailbox = store_.mailbox();
  while (!stop.stop_requested()) {
    const auto found = step();
    if (!site_->inbox->empty()) continue;
    if (until == Until::rest && found.at_rest) break;
    if (until == Until::idle && found.idle) break;
    if (until == Until::drained && found.running == 0) break;
    auto limit = longest_sleep;
    if (found.wake)
      limit = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*found.wake - now()), std::chrono::milliseconds{0}, limit);
    site_->inbox->wait(mailbox == nullptr ? -1 : mailbox->doorbell(), limit);
  }
  const std::lock_guard lock{state_};
  handing_out_ = true;
}

Engine::Engine(Store& store, Executor& executor, Handlers handlers, EngineOptions options)
    : impl_{std::make_unique<Impl>(store, executor, std::move(handlers), std::move(options))} {}

std::optional<PipelineState> Engine::state(const PipelineId& pipeline) const {
  const std::lock_guard lock{impl_->state_};
  const auto* found = impl_->find(pipeline);
  return found == nullptr ? std::nullopt : std::optional{found->current().state};
}

std::vector<PipelineId> Engine::pipelines() const {
  const std::lock_guard lock{impl_->state_};
  std::vector<PipelineId> names;
  for (const auto& pipeline : impl_->pipelines_) {
    if (!pipeline->removed) names.emplace_back(pipeline->current().name);
  }
  return names;
}

void Engine::observe(Observer observer) {
  const std::lock_guard lock{impl_->state_};
  impl_->observers_.push_back(std::move(observer));
}

Step Engine::step() { return impl_->step(); }
void Engine::run(std::stop_token stop) { impl_->loop(std::move(stop), Impl::Until::rest); }
void Engine::run_until_idle(std::stop_token stop) { impl_->loop(std::move(stop), Impl::Until::idle); }
void Engine::drain(std::stop_token stop) { impl_->loop(std::move(stop), Impl::Until::drained); }

}  // namespace penstock
