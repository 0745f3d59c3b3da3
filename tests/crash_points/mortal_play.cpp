// SPDX-License-Identifier: Apache-2.0
#include "crash_points/mortal_play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "testing/scenario_commands.hpp"
#include "testing/scenario_stage.hpp"

namespace penstock::testing {

namespace {

class Player {
 public:
  Player(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death) : Player{scenario, kind.make(), death} {}

  MortalPlay run(Duration longer) {
    give({}, [&] { stage_.save(scenario_.definition); });
    if (scenario_.activate) give({}, [&] { activate_first(stage_, scenario_); });
    for (const auto& command : scenario_.commands) {
      pass_until(command.at);
      give(command.name, [&] {
        perform(stage_, command);
        stage_.simulation.settle();
      });
    }
    const auto last = scenario_.checks.empty() ? stage_.simulation.now() : scenario_.checks.back().at;
    pass_until(std::max(last, stage_.simulation.now()) + longer);
    auto found = ending();
    // Undisturbed, all commands are answered as the scenario says.
    if (excuse_ == Excuse::none && !stage_.differences.empty()) excuse_ = Excuse::refused;
    return {.ending = std::move(found), .commits = store_.commits(), .died = store_.has_died(), .excuse = excuse_};
  }

 private:
  using Made = std::pair<StoreFactory, std::function<std::shared_ptr<StoreReader>()>>;
  Player(const ScenarioFile& scenario, Made made, std::optional<Death> death)
      : scenario_{scenario}, store_{std::move(made.first), death}, reader_{made.second()}, stage_{scenario, {}, store_, *reader_} {}

  /// Whether it was done to its end.
  bool survives(const std::function<void()>& what) {
    try {
      what();
      return true;
    } catch (const Killed&) {
      stage_.simulation.restart();
      store_.take_over();
      died_ = stage_.simulation.now();
      commits_at_death_ = store_.commits();
      look_for_excuses();
      stage_.simulation.settle();
      return false;
    }
  }

  void give(std::string_view name, const std::function<void()>& command) {
    const auto before = store_.commits();
    if (survives(command)) {
      if (name == "poll") handed_out_ = true;
      if (name == "progress" || name == "setTaskStatus") handed_out_ = false;
      return;
    }
    if (commits_at_death_ == before) {
      command();
    } else if (name == "poll") {
      excuse_ = Excuse::handed_out;
    }
  }

  void look_for_excuses() {
    if (handed_out_) excuse_ = Excuse::handed_out;
    for (const auto& pipeline : reader_->pipelines()) {
      const auto& name = pipeline.pipeline.name;
      if (pipeline.pipeline.state == PipelineState::deactivating) excuse_ = Excuse::draining;
      for (const auto& run : reader_->runs({.pipeline = name, .statuses = {Status::running, Status::creating}})) {
        if (run.kind == Kind::resource) held_at_death_.insert(run.instance.key);
      }
      for (const auto& component : reader_->components(name)) {
        if (!component.paused) continue;
        const auto lost = reader_->runs({.pipeline = name, .component_id = component.id, .statuses = {Status::running, Status::creating}});
        if (!lost.empty()) excuse_ = Excuse::paused;
      }
    }
  }

  void pass_until(Instant moment) {
    const auto pass = [&] { stage_.simulation.run_until(std::max(moment, stage_.simulation.now())); };
    if (!survives(pass)) pass();
  }

  [[nodiscard]] std::string describe(const RunSummary& run) {
    const std::string status{to_text(run.instance.status)};
    if (run.kind == Kind::resource) return status;
    auto text = fmt::format("{}, {} failures:", status, run.instance.failures);
    for (const auto& attempt : reader_->attempts(run.instance.key)) {
      const bool counts = attempt.error_id != "Service_EngineRestarted" && attempt.error_id != "Service_ResourceFailed";
      if (counts && attempt.status != AttemptStatus::canceled) text += fmt::format(" {} {}", to_text(attempt.status), attempt.error_id);
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
        if (run.instance.status == Status::waiting_on_dependencies && held_at_death_.contains(run.instance.key)) excuse_ = Excuse::idle;
        if (run.instance.cause == Cause::canceled_by_action && run.instance.ended == died_) excuse_ = Excuse::late;
      }
      std::map<ComponentIndex, std::string> components;
      for (const auto& component : reader_->components(name)) {
        components[component.component] = component.id;
        ending.components[name + "/" + component.id] = fmt::format("{}{}", to_text(component.health), component.paused ? ", paused" : "");
      }
      for (const auto& action : reader_->actions(name)) {
        if (action.event == ActionEvent::on_late && action.fired == died_) excuse_ = Excuse::late;
        ++ending.fired[fmt::format("{} about {}, event {}", components[action.action], ids[action.node], static_cast<int>(action.event))];
      }
    }
    for (const auto& alarm : stage_.simulation.alarms()) {
      const auto text = alarm.event == ActionEvent::on_late ? std::string{} : fmt::format("{} {}", alarm.subject, alarm.message);
      ++ending.delivered[fmt::format("{} about {}, event {}: {}", alarm.action, alarm.node, static_cast<int>(alarm.event), text)];
    }
    return ending;
  }

  const ScenarioFile& scenario_;
  MortalStore store_;
  std::shared_ptr<StoreReader> reader_;
  Stage stage_;
  std::optional<Instant> died_;
  std::int64_t commits_at_death_ = 0;
  std::set<InstanceKey> held_at_death_;  // machines
  bool handed_out_ = false;              // a task that nobody has acknowledged
  Excuse excuse_ = Excuse::none;
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

MortalPlay play_mortal(const ScenarioFile& scenario, const StoreKind& kind, std::optional<Death> death, Duration longer) {
  return Player{scenario, kind, death}.run(longer);
}

Ending without_numbers(Ending ending) {
  std::map<std::string, int> delivered;
  for (const auto& [told, times] : ending.delivered) {
    auto text = told;
    text.erase(std::remove_if(text.begin(), text.end(), [](char each) { return each >= '0' && each <= '9'; }), text.end());
    delivered[text] += times;
  }
  ending.delivered = std::move(delivered);
  return ending;
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
