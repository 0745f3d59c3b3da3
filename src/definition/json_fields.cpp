// SPDX-License-Identifier: Apache-2.0
#include "definition/json_fields.hpp"

#include <algorithm>
#include <utility>

namespace penstock::json {
namespace {

/// The member of an object, which may be const; null if it has none of that name.
template <class Object>
auto* find_member(Object& object, std::string_view key) {
  const auto found = std::find_if(object.children.begin(), object.children.end(), [key](const Value& member) { return member.key == key; });
  return found == object.children.end() ? nullptr : &*found;
}

FieldValue read_value(Value& value) {
  switch (value.type) {
    case Value::Type::null:
      return Null{};
    case Value::Type::boolean:
      return value.text == "true";
    case Value::Type::number:
      return Number{std::move(value.text)};
    case Value::Type::string:
      return std::move(value.text);
    case Value::Type::array:
      break;
    case Value::Type::object:
      if (value.children.size() == 1 && value.children[0].key == "ref" && value.children[0].type == Value::Type::string) {
        return Reference{std::move(value.children[0].text)};
      }
      break;
  }
  return Unreadable{print(value)};
}

/// Exactly one of `stringValue` and `refValue` beside the key.
FieldValue read_service_value(Value& entry) {
  if (entry.children.size() == 2) {
    Value* const text = find_member(entry, "stringValue");
    if (text != nullptr && text->is_scalar()) return read_value(*text);
    Value* const reference = find_member(entry, "refValue");
    if (reference != nullptr && reference->type == Value::Type::string) return Reference{std::move(reference->text)};
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

std::pair<Field&, bool> FieldReader::field(std::string name) {
  constexpr std::size_t few = 16;
  if (fields_.size() < few) {
    const auto known = std::find_if(fields_.begin(), fields_.end(), [&](const Field& each) { return each.name == name; });
    if (known != fields_.end()) return {*known, false};
    return {fields_.emplace_back(Field{.name = std::move(name), .values = {}}), true};
  }
  if (positions_.empty()) {
    for (const Field& each : fields_) positions_.emplace(each.name, positions_.size());
  }
  const auto [position, is_new] = positions_.try_emplace(name, fields_.size());
  if (is_new) fields_.push_back({.name = std::move(name), .values = {}});
  return {fields_[position->second], is_new};
}

void FieldReader::add(Value& member) {
  auto [target, is_new] = field(std::move(member.key));
  if (member.type == Value::Type::array) {
    target.written_as_list = true;
    if (is_new) target.values.reserve(member.children.size());
    for (Value& value : member.children) target.values.push_back(read_value(value));
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

void FieldReader::add_service_list(Value& list) {
  for (Value& entry : list.children) add_service_field(find_text(entry, "key")->text, read_service_value(entry));
}

bool FieldReader::add_service_value(Value& entry) {
  const Value* id = find_text(entry, "id");
  if (id == nullptr) return false;
  add_service_field(id->text, read_service_value(entry));
  return true;
}

}  // namespace penstock::json
