// SPDX-License-Identifier: Apache-2.0
#include "definition/json_fields.hpp"

#include <algorithm>
#include <utility>

namespace penstock::json {
namespace {

const Value* find_member(const Value& object, std::string_view key) {
  const auto found = std::find_if(object.children.begin(), object.children.end(), [key](const Value& member) { return member.key == key; });
  return found == object.children.end() ? nullptr : &*found;
}

FieldValue read_value(const Value& value) {
  switch (value.type) {
    case Value::Type::null:
      return Null{};
    case Value::Type::boolean:
      return value.text == "true";
    case Value::Type::number:
      return Number{value.text};
    case Value::Type::string:
      return value.text;
    case Value::Type::array:
      break;
    case Value::Type::object:
      if (value.children.size() == 1 && value.children[0].key == "ref" && value.children[0].type == Value::Type::string) {
        return Reference{value.children[0].text};
      }
      break;
  }
  return Unreadable{print(value)};
}

/// Exactly one of `stringValue` and `refValue` beside the key.
FieldValue read_service_value(const Value& entry) {
  if (entry.children.size() == 2) {
    const Value* text = find_member(entry, "stringValue");
    if (text != nullptr && text->is_scalar()) return read_value(*text);
    const Value* reference = find_member(entry, "refValue");
    if (reference != nullptr && reference->type == Value::Type::string) return Reference{reference->text};
  }
  return Unreadable{print(entry)};
}

const Value* find_text(const Value& entry, std::string_view key) {
  const Value* member = find_member(entry, key);
  return member != nullptr && member->type == Value::Type::string ? member : nullptr;
}

}  // namespace

bool is_service_list(const Value& value) {
  return value.type == Value::Type::array && std::all_of(value.children.begin(), value.children.end(), [](const Value& entry) {
           return entry.type == Value::Type::object && find_text(entry, "key") != nullptr;
         });
}

std::pair<Field&, bool> FieldReader::field(const std::string& name) {
  const auto [position, is_new] = positions_.try_emplace(name, fields_.size());
  if (is_new) fields_.push_back({.name = name, .values = {}});
  return {fields_[position->second], is_new};
}

void FieldReader::add(const Value& member) {
  auto [target, is_new] = field(member.key);
  if (member.type == Value::Type::array) {
    target.written_as_list = true;
    for (const Value& value : member.children) target.values.push_back(read_value(value));
  } else {
    target.values.push_back(read_value(member));
  }
  if (!is_new) {
    target.written_as_list = true;
    target.repeated_key = true;
  }
}

void FieldReader::add_service_field(const std::string& name, FieldValue value) {
  auto [target, is_new] = field(name);
  target.values.push_back(std::move(value));
  if (!is_new) target.written_as_list = true;
}

void FieldReader::add_service_list(const Value& list) {
  for (const Value& entry : list.children) add_service_field(find_text(entry, "key")->text, read_service_value(entry));
}

bool FieldReader::add_service_value(const Value& entry) {
  const Value* id = find_text(entry, "id");
  if (id == nullptr) return false;
  add_service_field(id->text, read_service_value(entry));
  return true;
}

}  // namespace penstock::json
