// SPDX-License-Identifier: Apache-2.0
#include "crash_points/mortal_play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <cstdlib>

#include "testing/scenario_commands.hpp"
#include "testing/scenario_stage.hpp"

namespace penstock::testing {

namespace {

class Player {
 public:
  Player(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death) : Player{scenario, kind.make(), death} {}

  MortalPlay run() {
    give([&] { stage_.save(scenario_.definition); });
    if (scenario_.activate) give([&] { activate_first(stage_, scenario_); });
    for (const auto& command : scenario_.commands) {
      pass_until(command.at);
      give([&] {
        perform(stage_, command);
        stage_.simulation.settle();
      });
    }
    if (!scenario_.checks.empty()) pass_until(scenario_.checks.back().at);
    return {.ending = ending(), .commits = store_.commits(), .died = store_.has_died()};
  }

 private:
  using Made = std::pair<StoreFactory, std::function<std::shared_ptr<StoreReader>()>>;
  Player(const ScenarioFile& scenario, Made made, std::optional<Death> death)
      : scenario_{scenario}, store_{std::move(made.first), death}, reader_{made.second()}, stage_{scenario, std::getenv("PENSTOCK_TRACE") ? Observer{[](const Change& c) { fmt::print("{} {} {} -> {} {} #{}\n", to_text(c.at), c.instance, to_text(c.from), to_text(c.to), to_text(c.cause), c.attempt); }} : Observer{}, store_, *reader_} {}

  /// Whether it was done to its end.
  bool survives(const std::function<void()>& what) {
    try {
      what();
      return true;
    } catch (const Killed&) {
      stage_.simulation.restart();
      store_.take_over();
      return false;
    }
  }

  void give(const std::function<void()>& command) {
    const auto before = store_.commits();
    if (survives(command)) return;
    if (store_.commits() == before) command();
    stage_.simulation.settle();
  }

  void pass_until(Instant moment) {
    const auto pass = [&] { stage_.simulation.run_until(std::max(moment, stage_.simulation.now())); };
    if (!survives(pass)) pass();
  }

  [[nodiscard]] std::string describe(const RunSummary& run) {
    auto text = fmt::format("{}, {} failures:", to_text(run.instance.status), run.instance.failures);
    for (const auto& attempt : reader_->attempts(run.instance.key)) {
      if (attempt.error_id != "Service_EngineRestarted") text += fmt::format(" {} {}", to_text(attempt.status), attempt.error_id);
    }
    return text;
  }

  [[nodiscard]] Ending ending() {
    Ending ending;
    for (const auto& pipeline : reader_->pipelines()) {
      const auto& name = pipeline.pipeline.name;
      ending.components[name] = to_text(pipeline.pipeline.state);
      std::map<InstanceKey, std::string> ids;
      for (const auto& run : reader_->runs({.pipeline = name})) {
        ids[run.instance.key] = run.id;
        ending.instances[run.id] = describe(run);
      }
      std::map<ComponentIndex, std::string> components;
      for (const auto& component : reader_->components(name)) {
        components[component.component] = component.id;
        ending.components[name + "/" + component.id] =
            fmt::format("{}{}", to_text(component.health), component.paused ? ", paused" : "");
      }
      for (const auto& action : reader_->actions(name)) {
        ++ending.fired[fmt::format("{} about {}, event {}", components[action.action], ids[action.node], static_cast<int>(action.event))];
      }
    }
    for (const auto& alarm : stage_.simulation.alarms()) {
      ++ending.delivered[fmt::format("{} about {}, event {}: {} {}", alarm.action, alarm.node, static_cast<int>(alarm.event), alarm.subject,
                                     alarm.message)];
    }
    return ending;
  }

  const ScenarioFile& scenario_;
  MortalStore store_;
  std::shared_ptr<StoreReader> reader_;
  Stage stage_;
};

template <class Value, class Same>
void compare(std::vector<std::string>& differences, std::string_view what, const std::map<std::string, Value>& wanted,
             const std::map<std::string, Value>& seen, Same same) {
  for (const auto& [name, value] : wanted) {
    const auto found = seen.find(name);
    if (found == seen.end()) {
      differences.push_back(fmt::format("{} {}: {}; gone", what, name, value));
    } else if (!same(value, found->second)) {
      differences.push_back(fmt::format("{} {}: {}; is now {}", what, name, value, found->second));
    }
  }
  for (const auto& [name, value] : seen) {
    if (!wanted.contains(name)) differences.push_back(fmt::format("{} {}: was not there; is now {}", what, name, value));
  }
}

}  // namespace

MortalPlay play_mortal(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death) {
  return Player{scenario, kind, death}.run();
}

std::vector<std::string> compare(const Ending& undisturbed, const Ending& after_death) {
  std::vector<std::string> differences;
  const auto equal = [](const auto& a, const auto& b) { return a == b; };
  compare(differences, "instance", undisturbed.instances, after_death.instances, equal);
  compare(differences, "component", undisturbed.components, after_death.components, equal);
  compare(differences, "firing", undisturbed.fired, after_death.fired, equal);
  compare(differences, "alarm", undisturbed.delivered, after_death.delivered,
          [](int before, int after) { return before <= after && after <= 2 * before; });
  return differences;
}

}  // namespace penstock::testing
