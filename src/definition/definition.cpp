// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/definition.hpp"

#include <algorithm>

namespace penstock {
namespace {

template <class Fields>
auto* find_field(Fields& fields, std::string_view name) noexcept {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [wanted = without_star(name)](const Field& field) { return without_star(field.name) == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

std::string to_text(const FieldValue& value) {
  struct Text {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const Number& number) const { return number.text; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(const Reference&) const { return {}; }
    std::string operator()(Null) const { return {}; }
    std::string operator()(const Unreadable&) const { return {}; }
  };
  return std::visit(Text{}, value);
}

bool Field::operator==(const Field& other) const {
  return name == other.name && written_as_list == other.written_as_list && values == other.values;
}

const Field* Object::find(std::string_view field) const noexcept { return find_field(fields, field); }

Field* Object::find(std::string_view field) noexcept { return find_field(fields, field); }

const Field* Parameter::find(std::string_view attribute) const noexcept { return find_field(attributes, attribute); }

ParameterValues merged(const ParameterValues& given, ParameterValues before) {
  for (const Field& value : given) {
    if (auto* const same = find_field(before, value.name)) {
      *same = value;
    } else {
      before.push_back(value);
    }
  }
  return before;
}

const Object* Definition::find(std::string_view id) const noexcept {
  const auto found = std::find_if(objects.begin(), objects.end(), [id](const Object& object) { return object.id == id; });
  return found == objects.end() ? nullptr : &*found;
}

std::string_view without_star(std::string_view name) noexcept { return is_secret(name) ? name.substr(1) : name; }

bool is_secret(std::string_view name) noexcept { return !name.empty() && name.front() == '*'; }

}  // namespace penstock
