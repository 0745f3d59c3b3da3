// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "cli/type_reference.hpp"
#include "penstock/version.hpp"

namespace penstock::cli {

namespace {

constexpr const char* introduction =
    "# Object types\n"
    "\n"
    "Everything that an object of a definition may be, and what may be written into it. Printed by `penstock types --markdown`,\n"
    "version {}, from the table that also reads, builds and checks definitions.\n"
    "\n"
    "Every object has an `id`; a `name`, which is the id unless it is given; and a `type`, except `Default` and objects that are only\n"
    "parents of others. A field that an object does not have is taken from its `parent`, from the parent's parent, and at last from\n"
    "`Default`. Only `id`, `name` and `parent` are not inherited, and the `type` of `Default` is not. A field replaces the inherited\n"
    "one as a whole; `null` takes it away. Fields that begin with `my` are yours. A `*` before a name marks a secret, which is never "
    "shown.\n"
    "\n"
    "Values are texts, in which `#{{…}}` is evaluated. A period is a number and a unit: `15 minutes`, `1 day`, `2 months`. A date and\n"
    "time is UTC: `2024-03-01T00:00:00`. A list is written as a JSON array, or as its only value. A reference is `{{\"ref\": \"id\"}}`.\n";

/// Within a cell of a table, `|` would end the cell.
std::string cell(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (character == '|' || character == '<') result += '\\';
    result += character;
  }
  return result;
}

/// Of ASCII text.
std::string lower_case(std::string_view text) {
  std::string result{text};
  for (char& character : result) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return result;
}

std::string anchor(std::string_view heading) {
  auto result = lower_case(heading);
  std::replace(result.begin(), result.end(), ' ', '-');
  return result;
}

void add_table(std::string& text, const std::vector<const FieldType*>& fields) {
  text += "\n| Field | Holds | |\n| --- | --- | --- |\n";
  for (const auto* const field : fields) {
    const auto necessity = necessity_of(*field);
    const auto remark = remark_on(*field);
    fmt::format_to(std::back_inserter(text), "| `{}` | {} | {}{}{} |\n", field->name, cell(contents_of(*field)),
                   necessity.empty() ? "" : fmt::format("**{}**", necessity), necessity.empty() || remark.empty() ? "" : " ", cell(remark));
  }
}

std::string names_of(const std::vector<const FieldType*>& fields) {
  std::vector<std::string> names;
  for (const auto* const field : fields) names.push_back(fmt::format("`{}`", field->name));
  return fmt::format("{}", fmt::join(names, ", "));
}

void add_type(std::string& text, const Handlers& handlers, const ObjectType& type, const FieldGroups& groups) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "\n### {}\n\n{} {}\n", type.name, type.summary, fmt::join(traits_of(type, runs_here(type, handlers)), " "));
  const auto rules = rules_of(type);
  if (!rules.empty()) fmt::format_to(out, "\n{}\n", fmt::join(rules, " "));
  if (!groups.own.empty()) add_table(text, groups.own);
}

void add_kind(std::string& text, const Catalog& catalog, const Handlers& handlers, Kind kind) {
  const auto types = types_of(catalog, kind);
  if (types.empty()) return;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "\n## {}\n", heading_of(kind));
  for (const auto* const type : types) add_type(text, handlers, *type, field_groups(catalog, *type));

  const auto common = field_groups(catalog, *types.front());
  if (!common.shared.empty()) {
    fmt::format_to(out, "\n### Fields of all {}\n", lower_case(heading_of(kind)));
    add_table(text, common.shared);
  }
  if (!common.refused.empty())
    fmt::format_to(out, "\nMust not be written here, and are dropped when inherited: {}.\n", names_of(common.refused));
  if (!common.runtime.empty()) fmt::format_to(out, "\nSet by the engine, readable in expressions: {}.\n", names_of(common.runtime));
}

}  // namespace

std::string markdown_of(const Catalog& catalog, const Handlers& handlers) {
  std::string text = fmt::format(introduction, version());
  const auto out = std::back_inserter(text);
  text += "\n";
  for (const Kind kind : all_kinds) {
    std::vector<std::string> links;
    for (const auto* const type : types_of(catalog, kind)) links.push_back(fmt::format("[{}](#{})", type->name, anchor(type->name)));
    if (!links.empty()) fmt::format_to(out, "- [{}](#{}): {}\n", heading_of(kind), anchor(heading_of(kind)), fmt::join(links, ", "));
  }
  for (const Kind kind : all_kinds) add_kind(text, catalog, handlers, kind);
  return text;
}

std::string markdown_of(const Catalog& catalog, const Handlers& handlers, const ObjectType& type) {
  std::string text;
  const auto groups = field_groups(catalog, type);
  add_type(text, handlers, type, groups);
  if (!groups.shared.empty()) add_table(text, groups.shared);
  return text.substr(1);
}

}  // namespace penstock::cli
