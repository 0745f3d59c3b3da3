// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/rig.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "penstock/executor/executor.hpp"
#include "penstock/store/memory_store.hpp"

namespace penstock::testing {

struct Rig::Impl {
  Impl(Definition said, RigOptions given) : definition{std::move(said)}, options{std::move(given)} {
    if (definition.name.empty()) definition.name = "test";
    pipeline = PipelineId{definition.name};
    clock.set(options.start);
    options.engine.clock = &clock;
    options.engine.blocking = &executor;
    if (!options.engine.catalog) options.engine.catalog = std::make_shared<const Catalog>(Catalog::standard());
    // What uses a resource is played like everything else.
    options.engine.local_resources = true;
  }

  [[nodiscard]] Store& store() { return options.store != nullptr ? *options.store : own_store; }
  Engine& running();
  [[nodiscard]] Handlers scripted_handlers();
  void begin(std::shared_ptr<ActivityContext> context);
  [[nodiscard]] CheckResult check(CheckContext& context);
  void settle();
  void advance_to(Instant moment);
  [[nodiscard]] std::optional<RunSummary> find(const std::string& component, std::optional<Instant> start);

  /// Work that ends at a moment of the test's clock; among equals the one that began first.
  struct Pending {
    Instant at;
    std::shared_ptr<ActivityContext> context;
    Outcome outcome;
  };

  Definition definition;
  RigOptions options;
  PipelineId pipeline;
  ManualClock clock;
  InlineExecutor executor;
  MemoryStore own_store;
  std::map<std::string, ActivityScript> activities;
  std::map<std::pair<std::string, Instant>, ActivityScript> instance_activities;
  std::map<std::string, CheckScript> checks;
  std::map<std::string, std::size_t> checks_made;  // by instance
  std::vector<Pending> pending;
  std::vector<std::shared_ptr<ActivityContext>> hanging;
  std::vector<Ran> ran;
  std::vector<Alarm> alarms;
  std::unique_ptr<Engine> engine;
};

namespace {

class ScriptedActivity final : public ActivityHandler {
 public:
  explicit ScriptedActivity(std::function<void(std::shared_ptr<ActivityContext>)> begin) : begin_{std::move(begin)} {}
  [[nodiscard]] Lane lane(const Component&) const override { return Lane::process; }
  [[nodiscard]] Outcome perform(ActivityContext&) override { return Outcome::failure("a scripted activity is begun, not performed"); }
  void start(std::shared_ptr<ActivityContext> context) override { begin_(std::move(context)); }

 private:
  std::function<void(std::shared_ptr<ActivityContext>)> begin_;
};

class ScriptedCheck final : public PreconditionHandler {
 public:
  explicit ScriptedCheck(std::function<CheckResult(CheckContext&)> answer) : answer_{std::move(answer)} {}
  [[nodiscard]] bool quick(const Component&) const override { return true; }
  [[nodiscard]] CheckResult check(CheckContext& context) override { return answer_(context); }

 private:
  std::function<CheckResult(CheckContext&)> answer_;
};

class RecordedAction final : public ActionHandler {
 public:
  RecordedAction(std::vector<Alarm>& alarms) : alarms_{alarms} {}
  void deliver(const Firing& firing, const ObjectView& object) override {
    alarms_.push_back({.action = object.id(),
                       .node = firing.node,
                       .event = firing.event,
                       .subject = object.text("subject"),
                       .message = object.text("message"),
                       .at = firing.fired});
  }

 private:
  std::vector<Alarm>& alarms_;
};

}  // namespace

Handlers Rig::Impl::scripted_handlers() {
  Handlers handlers;
  for (const auto& type : options.engine.catalog->types()) {
    switch (type.kind) {
      case Kind::activity:
        handlers.activity(type.name, std::make_shared<ScriptedActivity>([this](auto context) { begin(std::move(context)); }));
        break;
      case Kind::precondition:
        handlers.precondition(type.name, std::make_shared<ScriptedCheck>([this](auto& context) { return check(context); }));
        break;
      case Kind::action:
        handlers.action(type.name, std::make_shared<RecordedAction>(alarms));
        break;
      default:
        break;
    }
  }
  return handlers;
}

Engine& Rig::Impl::running() {
  if (!engine) {
    engine = std::make_unique<Engine>(store(), executor, scripted_handlers(), options.engine);
    (void)engine->deploy(definition, options.values);
  }
  return *engine;
}

void Rig::Impl::begin(std::shared_ptr<ActivityContext> context) {
  const auto& object = context->object();
  ran.push_back({.component = object.id(), .scheduled = object.scheduled().start, .attempt = context->attempt_number(), .at = clock.now()});
  const auto exact = instance_activities.find({object.id(), object.scheduled().start});
  const auto& script = exact != instance_activities.end() ? exact->second : activities[object.id()];
  if (script.body_) {
    context->complete(script.body_(*context));
    return;
  }
  if (script.entries_.empty()) {
    context->complete(Outcome::success());
    return;
  }
  const auto number = static_cast<std::size_t>(context->attempt_number() - 1);
  const auto& entry = script.entries_[std::min(number, script.entries_.size() - 1)];
  if (entry.hangs) {
    hanging.push_back(std::move(context));
  } else if (entry.takes == Duration::zero()) {
    context->complete(entry.outcome);
  } else {
    pending.push_back({.at = clock.now() + entry.takes, .context = std::move(context), .outcome = entry.outcome});
  }
}

CheckResult Rig::Impl::check(CheckContext& context) {
  const auto& script = checks[context.object().id()];
  if (script.met_from_) return clock.now() >= *script.met_from_ ? CheckResult::met() : CheckResult::not_yet();
  if (script.answers_.empty()) return CheckResult::met();
  const auto made = checks_made[context.object().instance_id()]++;
  return script.answers_[std::min(made, script.answers_.size() - 1)];
}

void Rig::Impl::settle() {
  while (running().step().worked) {
  }
}

void Rig::Impl::advance_to(Instant moment) {
  settle();
  while (true) {
    const auto step = running().step();
    auto next = step.wake;
    for (const auto& work : pending) next = next ? std::min(*next, work.at) : work.at;
    if (!next || *next > moment) break;
    clock.set(std::max(*next, clock.now()));
    for (std::size_t i = 0; i < pending.size();) {
      if (pending[i].at > clock.now()) {
        ++i;
        continue;
      }
      const auto work = std::move(pending[i]);
      pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(i));
      work.context->complete(work.outcome);
    }
    settle();
  }
  clock.set(std::max(moment, clock.now()));
  settle();
}

std::optional<RunSummary> Rig::Impl::find(const std::string& component, std::optional<Instant> start) {
  if (options.store != nullptr) throw std::logic_error{"the rig was given a store of the test's own: ask that one"};
  RunFilter filter;
  filter.pipeline = definition.name;
  filter.component_id = component;
  auto runs = own_store.runs(filter);
  const auto found = std::find_if(runs.begin(), runs.end(), [&](const RunSummary& run) { return !start || run.instance.scheduled.start == *start; });
  return found == runs.end() ? std::nullopt : std::optional{*found};
}

Rig::Rig(Definition definition, RigOptions options) : impl_{std::make_unique<Impl>(std::move(definition), std::move(options))} {}

Rig::~Rig() {
  // Work that a test left running must end before the engine that waits for it.
  impl_->pending.clear();
  impl_->hanging.clear();
}

ActivityScript& Rig::activity(const std::string& component) { return impl_->activities[component]; }
ActivityScript& Rig::activity(const std::string& component, Instant start) { return impl_->instance_activities[{component, start}]; }
CheckScript& Rig::precondition(const std::string& component) { return impl_->checks[component]; }

void Rig::run_until_idle() { impl_->settle(); }
void Rig::advance(Duration by) { impl_->advance_to(impl_->clock.now() + by); }
void Rig::advance_to(Instant moment) { impl_->advance_to(moment); }

Status Rig::status(const std::string& component) const {
  const auto found = impl_->find(component, std::nullopt);
  return found ? found->instance.status : Status::scheduled;
}

Status Rig::status(const std::string& component, Instant start) const {
  const auto found = impl_->find(component, start);
  return found ? found->instance.status : Status::scheduled;
}

std::vector<AttemptRow> Rig::attempts(const std::string& component) const {
  const auto found = impl_->find(component, std::nullopt);
  return found ? impl_->own_store.attempts(found->instance.key) : std::vector<AttemptRow>{};
}

std::vector<AttemptRow> Rig::attempts(const std::string& component, Instant start) const {
  const auto found = impl_->find(component, start);
  return found ? impl_->own_store.attempts(found->instance.key) : std::vector<AttemptRow>{};
}

const std::vector<Ran>& Rig::ran() const noexcept { return impl_->ran; }
const std::vector<Alarm>& Rig::alarms() const noexcept { return impl_->alarms; }
PipelineState Rig::state() { return impl_->running().state(impl_->pipeline).value_or(PipelineState::pending); }
Instant Rig::now() const { return impl_->clock.now(); }
Engine& Rig::engine() { return impl_->running(); }
const PipelineId& Rig::pipeline() const noexcept { return impl_->pipeline; }
InstanceId Rig::instance(const std::string& component, Instant start) { return InstanceId{instance_id(component, start)}; }

void Rig::restart() {
  impl_->pending.clear();
  impl_->hanging.clear();
  impl_->engine.reset();
}

}  // namespace penstock::testing
