// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "penstock/executor/executor.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/manual_clock.hpp"
#include "penstock/testing/memory_vault.hpp"
#include "testing/world.hpp"

namespace penstock::testing {

struct Simulation::Impl {
  Impl(SimulationOptions given, Script script)
      : options{std::move(given)},
        clock{options.start},
        world{clock,
              std::move(script),
              options.keep_given,
              [this](const auto& pipeline, const auto& instance) { return find_number(pipeline, instance); },
              options.resume_lost
                  ? [this](const auto& pipeline, const auto& instance, int number) { return count_lost(pipeline, instance, number); }
                  : World::CountLost{},
              [this](const auto& pipeline, const auto& when) { return unfinished(pipeline, when); }} {
    world.mask_alarms = options.mask_alarms;
    options.engine.clock = &clock;
    options.engine.blocking = &executor;
    if (options.engine.vault == nullptr) options.engine.vault = &own_vault;
    options.engine.observer = [this, told = std::move(options.engine.observer)](const Change& change) {
      world.watch(change);
      if (told) told(change);
    };
    if (!options.engine.catalog) options.engine.catalog = std::make_shared<const Catalog>(Catalog::standard());
    // A world has room for all work that the definition allows.
    constexpr std::size_t unbounded = std::numeric_limits<std::int32_t>::max();
    options.engine.max_computing = unbounded;
    options.engine.max_blocking = unbounded;
    options.engine.max_processes = unbounded;
  }
  ~Impl() { world.forget(); }

  Engine& running() {
    if (!engine) {
      auto& store = options.store != nullptr ? *options.store : own_store;
      engine = std::make_unique<Engine>(store, executor, world.handlers(*options.engine.catalog), options.engine);
    }
    return *engine;
  }

  /// The last step, which found nothing to do.
  Step settle() {
    while (true) {
      const auto step = running().step();
      if (!world.let_go() && !step.worked) return step;
    }
  }

  void run_until(Instant moment);
  std::optional<std::int64_t> find_number(const std::string& pipeline, const std::string& instance);
  int count_lost(const std::string& pipeline, const std::string& instance, int number);

  /// Null if nobody can read the store that was given.
  [[nodiscard]] StoreReader* reader() { return options.store == nullptr ? &own_store : options.reader; }

  /// Pipelines that nobody deployed here count as done, like everything that no script speaks of.
  [[nodiscard]] std::string unfinished(const PipelineId& pipeline, std::optional<Interval> when) {
    return engine->state(pipeline) ? engine->unfinished(pipeline, when) : std::string{};
  }

  SimulationOptions options;
  ManualClock clock;
  InlineExecutor executor;
  MemoryStore own_store;
  MemoryVault own_vault;
  World world;
  std::unique_ptr<Engine> engine;  // last: it uses all of the above to its end
};

void Simulation::Impl::run_until(Instant moment) {
  auto settled = settle();
  while (true) {
    if (settled.wake && *settled.wake <= clock.now()) {
      throw std::logic_error{
          fmt::format("the engine finds nothing to do at {}, and asks to be called at {}", to_text(clock.now()), to_text(*settled.wake))};
    }
    auto next = settled.wake;
    if (const auto coming = world.next()) next = next ? std::min(*next, *coming) : *coming;
    if (!next || *next > moment) break;
    clock.set(*next);
    (void)world.deliver();
    settled = settle();
  }
  if (moment <= clock.now()) return;
  clock.set(moment);
  (void)settle();
}

std::optional<std::int64_t> Simulation::Impl::find_number(const std::string& pipeline, const std::string& instance) {
  if (reader() == nullptr) return std::nullopt;
  const auto run = reader()->run(pipeline, instance);
  return run ? std::optional{run->instance.interval} : std::nullopt;
}

int Simulation::Impl::count_lost(const std::string& pipeline, const std::string& instance, int number) {
  const auto run = reader()->run(pipeline, instance);
  if (!run) return 0;
  const auto attempts = reader()->attempts(run->instance.key);
  return static_cast<int>(std::count_if(attempts.begin(), attempts.end(), [&](const AttemptRow& each) {
    return each.number < number && each.error_id == "Service_EngineRestarted";
  }));
}

Simulation::Simulation(SimulationOptions options, Script script) : impl_{std::make_unique<Impl>(std::move(options), std::move(script))} {}
Simulation::~Simulation() = default;

Script& Simulation::script() noexcept { return impl_->world.script; }
Engine& Simulation::engine() { return impl_->running(); }
Instant Simulation::now() const { return impl_->clock.now(); }
void Simulation::settle() { (void)impl_->settle(); }
void Simulation::run_until(Instant moment) { impl_->run_until(moment); }
bool Simulation::at_rest() { return impl_->settle().at_rest; }
const std::vector<Ran>& Simulation::ran() const noexcept { return impl_->world.ran; }
const std::vector<Given>& Simulation::given() const noexcept { return impl_->world.given; }
const std::vector<Alarm>& Simulation::alarms() const noexcept { return impl_->world.alarms; }

StoreReader& Simulation::history() {
  if (auto* reader = impl_->reader()) return *reader;
  throw std::logic_error{"the simulation was given a store of somebody's own: ask that one"};
}

void Simulation::restart() {
  impl_->world.forget();
  impl_->engine.reset();
}

}  // namespace penstock::testing
