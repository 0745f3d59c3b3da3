// SPDX-License-Identifier: Apache-2.0
#include "cli/type_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace penstock::cli {

namespace {

/// `a, b or c`.
std::string alternatives(const std::vector<std::string>& words) {
  if (words.size() < 2) return fmt::format("{}", fmt::join(words, ""));
  return fmt::format("{} or {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

std::string target_of(const RefTarget& target) {
  if (target.kinds.empty()) return "any object";
  std::vector<std::string> kinds;
  for (const Kind kind : target.kinds) kinds.emplace_back(to_text(kind));
  auto text = alternatives(kinds);
  if (!target.types.empty()) text += fmt::format(" ({})", alternatives(target.types));
  return text;
}

std::string one_value_of(const FieldType& field) {
  switch (field.slot) {
    case Slot::string:
      return field.enumerators.empty() ? std::string{"text"} : fmt::format("text: {}", alternatives(field.enumerators));
    case Slot::integer:
      return "whole number";
    case Slot::number:
      return "number";
    case Slot::boolean:
      return "true or false";
    case Slot::date_time:
      return "date and time";
    case Slot::period:
      return "period";
    case Slot::enumeration:
      return alternatives(field.enumerators);
    case Slot::reference:
      return fmt::format("reference to {}", target_of(field.target));
  }
  return {};
}

std::string shown_default(std::string_view text) {
  if (text == "\t") return "a tab";
  if (text == "\n") return "a line break";
  return std::string{text};
}

bool has_twin(const ObjectType& type, const FieldType& field) {
  const auto* const twin = type.find(field.name);
  return twin != nullptr && twin->required == field.required && contents_of(*twin) == contents_of(field);
}

}  // namespace

std::string_view to_text(RunsHere runs) noexcept {
  switch (runs) {
    case RunsHere::yes:
      return "yes";
    case RunsHere::no:
      return "no";
    case RunsHere::with_own_function:
      return "withOwnFunction";
    case RunsHere::as_this_machine:
      return "asThisMachine";
    case RunsHere::nothing_to_run:
      return "nothingToRun";
  }
  return "";
}

std::string_view sentence_of(RunsHere runs) noexcept {
  switch (runs) {
    case RunsHere::yes:
      return "The penstock program can run it.";
    case RunsHere::no:
      return "Checked and kept, but the penstock program cannot run it.";
    case RunsHere::with_own_function:
      return "Runs in programs that register the function; the penstock program has none.";
    case RunsHere::as_this_machine:
      return "The penstock program starts none; with --local-resources, the work meant for it runs on this machine.";
    case RunsHere::nothing_to_run:
      return "Nothing to run: it is read by the objects that refer to it.";
  }
  return "";
}

RunsHere runs_here(const ObjectType& type, const Handlers& handlers) {
  const Handlers without_functions;
  const auto judged = [](bool found, bool needs_function) {
    if (!found) return RunsHere::no;
    return needs_function ? RunsHere::with_own_function : RunsHere::yes;
  };
  switch (type.kind) {
    case Kind::activity:
      return judged(handlers.find_activity(type.name) != nullptr, without_functions.find_activity(type.name) != nullptr);
    case Kind::precondition:
      return judged(handlers.find_precondition(type.name) != nullptr, without_functions.find_precondition(type.name) != nullptr);
    case Kind::action:
      // Terminate needs no handler: the engine itself cancels.
      if (type.name == "Terminate") return RunsHere::yes;
      return judged(handlers.find_action(type.name) != nullptr, without_functions.find_action(type.name) != nullptr);
    case Kind::resource:
      return RunsHere::as_this_machine;
    case Kind::data_node:
    case Kind::schedule:
    case Kind::database:
    case Kind::data_format:
    case Kind::utility:
      break;
  }
  return RunsHere::nothing_to_run;
}

std::vector<const ObjectType*> types_of(const Catalog& catalog, Kind kind) {
  std::vector<const ObjectType*> types;
  for (const auto& type : catalog.types()) {
    if (type.kind == kind) types.push_back(&type);
  }
  std::sort(types.begin(), types.end(), [](const ObjectType* a, const ObjectType* b) { return a->name < b->name; });
  return types;
}

FieldGroups field_groups(const Catalog& catalog, const ObjectType& type) {
  const auto siblings = types_of(catalog, type.kind);
  const auto in_all = [&](const FieldType& field) {
    if (siblings.size() == 1) return field.name == "parent";
    return std::all_of(siblings.begin(), siblings.end(), [&](const ObjectType* each) { return has_twin(*each, field); });
  };
  FieldGroups groups;
  for (const auto& field : type.fields) {
    if (field.runtime) {
      groups.runtime.push_back(&field);
    } else if (field.forbidden) {
      groups.refused.push_back(&field);
    } else {
      (in_all(field) ? groups.shared : groups.own).push_back(&field);
    }
  }
  return groups;
}

std::string_view heading_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::activity:
      return "Activities";
    case Kind::data_node:
      return "Data nodes";
    case Kind::precondition:
      return "Preconditions";
    case Kind::resource:
      return "Resources";
    case Kind::action:
      return "Actions";
    case Kind::schedule:
      return "Schedules";
    case Kind::database:
      return "Databases";
    case Kind::data_format:
      return "Data formats";
    case Kind::utility:
      return "Utilities";
  }
  return "";
}

std::string contents_of(const FieldType& field) {
  const auto one = one_value_of(field);
  return field.list ? "list: " + one : one;
}

std::string_view necessity_of(const FieldType& field) noexcept {
  if (!field.required) return "";
  return field.service_only ? "required by AWS" : "required";
}

std::string remark_on(const FieldType& field) {
  std::vector<std::string> parts;
  for (const auto& part : {field.meaning, field.note}) {
    if (!part.empty()) parts.push_back(part);
  }
  if (!field.default_value.empty()) parts.push_back(fmt::format("Default: {}.", shown_default(field.default_value)));
  if (field.service_only) parts.emplace_back("Only AWS uses it.");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::vector<std::string> rules_of(const ObjectType& type) {
  std::vector<std::string> rules;
  for (const auto& group : type.required_one_of) {
    const auto names = alternatives(group);
    const bool exactly = std::find(type.exclusive.begin(), type.exclusive.end(), group) != type.exclusive.end();
    // S-39, where the embedded profile is freer.
    const bool place = std::find(group.begin(), group.end(), "runsOn") != group.end();
    rules.push_back(place     ? fmt::format("AWS requires {}; without them, work runs in the program itself.", names)
                    : exactly ? fmt::format("Exactly one of {} is required.", names)
                              : fmt::format("{} is required.", names));
  }
  for (const auto& group : type.exclusive) {
    const bool said = std::find(type.required_one_of.begin(), type.required_one_of.end(), group) != type.required_one_of.end();
    if (!said) rules.push_back(fmt::format("{} exclude each other.", fmt::join(group, " and ")));
  }
  return rules;
}

std::vector<std::string> traits_of(const ObjectType& type, RunsHere runs) {
  std::vector<std::string> traits;
  switch (type.origin) {
    case Origin::aws:
      traits.emplace_back("A type of AWS Data Pipeline.");
      break;
    case Origin::penstock:
      traits.emplace_back("Penstock's own; AWS does not know it.");
      break;
    case Origin::host:
      traits.emplace_back("Added by the program.");
      break;
  }
  if (type.deprecated) traits.emplace_back("Deprecated.");
  if (!type.note.empty()) traits.push_back(type.note);
  if (type.user_managed) traits.emplace_back("Checked where the work of its owner runs, not by the service.");
  traits.emplace_back(sentence_of(runs));
  return traits;
}

}  // namespace penstock::cli
