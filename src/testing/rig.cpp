// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/rig.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace penstock::testing {

struct Rig::Impl {
  Impl(Definition said, RigOptions given)
      : definition{std::move(said)},
        values{std::move(given.values)},
        simulation{{.start = given.start, .engine = std::move(given.engine), .store = given.store, .keep_given = true},
                   std::move(given.script)} {
    if (definition.name.empty()) definition.name = "test";
    pipeline = PipelineId{definition.name};
  }

  Simulation& running() {
    if (!deployed) {
      (void)simulation.engine().deploy(definition, values);
      deployed = true;
    }
    return simulation;
  }

  /// The instance of that interval, or the first.
  [[nodiscard]] std::optional<RunSummary> find(const std::string& component, std::optional<Instant> start) {
    const auto runs =
        simulation.history().runs({.pipeline = definition.name, .component_id = component, .statuses = {}, .from = start, .to = start});
    return runs.empty() ? std::nullopt : std::optional{runs.front()};
  }
  [[nodiscard]] Status status(const std::string& component, std::optional<Instant> start) {
    const auto found = find(component, start);
    return found ? found->instance.status : Status::scheduled;
  }
  [[nodiscard]] std::vector<AttemptRow> attempts(const std::string& component, std::optional<Instant> start) {
    const auto found = find(component, start);
    return found ? simulation.history().attempts(found->instance.key) : std::vector<AttemptRow>{};
  }

  [[nodiscard]] Seen seen(const std::string& component, std::optional<Instant> start) {
    const auto found = find(component, start);
    if (!found) return {.id = start ? instance_id(component, *start) : component};
    return {.id = found->id, .status = found->instance.status, .attempts = simulation.history().attempts(found->instance.key)};
  }

  [[nodiscard]] std::vector<std::string> commands(const std::string& component, std::optional<Instant> start) const {
    std::vector<std::string> lines;
    for (const auto& [ran, object] : simulation.given()) {
      if (ran.component != component || (start && ran.scheduled != *start)) continue;
      for (auto& line : commands_of(object)) lines.push_back(std::move(line));
    }
    return lines;
  }

  Definition definition;
  ParameterValues values;
  PipelineId pipeline;
  Simulation simulation;
  bool deployed = false;
};

Rig::Rig(Definition definition, RigOptions options) : impl_{std::make_unique<Impl>(std::move(definition), std::move(options))} {}
Rig::~Rig() = default;

ActivityScript& Rig::activity(const std::string& component) { return impl_->simulation.script().activity(component); }
ActivityScript& Rig::activity(const std::string& component, Instant start) {
  return impl_->simulation.script().activity(instance_id(component, start));
}
CheckScript& Rig::precondition(const std::string& component) { return impl_->simulation.script().precondition(component); }
CheckScript& Rig::precondition(const std::string& component, const std::string& owner, Instant start) {
  return impl_->simulation.script().precondition(instance_id(component, start, owner));
}
ResourceScript& Rig::resource(const std::string& component) { return impl_->simulation.script().resource(component); }
ResourceScript& Rig::resource(const std::string& component, Instant start) {
  return impl_->simulation.script().resource(instance_id(component, start));
}
Script& Rig::script() noexcept { return impl_->simulation.script(); }

void Rig::run_until_idle() { impl_->running().settle(); }
void Rig::advance(Duration by) { advance_to(now() + by); }
void Rig::advance_to(Instant moment) { impl_->running().run_until(moment); }

Status Rig::status(const std::string& component) const { return impl_->status(component, std::nullopt); }
Status Rig::status(const std::string& component, Instant start) const { return impl_->status(component, start); }
std::vector<AttemptRow> Rig::attempts(const std::string& component) const { return impl_->attempts(component, std::nullopt); }
std::vector<AttemptRow> Rig::attempts(const std::string& component, Instant start) const { return impl_->attempts(component, start); }
Seen Rig::seen(const std::string& component) const { return impl_->seen(component, std::nullopt); }
Seen Rig::seen(const std::string& component, Instant start) const { return impl_->seen(component, start); }
Inspection Rig::inspect(const std::string& component, Instant start) {
  const auto id = instance(component, start);
  return engine().inspect(impl_->pipeline, id).value_or(Inspection{.id = id.text()});
}
std::vector<std::string> Rig::commands(const std::string& component) const { return impl_->commands(component, std::nullopt); }
std::vector<std::string> Rig::commands(const std::string& component, Instant start) const { return impl_->commands(component, start); }
const std::vector<Given>& Rig::given() const noexcept { return impl_->simulation.given(); }
const std::vector<Ran>& Rig::ran() const noexcept { return impl_->simulation.ran(); }
const std::vector<Alarm>& Rig::alarms() const noexcept { return impl_->simulation.alarms(); }
PipelineState Rig::state() { return engine().state(impl_->pipeline).value_or(PipelineState::pending); }
Instant Rig::now() const { return impl_->simulation.now(); }
Engine& Rig::engine() { return impl_->running().engine(); }
const PipelineId& Rig::pipeline() const noexcept { return impl_->pipeline; }
InstanceId Rig::instance(const std::string& component, Instant start) { return InstanceId{instance_id(component, start)}; }

void Rig::restart() {
  impl_->simulation.restart();
  impl_->deployed = false;
}

}  // namespace penstock::testing
