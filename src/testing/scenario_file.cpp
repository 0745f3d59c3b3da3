// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "penstock/testing/scenario.hpp"

namespace penstock::testing {

namespace {

/// A command, with how many arguments it takes.
struct CommandShape {
  std::string_view name;
  std::size_t least;
  std::size_t most;
};

constexpr CommandShape command_shapes[] = {
    {"activate", 0, 2}, {"deactivate", 0, 1}, {"rerun", 1, 1}, {"cancel", 1, 1},   {"markFinished", 1, 1},  {"pause", 1, 1},
    {"resume", 1, 1},   {"put", 1, 1},        {"poll", 2, 3},  {"progress", 2, 2}, {"setTaskStatus", 2, 4}, {"restart", 0, 0},
};

constexpr std::string_view check_names[] = {
    "status", "absent", "attempts", "attemptStatus", "attemptErrors", "attemptIds", "run",          "start",
    "end",    "ids",    "deps",     "eval",          "waitingOn",     "expr",       "cascadedFrom", "staging",
    "reason", "logs",   "resource", "alarms",        "intervals",     "count",      "health",       "pipeline",
};

[[noreturn]] void refuse(std::string_view where, std::string_view what) { throw ScenarioError{fmt::format("{}: {}", where, what)}; }

const std::string& text_of(const Json& value, std::string_view where) {
  if (!value.is_string()) refuse(where, fmt::format("{} is no text", value.dump()));
  return value.get_ref<const std::string&>();
}

void read_activate(ScenarioFile& scenario, const Json& said) {
  if (said.is_boolean()) {
    scenario.activate = said.get<bool>();
    return;
  }
  if (!said.is_object() || said.size() != 1) refuse("activate", "is true, false, {\"startTimestamp\": …} or {\"error\": …}");
  const auto& value = said.begin().value();
  if (said.begin().key() == "startTimestamp") {
    scenario.start = read_instant(value, "activate.startTimestamp");
  } else if (said.begin().key() == "error") {
    scenario.activation_error = text_of(value, "activate.error");
  } else {
    refuse("activate", fmt::format("there is no member \"{}\"", said.begin().key()));
  }
}

void read_options(ScenarioFile& scenario, const Json& said) {
  if (!said.is_object()) refuse("options", "is a JSON object");
  for (const auto& [name, value] : said.items()) {
    if (name == "maxActiveInstances" && value.is_number_integer()) {
      scenario.max_active_instances = value.get<std::int32_t>();
    } else if (name == "allowBackfill" && value.is_boolean()) {
      scenario.allow_backfill = value.get<bool>();
    } else {
      refuse("options", fmt::format("{}: {} is no option with such a value", name, value.dump()));
    }
  }
}

void read_validate(ScenarioFile& scenario, const Json& said) {
  if (!said.is_object()) refuse("validate", "is a JSON object");
  for (const auto& [name, pairs] : said.items()) {
    if (name != "errors" && name != "warnings") refuse("validate", fmt::format("there is no member \"{}\"", name));
    for (const auto& pair : pairs) {
      if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
        refuse(fmt::format("validate.{}", name), fmt::format("{} is no pair of object and code", pair.dump()));
      }
    }
  }
  scenario.validate = said;
}

ScenarioCommand read_command(const Json& said, std::string where) {
  if (!said.is_array() || said.size() < 2) refuse(where, "is a list of time, command and arguments");
  ScenarioCommand command{
      .where = where, .at = read_instant(said[0], where), .name = text_of(said[1], where), .arguments = {}, .error = {}};
  command.arguments.assign(said.begin() + 2, said.end());
  if (!command.arguments.empty() && command.arguments.back().is_string()) {
    const auto& last = command.arguments.back().get_ref<const std::string&>();
    if (last.starts_with('!')) {
      command.error = last.substr(1);
      command.arguments.pop_back();
    }
  }
  const auto shape = std::find_if(std::begin(command_shapes), std::end(command_shapes),
                                  [&](const CommandShape& each) { return each.name == command.name; });
  if (shape == std::end(command_shapes)) refuse(where, fmt::format("there is no command \"{}\"", command.name));
  if (command.arguments.size() < shape->least || command.arguments.size() > shape->most) {
    refuse(where, fmt::format("{} takes {} to {} arguments, not {}", command.name, shape->least, shape->most, command.arguments.size()));
  }
  return command;
}

ScenarioCheck read_check(const Json& said, std::string where) {
  if (!said.is_object() || !said.contains("at")) refuse(where, "is a JSON object with a time \"at\"");
  ScenarioCheck check{.where = where, .at = read_instant(said["at"], where + ".at"), .members = said};
  check.members.erase("at");
  for (const auto& [name, value] : check.members.items()) {
    if (std::find(std::begin(check_names), std::end(check_names), name) == std::end(check_names)) {
      refuse(where, fmt::format("there is no check \"{}\"", name));
    }
  }
  return check;
}

template <class Element, class Read>
std::vector<Element> read_list(const Json& said, std::string_view member, Read read) {
  if (!said.is_array()) refuse(member, "is a list");
  std::vector<Element> list;
  for (std::size_t i = 0; i < said.size(); ++i) list.push_back(read(said[i], fmt::format("{}[{}]", member, i)));
  std::stable_sort(list.begin(), list.end(), [](const Element& a, const Element& b) { return a.at < b.at; });
  return list;
}

void read_member(ScenarioFile& scenario, const std::string& name, const Json& said) {
  if (name == "id") {
    scenario.id = text_of(said, name);
  } else if (name == "title") {
    scenario.title = text_of(said, name);
  } else if (name == "profile") {
    const auto& profile = text_of(said, name);
    if (profile != "service" && profile != "embedded") refuse(name, fmt::format("\"{}\" is neither service nor embedded", profile));
    scenario.profile = profile == "service" ? Profile::service : Profile::embedded;
  } else if (name == "definition") {
    scenario.definition = said;
  } else if (name == "validate") {
    read_validate(scenario, said);
  } else if (name == "clock") {
    scenario.clock = read_instant(said, name);
  } else if (name == "activate") {
    read_activate(scenario, said);
  } else if (name == "options") {
    read_options(scenario, said);
  } else if (name == "script") {
    scenario.script = said;
  } else if (name == "do") {
    scenario.commands = read_list<ScenarioCommand>(said, name, read_command);
  } else if (name == "expect") {
    scenario.checks = read_list<ScenarioCheck>(said, name, read_check);
  } else if (name != "topic" && name != "rules" && name != "note") {
    refuse(name, "a scenario has no such member");
  }
}

}  // namespace

Instant read_instant(const Json& value, std::string_view where) {
  const auto moment = value.is_string() ? parse_instant(value.get_ref<const std::string&>()) : std::nullopt;
  if (!moment) refuse(where, fmt::format("{} is no time; write \"YYYY-MM-DDTHH:MM:SS\"", value.dump()));
  return *moment;
}

ScenarioFile read_scenario(std::string_view json) {
  Json document;
  try {
    document = Json::parse(json);
  } catch (const Json::parse_error& error) {
    throw ScenarioError{error.what()};
  }
  if (!document.is_object()) throw ScenarioError{"a scenario is a JSON object"};
  ScenarioFile scenario;
  scenario.script = Json::object();
  for (const auto& [name, said] : document.items()) read_member(scenario, name, said);
  if (!scenario.definition.is_object()) refuse("definition", "is missing");
  if (!scenario.clock && (!scenario.commands.empty() || !scenario.checks.empty()))
    refuse("clock", "is missing, so that nothing can be run");
  const auto not_before_clock = [&](const auto& each) {
    if (each.at < *scenario.clock) refuse(each.where, "is before the clock starts");
  };
  std::for_each(scenario.commands.begin(), scenario.commands.end(), not_before_clock);
  std::for_each(scenario.checks.begin(), scenario.checks.end(), not_before_clock);
  return scenario;
}

}  // namespace penstock::testing
