// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "penstock/definition/json.hpp"
#include "penstock/testing/simulation.hpp"
#include "properties/random_pipeline.hpp"
#include "properties/unreliable_store.hpp"

namespace penstock::testing {
namespace {

/// What is checked of one history (semantics, section 25).
struct History {
  std::vector<std::string> problems;
  std::vector<std::string> transitions;  ///< as text, for comparing two runs
};

/// Plays one history and watches it.
class Play {
 public:
  explicit Play(std::uint64_t seed)
      : random_{random_pipeline(seed)}, simulation_{options(nullptr, nullptr), Script::read(random_.script)} {}
  /// On a store that refuses commits, and in a program that dies at some.
  Play(std::uint64_t seed, UnreliableStore& store)
      : random_{random_pipeline(seed)}, store_{&store}, simulation_{options(&store, &store.reader()), Script::read(random_.script)} {}

  History run() {
    auto definition = read_definition(random_.definition);
    if (!definition) {
      problem(to_text(definition.error()));
      return std::move(history_);
    }
    definition->name = pipeline_.text();
    watch();
    insist([&] { (void)simulation_.engine().deploy(*definition); });
    settle();
    for (const auto& command : random_.commands) {
      run_until(command.at);
      try_once([&] { perform(command); });
      settle();
    }
    tidy_up();
    run_until(random_.end);
    check_end();
    return std::move(history_);
  }

 private:
  static SimulationOptions options(Store* store, StoreReader* reader) {
    SimulationOptions options;
    options.store = store;
    options.reader = reader;
    options.start = random_start;
    options.engine.profile = Profile::service;
    options.engine.required_fields = false;
    return options;
  }

  void watch() {
    simulation_.engine().observe([this](const Change& change) { changes_.push_back(change); });
  }

  /// Whether it was done. What the engine decided and could not record is done later (or never, if the program died).
  bool try_once(const std::function<void()>& what) {
    try {
      what();
      return true;
    } catch (const StoreError&) {
    } catch (const Killed&) {
      restart();
    }
    return false;
  }
  void insist(const std::function<void()>& what) {
    while (!try_once(what)) {
    }
  }

  [[nodiscard]] std::optional<Inspection> inspect(const std::string& id) {
    std::optional<Inspection> found;
    insist([&] { found = simulation_.engine().inspect(pipeline_, InstanceId{id}); });
    return found;
  }

  void restart() {
    bool opened = false;
    while (!opened) {
      try {
        simulation_.restart();
        if (store_ != nullptr) store_->take_over();
        watch();
        opened = true;
      } catch (const StoreError&) {
      } catch (const Killed&) {
      }
    }
    check_changes();
    // What the last commit before changed, and what the engine did while it opened the store, was not seen.
    for (const auto& run : simulation_.history().runs({.pipeline = pipeline_.text()})) {
      meet(run.id, run.component_id, run.kind, run.instance.scheduled.start);
      status_[run.id] = run.instance.status;
    }
  }

  void settle() {
    insist([&] { simulation_.settle(); });
    check_changes();
  }

  void run_until(Instant moment) {
    if (moment < simulation_.now()) return;
    insist([&] { simulation_.run_until(std::max(moment, simulation_.now())); });
    check_changes();
  }

  void problem(std::string text) { history_.problems.push_back(std::move(text)); }

  void perform(const RandomCommand& command) {
    auto& engine = engine_now();
    using What = RandomCommand::What;
    const auto instance = [&]() -> std::optional<InstanceId> {
      if (status_.empty()) return std::nullopt;
      auto chosen = status_.begin();
      std::advance(chosen, static_cast<std::ptrdiff_t>(command.chosen % status_.size()));
      return InstanceId{chosen->first};
    };
    const auto component = [&]() -> std::optional<ObjectId> {
      if (components_.empty()) return std::nullopt;
      auto chosen = components_.begin();
      std::advance(chosen, static_cast<std::ptrdiff_t>(command.chosen % components_.size()));
      return ObjectId{*chosen};
    };
    switch (command.what) {
      case What::cancel:
        if (const auto id = instance()) (void)engine.cancel(pipeline_, *id);
        break;
      case What::rerun:
        if (const auto id = instance()) (void)engine.rerun(pipeline_, *id);
        break;
      case What::mark_finished:
        if (const auto id = instance()) (void)engine.mark_finished(pipeline_, *id);
        break;
      case What::pause:
        if (const auto id = component()) (void)engine.pause(pipeline_, *id);
        break;
      case What::resume:
        if (const auto id = component()) (void)engine.resume(pipeline_, *id);
        break;
      case What::deactivate:
        (void)engine.deactivate(pipeline_, Deactivation::cancel);
        break;
      case What::drain:
        (void)engine.deactivate(pipeline_, Deactivation::drain);
        break;
      case What::activate:
        activate(std::nullopt);
        break;
      case What::activate_from:
        activate(simulation_.now() - std::chrono::hours{12});
        break;
      case What::kill:
        restart();
        break;
    }
  }

  Engine& engine_now() { return simulation_.engine(); }

  void activate(std::optional<Instant> from) {
    try {
      simulation_.engine().activate(pipeline_, {}, from);
    } catch (const DefinitionError&) {  // finished, or still deactivating
    }
  }

  /// Operators leave everything running.
  void tidy_up() {
    run_until(random_start + std::chrono::hours{24 * 20});
    insist([&] {
      for (const auto& id : components_) (void)simulation_.engine().resume(pipeline_, ObjectId{id});
      if (simulation_.engine().state(pipeline_) != PipelineState::finished) activate(std::nullopt);
    });
    settle();
  }

  void check_changes() {
    for (const auto& change : changes_) {
      history_.transitions.push_back(fmt::format("{} {} {} {} {} {}", to_text(change.at), change.instance, to_text(change.from),
                                                 to_text(change.to), to_text(change.cause), change.attempt));
      check(change);
      status_[change.instance] = change.to;
      meet(change.instance, change.component, change.kind, change.scheduled.start);
    }
    changes_.clear();
    check_notices();
  }

  void meet(const std::string& instance, const std::string& component, Kind kind, Instant start) {
    if (is_runnable(kind)) components_.insert(component);
    // A resource waits for those who use it, and they say so; a precondition for its owner.
    if (kind != Kind::activity && kind != Kind::data_node) return;
    says_what_it_waits_for_.insert(instance);
    runs_[{random_.calendars[component], start}].insert(instance);
  }

  /// Who is told that a run is done finds everything of it done, and each run that is done is told about (S-135).
  void check_notices() {
    for (; notices_seen_ < simulation_.alarms().size(); ++notices_seen_) {
      const auto& notice = simulation_.alarms()[notices_seen_];
      if (notice.event != ActionEvent::on_pipeline_success) continue;
      const auto run = std::find_if(runs_.begin(), runs_.end(), [&](const auto& each) { return each.second.contains(notice.node); });
      if (run == runs_.end()) {
        problem(fmt::format("{} is told about and was never seen", notice.node));
        continue;
      }
      for (const auto& id : run->second) {
        if (!is_done(status(id))) problem(fmt::format("a run is told to be done while {} is {}", id, to_text(status(id))));
      }
      told_.insert(run->first);
    }
  }

  void check_that_runs_were_told() {
    for (const auto& [run, members] : runs_) {
      const bool finished = std::all_of(members.begin(), members.end(), [&](const auto& id) { return status(id) == Status::finished; });
      const auto expected = std::count_if(random_.calendars.begin(), random_.calendars.end(),
                                          [&, calendar = run.first](const auto& step) { return step.second == calendar; });
      const bool complete = static_cast<std::ptrdiff_t>(members.size()) == expected;
      if (finished && complete && !told_.contains(run))
        problem(fmt::format("nobody was told that the run of {} is done", *members.begin()));
    }
  }

  [[nodiscard]] Status status(const std::string& id) const {
    const auto found = status_.find(id);
    return found == status_.end() ? Status::scheduled : found->second;
  }

  void check(const Change& change) {
    const auto before = status(change.instance);
    if (before != change.from)
      problem(fmt::format("{} goes from {} to {} but was {}", change.instance, to_text(change.from), to_text(change.to), to_text(before)));
    if (change.kind == Kind::activity && change.to == Status::running) check_start(change);
    if (before == Status::finished && change.to == Status::waiting_on_dependencies && change.cause != Cause::rerun) {
      problem(fmt::format("{} was FINISHED and is run again without having been asked to", change.instance));
    }
  }

  /// No attempt starts before its dependencies, its preconditions and its resource are there.
  void check_start(const Change& change) {
    if (!started_.insert(fmt::format("{}_{}", change.instance, change.attempt)).second) {
      problem(fmt::format("attempt {} of {} started twice", change.attempt, change.instance));
    }
    const auto found = inspect(change.instance);
    if (!found) {
      problem(fmt::format("{} runs and cannot be found", change.instance));
      return;
    }
    for (const auto& dependency : found->dependencies) {
      const auto became = status(dependency);
      if (!is_done(became) && !(is_bad(became) && random_.teardowns.contains(change.component)))
        problem(fmt::format("{} starts while {} is {}", change.instance, dependency, to_text(status(dependency))));
    }
    if (!found->resource.empty() && status(found->resource) != Status::running) {
      problem(fmt::format("{} starts while {} is {}", change.instance, found->resource, to_text(status(found->resource))));
    }
    for (const auto& [id, precondition] : status_) {
      // Precondition instances are named `@Check_start@Owner`.
      const auto at = id.rfind('@');
      if (at == 0 || id.substr(at + 1) != change.component || id.substr(0, at).find(to_text(change.scheduled.start)) == std::string::npos)
        continue;
      if (!is_done(precondition)) problem(fmt::format("{} starts while {} is {}", change.instance, id, to_text(precondition)));
    }
  }

  void check_end() {
    for (const auto& [id, status] : status_) {
      if (is_terminal(status)) continue;
      const auto found = inspect(id);
      if (!found) {
        problem(fmt::format("{} is {} and cannot be found", id, to_text(status)));
      } else if (random_.cascades) {
        problem(fmt::format("{} is still {}", id, to_text(status)));
      } else if (found->waiting_on.empty() && says_what_it_waits_for_.contains(id)) {
        problem(fmt::format("{} is {} and does not say what it waits for", id, to_text(status)));
      }
    }
    check_that_runs_were_told();
    insist([&] {
      if (!simulation_.at_rest()) problem("something is still to come");
    });
  }

  RandomPipeline random_;
  UnreliableStore* store_ = nullptr;
  Simulation simulation_;
  PipelineId pipeline_{"random"};
  std::vector<Change> changes_;
  std::map<std::string, Status> status_;
  std::set<std::string> components_, started_, says_what_it_waits_for_;
  using Run = std::pair<std::string, Instant>;  // calendar and start
  std::map<Run, std::set<std::string>> runs_;
  std::set<Run> told_;
  std::size_t notices_seen_ = 0;
  History history_;
};

/// How many histories: a few seconds' worth, or what PENSTOCK_HISTORIES says.
std::uint64_t histories() {
  const char* const wanted = std::getenv("PENSTOCK_HISTORIES");
  return wanted == nullptr ? 400 : std::strtoull(wanted, nullptr, 10);
}

std::uint64_t first_seed() {
  const char* const wanted = std::getenv("PENSTOCK_SEED");
  return wanted == nullptr ? 1 : std::strtoull(wanted, nullptr, 10);
}

/// Whether there was a problem.
bool report(std::uint64_t seed, const History& history) {
  if (history.problems.empty()) return false;
  if (std::getenv("PENSTOCK_TRACE") != nullptr) {
    std::cout << random_pipeline(seed).definition << '\n' << random_pipeline(seed).script << '\n';
    for (const auto& transition : history.transitions) std::cout << transition << '\n';
  }
  ADD_FAILURE() << "seed " << seed << ": " << history.problems.front() << " (and " << history.problems.size() - 1 << " more)";
  return true;
}

TEST(RandomHistories, AreSafeAndComeToAnEnd) {
  int failed = 0;
  for (auto seed = first_seed(); seed < first_seed() + histories() && failed < 5; ++seed) failed += report(seed, Play{seed}.run()) ? 1 : 0;
}

TEST(RandomHistories, AreSafeAndComeToAnEndOnAStoreThatFailsAndInAProgramThatDies) {
  int failed = 0;
  std::int64_t commits = 0, refused = 0, deaths = 0;
  for (auto seed = first_seed(); seed < first_seed() + histories() && failed < 5; ++seed) {
    UnreliableStore store{seed};
    failed += report(seed, Play{seed, store}.run()) ? 1 : 0;
    commits += store.commits();
    refused += store.refused();
    deaths += store.deaths();
  }
  std::cout << "seeds from " << first_seed() << ", " << histories() << " histories: " << commits << " commits, " << refused << " refused, "
            << deaths << " deaths\n";
}

TEST(RandomHistories, AreTheSameForTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) EXPECT_EQ(Play{seed}.run().transitions, Play{seed}.run().transitions) << "seed " << seed;
}

}  // namespace
}  // namespace penstock::testing
