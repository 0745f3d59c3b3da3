// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "testing/script_language.hpp"

namespace penstock::testing {

namespace {

constexpr std::string_view shutdown_key = "shutdown";

bool waits_for_runner(const ActivityEntry& entry) {
  return entry.what == ActivityEntry::What::polled || entry.what == ActivityEntry::What::ignored;
}

template <class Entry>
const Entry& nth(const std::vector<Entry>& entries, std::size_t n) {
  return entries[std::min(n, entries.size() - 1)];
}

/// The component of `X`, `X#3`, `P#3/X`, `@X_2015-05-17T00:00:00` or `@P_2015-05-17T00:00:00@X`.
std::string_view component_of(std::string_view name) {
  if (!name.starts_with('@')) return name.substr(0, name.find('#'));
  name.remove_prefix(1);
  name = name.substr(0, name.find('@'));
  return name.substr(0, name.rfind('_'));
}

std::string_view word_of(Kind kind) {
  return kind == Kind::activity ? "an activity" : kind == Kind::precondition ? "a precondition" : "a resource";
}

}  // namespace

ActivityScript& ActivityScript::succeeds(Duration takes) { return then({.takes = takes, .outcome = Outcome::success()}); }

ActivityScript& ActivityScript::fails(std::string message, Duration takes) {
  return then({.takes = takes, .outcome = Outcome::failure(std::move(message))});
}

ActivityScript& ActivityScript::hangs() { return then({.what = ActivityEntry::What::hangs}); }

ActivityScript& ActivityScript::then(ActivityEntry entry) {
  entries_.push_back(std::move(entry));
  return *this;
}

ActivityScript& ActivityScript::does(std::function<Outcome(ActivityContext&)> body) {
  body_ = std::move(body);
  return *this;
}

const ActivityEntry& ActivityScript::entry(int number) const {
  static const ActivityEntry at_once;
  return entries_.empty() ? at_once : nth(entries_, static_cast<std::size_t>(number - 1));
}

CheckScript& CheckScript::then(CheckEntry entry) {
  entries_.push_back(std::move(entry));
  return *this;
}

CheckResult CheckScript::answer(std::size_t number, Instant now) const {
  if (entries_.empty()) return CheckResult::met();
  const auto& entry = nth(entries_, number);
  if (!entry.met_from) return entry.result;
  return now >= *entry.met_from ? CheckResult::met() : CheckResult::not_yet();
}

ResourceScript& ResourceScript::then(ResourceEntry entry) {
  entries_.push_back(entry);
  return *this;
}

ResourceEntry ResourceScript::entry(int number) const {
  return entries_.empty() ? ResourceEntry{} : nth(entries_, static_cast<std::size_t>(number - 1));
}

Script Script::read(std::string_view json) {
  auto document = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!document.is_object()) throw ScriptError{"a script is a JSON object from names to entries"};
  Script script;
  for (const auto& [name, said] : document.items()) {
    if (name == shutdown_key) {
      if (!said.is_object()) throw ScriptError{"shutdown: is a JSON object from resources to times"};
      for (const auto& [resource, time] : said.items()) {
        const auto takes = time.is_string() ? parse_script_duration(time.get_ref<const std::string&>()) : std::nullopt;
        if (!takes) throw ScriptError{fmt::format("shutdown.{}: {} is no time; write \"2m\"", resource, time.dump())};
        script.shutdown(resource, *takes);
      }
      continue;
    }
    const auto entries = said.is_array() ? said : nlohmann::ordered_json::array({said});
    if (entries.empty()) throw ScriptError{fmt::format("{}: an empty list says nothing", name)};
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto place = said.is_array() ? fmt::format("{}[{}]", name, i) : name;
      if (!entries[i].is_string()) throw ScriptError{fmt::format("{}: {} is no text; write \"10m ok\"", place, entries[i].dump())};
      script.add(name, entries[i].get_ref<const std::string&>(), place);
    }
  }
  return script;
}

void Script::add(const std::string& name, const std::string& text, const std::string& place) {
  auto entry = parse_entry(text);
  if (!entry) throw ScriptError{fmt::format("{}: \"{}\": {}", place, text, entry.error())};
  if (auto* attempt = std::get_if<ActivityEntry>(&*entry)) {
    activity(name).then(std::move(*attempt));
  } else if (auto* check = std::get_if<CheckEntry>(&*entry)) {
    precondition(name).then(std::move(*check));
  } else {
    resource(name).then(std::get<ResourceEntry>(*entry));
  }
  if (activities_.count(name) + preconditions_.count(name) + resources_.count(name) > 1) {
    throw ScriptError{fmt::format("{}: \"{}\" is of another kind than the entries before it", place, text)};
  }
}

void Script::note_number(const std::string& name) {
  if (!name.starts_with('@') && name.find('#') != std::string::npos) numbered_.emplace(component_of(name));
}

ActivityScript& Script::activity(const std::string& name) {
  note_number(name);
  return activities_[name];
}

CheckScript& Script::precondition(const std::string& name) {
  note_number(name);
  return preconditions_[name];
}

ResourceScript& Script::resource(const std::string& name) {
  note_number(name);
  return resources_[name];
}

Script& Script::shutdown(const std::string& component, Duration takes) {
  shutdowns_[component] = takes;
  return *this;
}

template <class Entries>
const Entries* Script::find(const Table<Entries>& table, const ScriptedName& name) {
  if (table.empty()) return nullptr;
  const auto look = [&](const std::string& key) -> const Entries* {
    const auto found = table.find(key);
    return found == table.end() ? nullptr : &found->second;
  };
  if (const auto* found = look(name.instance)) return found;
  if (name.interval >= 0) {
    const auto numbered = fmt::format("{}#{}", name.component, name.interval);
    if (!name.owner.empty()) {
      if (const auto* found = look(fmt::format("{}/{}", numbered, name.owner))) return found;
    }
    if (const auto* found = look(numbered)) return found;
  }
  return look(name.component);
}

const ActivityScript* Script::find_activity(const ScriptedName& name) const { return find(activities_, name); }
const CheckScript* Script::find_precondition(const ScriptedName& name) const { return find(preconditions_, name); }
const ResourceScript* Script::find_resource(const ScriptedName& name) const { return find(resources_, name); }

Duration Script::shutdown_of(const std::string& component) const {
  const auto found = shutdowns_.find(component);
  return found == shutdowns_.end() ? Duration::zero() : found->second;
}

bool Script::is_polled(std::string_view component) const {
  return std::any_of(activities_.begin(), activities_.end(), [&](const auto& named) {
    return component_of(named.first) == component &&
           std::any_of(named.second.entries().begin(), named.second.entries().end(), waits_for_runner);
  });
}

std::vector<std::string> Script::problems(const Plan& plan) const {
  std::vector<std::string> found;
  const auto expect = [&](const std::string& name, Kind kind) {
    const auto component = plan.find(component_of(name));
    if (!component) {
      found.push_back(fmt::format("{}: the definition has no object \"{}\"", name, component_of(name)));
    } else if (plan[*component].kind != kind) {
      found.push_back(
          fmt::format("{}: what is said is for {}, but {} is a {}", name, word_of(kind), plan[*component].id, plan[*component].type));
    }
  };
  for (const auto& [name, script] : activities_) {
    expect(name, Kind::activity);
    const bool alone = std::all_of(script.entries().begin(), script.entries().end(), waits_for_runner);
    if (is_polled(component_of(name)) && !alone) {
      found.push_back(
          fmt::format("{}: \"manual\" and \"never\" hold for all attempts of a component; nothing else can be said beside them", name));
    }
  }
  for (const auto& [name, script] : preconditions_) expect(name, Kind::precondition);
  for (const auto& [name, script] : resources_) expect(name, Kind::resource);
  for (const auto& [name, takes] : shutdowns_) expect(name, Kind::resource);
  return found;
}

}  // namespace penstock::testing
