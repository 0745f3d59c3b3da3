// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/handle.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace penstock {
namespace {

/// `my` and a capital letter or an underscore (S-7).
bool is_authors_own(std::string_view name) {
  name = without_star(name);
  return name.size() > 2 && name.substr(0, 2) == "my" && (name[2] == '_' || (name[2] >= 'A' && name[2] <= 'Z'));
}

FieldValue for_field(std::string_view name, FieldValue value) {
  if (std::holds_alternative<Number>(value) && !is_authors_own(name)) return to_text(value);
  return value;
}

auto find_field(std::vector<Field>& fields, std::string_view name) {
  return std::find_if(fields.begin(), fields.end(), [name](const Field& field) { return field.name == name; });
}

}  // namespace

AnyValue::AnyValue(double number) : value_{Number{fmt::format("{}", number)}} {}

void set_field(std::vector<Field>& fields, std::string_view name, std::vector<FieldValue> values, bool written_as_list) {
  const auto found = find_field(fields, name);
  for (FieldValue& value : values) value = for_field(name, std::move(value));
  if (values.empty() && !written_as_list) {
    if (found != fields.end()) fields.erase(found);
    return;
  }
  Field& field = found == fields.end() ? fields.emplace_back() : *found;
  field = {.name = std::string{name}, .values = std::move(values), .written_as_list = written_as_list};
}

void append_to_field(std::vector<Field>& fields, std::string_view name, FieldValue value) {
  const auto found = find_field(fields, name);
  if (found == fields.end()) return set_field(fields, name, {std::move(value)}, false);
  found->values.push_back(for_field(name, std::move(value)));
  found->written_as_list = true;
}

}  // namespace penstock
