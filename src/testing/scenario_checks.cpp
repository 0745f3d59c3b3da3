// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "testing/scenario_instance.hpp"

namespace penstock::testing {

namespace {

[[noreturn]] void refuse(std::string_view where, std::string_view what) { throw ScenarioError{fmt::format("{}: {}", where, what)}; }

/// JSON types count: 4 is not 4.0, and neither is "4". The order of members does not.
std::string comparable(const Json& value) { return nlohmann::json(value).dump(); }

void compare(Stage& stage, const std::string& where, const Json& expected, const Json& seen) {
  if (comparable(expected) != comparable(seen)) stage.differ(where, expected.dump(), seen.dump());
}

void check_absent(Stage& stage, const std::string& where, const Json& names) {
  for (const auto& name : names) {
    if (!name.is_string()) refuse(where, fmt::format("{} is no instance", name.dump()));
    const auto& text = name.get_ref<const std::string&>();
    // What has no interval at all is certainly not there: bases and Default among others.
    std::optional<RunSummary> run;
    try {
      run = stage.find(text);
    } catch (const ScenarioError&) {
      continue;
    }
    if (run && run->instance.status != Status::scheduled) {
      stage.differ(fmt::format("{}.{}", where, text), "absent", std::string{to_text(run->instance.status)});
    }
  }
}

Json json_of(Stage& stage, const Alarm& alarm) {
  return Json::array({to_text(alarm.at), alarm.action, stage.name_of(alarm.node), alarm.subject, alarm.message});
}

void check_alarms(Stage& stage, const std::string& where, const Json& expected) {
  const auto& alarms = stage.simulation.alarms();
  for (std::size_t i = 0; i < std::max(expected.size(), alarms.size()); ++i) {
    const auto place = fmt::format("{}[{}]", where, i);
    const auto seen = i < alarms.size() ? json_of(stage, alarms[i]) : Json{};
    if (i >= expected.size()) {
      stage.differ(place, "no further alarm", seen.dump());
      continue;
    }
    const auto& wanted = expected[i];
    if (!wanted.is_array() || wanted.size() < 3 || wanted.size() > 5) refuse(place, "is a list of time, action, node, subject and message");
    if (seen.is_null()) {
      stage.differ(place, wanted.dump(), "no alarm");
      continue;
    }
    bool same = true;
    for (std::size_t n = 0; n < wanted.size(); ++n) {
      // The node may be given by its id.
      same = same && (wanted[n] == seen[n] || (n == 2 && wanted[n] == alarms[i].node));
    }
    if (!same) stage.differ(place, wanted.dump(), seen.dump());
  }
}

void check_pipeline(Stage& stage, const std::string& where, const Json& expected) {
  const auto state = stage.engine().state(stage.pipeline);
  compare(stage, where, expected, state ? Json(to_text(*state)) : Json{});
}

void check_health(Stage& stage, const std::string& where, const Json& expected) {
  const auto health = stage.engine().health(stage.pipeline);
  for (const auto& [name, wanted] : expected.items()) {
    Json seen;
    if (health && name == "*") seen = to_text(health->health);
    if (health && name != "*") {
      const auto found = std::find_if(health->components.begin(), health->components.end(),
                                      [&, name = name](const ComponentHealth& each) { return each.component == name; });
      if (found != health->components.end()) seen = to_text(found->health);
    }
    compare(stage, fmt::format("{}.{}", where, name), wanted, seen);
  }
}

/// Null, and noted, before the pipeline is active.
const Calendar* calendar_of(Stage& stage, const std::string& where, const std::string& component) {
  if (stage.plan() == nullptr) {
    stage.differ(where, "an active pipeline", "none");
    return nullptr;
  }
  const auto found = stage.plan()->find(component);
  if (!found || !(*stage.plan())[*found].calendar) refuse(where, fmt::format("{} has no intervals", component));
  return &*(*stage.plan())[*found].calendar;
}

void check_intervals(Stage& stage, const std::string& where, const Json& expected) {
  for (const auto& [component, wanted] : expected.items()) {
    const auto* calendar = calendar_of(stage, where, component);
    if (calendar == nullptr) return;
    const auto limit = count(calendar->recurrence, calendar->type);
    for (std::size_t n = 0; n < wanted.size(); ++n) {
      const auto number = static_cast<std::int64_t>(n);
      const auto span = interval(calendar->recurrence, number);
      auto seen = Json::array({to_text(span.start), to_text(span.end), to_text(due_time(calendar->recurrence, calendar->type, number))});
      if (!wanted[n].is_array() || wanted[n].empty() || wanted[n].size() > seen.size())
        refuse(where, "an interval is a list of start, end and due time");
      while (seen.size() > wanted[n].size()) seen.erase(seen.size() - 1);
      if (limit && number >= *limit) seen = Json{};
      compare(stage, fmt::format("{}.{}[{}]", where, component, n), wanted[n], seen);
    }
  }
}

void check_count(Stage& stage, const std::string& where, const Json& expected) {
  for (const auto& [component, wanted] : expected.items()) {
    const auto* calendar = calendar_of(stage, where, component);
    if (calendar == nullptr) return;
    const auto seen = count(calendar->recurrence, calendar->type);
    compare(stage, fmt::format("{}.{}", where, component), wanted, seen ? Json(*seen) : Json("infinite"));
  }
}

/// Fields and expressions of an instance: one comparison for each.
template <class Evaluate>
void check_values(Stage& stage, const std::string& where, const Json& expected, Evaluate evaluate) {
  for (const auto& [name, texts] : expected.items()) {
    if (!texts.is_object()) refuse(where, fmt::format("{}: a JSON object is expected", name));
    for (const auto& [text, wanted] : texts.items()) {
      compare(stage, fmt::format("{}.{}.{}", where, name, text), wanted, evaluate(stage, name, text));
    }
  }
}

using Compare = void (*)(Stage&, const std::string&, const Json&);
constexpr std::pair<std::string_view, Compare> whole_checks[] = {
    {"absent", check_absent},
    {"alarms", check_alarms},
    {"pipeline", check_pipeline},
    {"health", check_health},
    {"intervals", check_intervals},
    {"count", check_count},
    {"eval", [](Stage& stage, const std::string& where, const Json& expected) { check_values(stage, where, expected, field_of); }},
    {"expr", [](Stage& stage, const std::string& where, const Json& expected) { check_values(stage, where, expected, expression_of); }},
};

using Pairs = std::set<std::pair<std::string, std::string>>;

Pairs pairs_of(const Diagnostics& diagnostics, Severity severity) {
  Pairs found;
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.severity == severity) found.emplace(diagnostic.object, diagnostic.code);
  }
  return found;
}

Pairs pairs_of(const Json& list) {
  Pairs found;
  for (const auto& pair : list) found.emplace(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
  return found;
}

}  // namespace

void make_checks(Stage& stage, const ScenarioCheck& check) {
  for (const auto& [name, expected] : check.members.items()) {
    const auto where = fmt::format("{}.{}", check.where, name);
    const auto whole =
        std::find_if(std::begin(whole_checks), std::end(whole_checks), [&, name = name](const auto& each) { return each.first == name; });
    if (whole != std::end(whole_checks)) {
      whole->second(stage, where, expected);
      continue;
    }
    if (!expected.is_object()) refuse(where, "is a JSON object from instances to what is expected of them");
    for (const auto& [instance, wanted] : expected.items()) {
      const auto place = fmt::format("{}.{}", where, instance);
      const auto seen = observe(stage, name, instance);
      if (!seen) {
        stage.differ(place, wanted.dump(), "no such instance");
      } else {
        compare(stage, place, wanted, *seen);
      }
    }
  }
}

void check_diagnostics(Stage& stage, const Json& expected) {
  const auto diagnostics = stage.validate();
  const auto look = [&](Severity severity, const char* member) {
    const auto seen = pairs_of(diagnostics, severity);
    const auto wanted = pairs_of(expected.is_object() ? expected.value(member, Json::array()) : Json::array());
    for (const auto& pair : wanted) {
      if (!seen.contains(pair))
        stage.differ(fmt::format("validate.{}", member), Json::array({pair.first, pair.second}).dump(), "nothing of the kind");
    }
    for (const auto& pair : seen) {
      if (!wanted.contains(pair))
        stage.differ(fmt::format("validate.{}", member), "nothing", Json::array({pair.first, pair.second}).dump());
    }
  };
  look(Severity::error, "errors");
  if (expected.is_object() && expected.contains("warnings")) look(Severity::warning, "warnings");
}

}  // namespace penstock::testing
