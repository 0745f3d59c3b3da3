// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/table.hpp"
#include "cli/type_reference.hpp"
#include "penstock/activities/activities.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock::cli {

namespace {

const ObjectType& find_type(const Catalog& catalog, const std::string& name) {
  if (const auto* const found = catalog.find(name)) return *found;
  std::vector<std::string> names;
  for (const auto& type : catalog.types()) names.push_back(type.name);
  const auto meant = nearest(name, names);
  throw InputError{fmt::format("there is no type \"{}\"; {}", name,
                               meant.empty() ? "penstock types lists them" : fmt::format("did you mean \"{}\"?", meant))};
}

void print_list(const Catalog& catalog, const Handlers& handlers, Output& out) {
  std::size_t width = 0;
  for (const auto& type : catalog.types()) width = std::max(width, type.name.size());
  for (const Kind kind : all_kinds) {
    const auto types = types_of(catalog, kind);
    if (types.empty()) continue;
    out.line(out.colored(Color::bold, heading_of(kind)));
    for (const auto* const type : types) {
      std::vector<std::string> marks;
      if (type->origin == Origin::penstock) marks.emplace_back("Penstock's own");
      if (type->deprecated) marks.emplace_back("deprecated");
      const auto runs = runs_here(*type, handlers);
      if (runs == RunsHere::no) marks.emplace_back("not run here");
      if (runs == RunsHere::with_own_function) marks.emplace_back("not in this program");
      const auto mark = marks.empty() ? std::string{} : fmt::format(" [{}]", fmt::join(marks, ", "));
      out.line(fmt::format("  {:<{}}  {}{}", type->name, width, type->summary, out.colored(Color::dim, mark)));
    }
  }
  out.line("`penstock types TYPE` tells all about one of them.");
}

void print_fields(const std::vector<const FieldType*>& fields, Output& out) {
  Table table{{"FIELD", "HOLDS", "", "REMARK"}};
  for (const auto* const field : fields) {
    table.add(
        {{.text = field->name}, {.text = contents_of(*field)}, {.text = std::string{necessity_of(*field)}}, {.text = remark_on(*field)}});
  }
  table.print(out);
}

std::string names_of(const std::vector<const FieldType*>& fields) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const auto* const field : fields) names.push_back(field->name);
  return fmt::format("{}", fmt::join(names, ", "));
}

void print_type(const Catalog& catalog, const Handlers& handlers, const ObjectType& type, Output& out) {
  out.line(out.colored(Color::bold, fmt::format("{} ({})", type.name, to_text(type.kind))));
  out.line(type.summary);
  for (const auto& trait : traits_of(type, runs_here(type, handlers))) out.line(trait);
  for (const auto& rule : rules_of(type)) out.line(rule);
  const auto groups = field_groups(catalog, type);
  if (!groups.own.empty()) {
    out.line("");
    print_fields(groups.own, out);
  }
  if (!groups.shared.empty()) {
    out.line(fmt::format("\nLike every {}:", to_text(type.kind)));
    print_fields(groups.shared, out);
  }
  if (!groups.refused.empty())
    out.line(fmt::format("\nMust not be written here, and are dropped when inherited: {}", names_of(groups.refused)));
  if (!groups.runtime.empty()) out.line(fmt::format("\nSet by the engine, readable in expressions: {}", names_of(groups.runtime)));
  out.line("\nWhat is not written here is taken from the parent, and at last from Default.");
}

std::string_view slot_word(Slot slot) {
  switch (slot) {
    case Slot::string:
      return "string";
    case Slot::integer:
      return "integer";
    case Slot::number:
      return "number";
    case Slot::boolean:
      return "boolean";
    case Slot::date_time:
      return "dateTime";
    case Slot::period:
      return "period";
    case Slot::enumeration:
      return "enumeration";
    case Slot::reference:
      return "reference";
  }
  return "";
}

std::string_view origin_word(Origin origin) {
  switch (origin) {
    case Origin::aws:
      return "aws";
    case Origin::penstock:
      return "penstock";
    case Origin::host:
      return "host";
  }
  return "";
}

Json json_of(const FieldType& field, bool shared) {
  Json json;
  json["name"] = without_star(field.name);
  json["secret"] = is_secret(field.name);
  json["slot"] = slot_word(field.slot);
  json["list"] = field.list;
  json["required"] = field.required;
  json["serviceOnly"] = field.service_only;
  json["runtime"] = field.runtime;
  json["forbidden"] = field.forbidden;
  json["addition"] = field.addition;
  json["shared"] = shared;
  json["kinds"] = Json::array();
  for (const Kind kind : field.target.kinds) json["kinds"].push_back(to_text(kind));
  json["types"] = field.target.types;
  json["values"] = field.enumerators;
  json["default"] = field.default_value.empty() ? Json{} : Json(field.default_value);
  json["meaning"] = field.meaning;
  json["note"] = field.note;
  return json;
}

Json json_of(const Catalog& catalog, const Handlers& handlers, const ObjectType& type) {
  const auto shared = field_groups(catalog, type).shared;
  Json json;
  json["name"] = type.name;
  json["kind"] = to_text(type.kind);
  json["summary"] = type.summary;
  json["origin"] = origin_word(type.origin);
  json["runsHere"] = to_text(runs_here(type, handlers));
  json["deprecated"] = type.deprecated;
  json["userManaged"] = type.user_managed;
  json["note"] = type.note;
  json["requiredOneOf"] = type.required_one_of;
  json["exclusive"] = type.exclusive;
  json["fields"] = Json::array();
  for (const auto& field : type.fields) {
    json["fields"].push_back(json_of(field, std::find(shared.begin(), shared.end(), &field) != shared.end()));
  }
  return json;
}

}  // namespace

/// JSON of one type: {"name", "kind", "summary", "origin": "aws" | "penstock" | "host",
///        "runsHere": "yes" | "no" | "withOwnFunction" | "asThisMachine" | "nothingToRun", "deprecated", "userManaged", "note",
///        "requiredOneOf": [[field]], "exclusive": [[field]],
///        "fields": [{"name", "secret", "slot", "list", "required", "serviceOnly", "runtime", "forbidden", "addition", "shared", "kinds",
///        "types",
///                    "values", "default", "meaning", "note"}]}; of all: {"types": [type]}
ExitCode perform(const ShowTypes& command, Terminal terminal) {
  const auto catalog = Catalog::standard();
  const auto handlers = standard_handlers();
  const ObjectType* const type = command.type.empty() ? nullptr : &find_type(catalog, command.type);
  if (command.markdown) {
    terminal.out.write(type == nullptr ? markdown_of(catalog, handlers) : markdown_of(catalog, handlers, *type));
  } else if (command.json) {
    Json document;
    if (type != nullptr) {
      document = json_of(catalog, handlers, *type);
    } else {
      document["types"] = Json::array();
      for (const auto& each : catalog.types()) document["types"].push_back(json_of(catalog, handlers, each));
    }
    terminal.out.line(text_of(document));
  } else if (type != nullptr) {
    print_type(catalog, handlers, *type, terminal.out);
  } else {
    print_list(catalog, handlers, terminal.out);
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
