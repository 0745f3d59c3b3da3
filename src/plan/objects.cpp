// SPDX-License-Identifier: Apache-2.0
/// Which objects there are, of which types, and at which positions of the plan.

#include <fmt/format.h>

#include <string>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

constexpr std::size_t longest_id = 256;

/// The name as an author means it: also when it is written as a number, which the reader leaves among the fields.
std::string name_of(const Object& object) {
  if (object.name && !object.name->empty()) return *object.name;
  const Field* const field = object.find("name");
  if (field != nullptr && field->values.size() == 1) {
    if (std::string text = to_text(field->values.front()); !text.empty()) return text;
  }
  return object.id.value_or(std::string{});
}

void read_type(Compilation& c, Draft& draft) {
  const Field* const field = draft.object->find("type");
  const bool removed = field != nullptr && field->values.size() == 1 && std::holds_alternative<Null>(field->values.front());
  if (field == nullptr || removed) {
    // Default hands down no type: it would turn schedules into activities (S-13).
    if (field == nullptr && draft.explicit_parent && draft.parent != nobody && draft.parent != c.default_object) {
      const Draft& parent = c.drafts[draft.parent];
      draft.type_state = parent.type_state;
      draft.type = parent.type;
      if (draft.type_state == Draft::TypeState::unknown) {
        c.report.error(draft.id, "UnknownType", "type", fmt::format("the type that it has from \"{}\" is not known", parent.id));
      }
    }
    return;
  }
  draft.type_state = Draft::TypeState::unreadable;
  if (field->values.empty()) return c.report.error(draft.id, "EmptyField", "type", "is an empty list; give a type");
  const FieldValue& value = field->values.front();
  if (std::holds_alternative<Unreadable>(value)) {
    return c.report.error(draft.id, "NotAReference", "type", "is neither a text nor a reference; give the name of a type");
  }
  const std::string* const text = std::get_if<std::string>(&value);
  if (text != nullptr && text->empty()) return c.report.error(draft.id, "EmptyField", "type", "is empty; give a type");
  draft.type_state = Draft::TypeState::unknown;
  if (text == nullptr || field->values.size() > 1) {
    return c.report.error(draft.id, "UnknownType", "type", "must be the name of one type, as a text");
  }
  draft.type = c.vocabulary.type(*text);
  if (draft.type == nullptr) {
    return c.report.error(
        draft.id, "UnknownType", "type",
        fmt::format("\"{}\" is no type that is known here{}", *text, c.suggestions.did_you_mean(*text, c.vocabulary.type_names())));
  }
  draft.type_state = Draft::TypeState::known;
  if (draft.type->name != *text) {
    c.report.warning(draft.id, "TypeAlias", "type", fmt::format("\"{}\" is another name of {}; write that", *text, draft.type->name));
  }
}

Component begin_component(const Draft& draft) {
  Component component;
  component.id = draft.id;
  component.name = name_of(*draft.object);
  component.type = draft.type->name;
  component.kind = draft.type->kind;
  component.object_type = draft.type;
  component.order = draft.order;
  return component;
}

/// Components that had a position before keep it; an id that has left the definition leaves a component without type behind (S-158).
void assign_positions(Compilation& c) {
  c.components.reserve(c.options.positions.size() + c.drafts.size());
  std::unordered_map<std::string_view, ComponentIndex> earlier;
  for (const std::string& id : c.options.positions) {
    if (!earlier.try_emplace(id, static_cast<ComponentIndex>(c.components.size())).second) continue;
    Component gone;
    gone.id = id;
    gone.name = id;
    c.components.push_back(std::move(gone));
    c.draft_of.push_back(nobody);
  }
  for (DraftIndex index = 0; index < c.drafts.size(); ++index) {
    Draft& draft = c.drafts[index];
    if (draft.type == nullptr || index == c.default_object) continue;
    const auto known = earlier.find(draft.id);
    if (known == earlier.end()) {
      draft.component = static_cast<ComponentIndex>(c.components.size());
      c.components.emplace_back();
      c.draft_of.push_back(nobody);
    } else {
      draft.component = known->second;
    }
    c.components[draft.component] = begin_component(draft);
    c.draft_of[draft.component] = index;
  }
  c.schedules.resize(c.components.size());
  c.followed.resize(c.components.size(), nobody);
}

}  // namespace

void read_objects(Compilation& c) {
  c.drafts.reserve(c.definition.objects.size());
  c.by_id.reserve(c.definition.objects.size());
  for (std::size_t position = 0; position < c.definition.objects.size(); ++position) {
    const Object& object = c.definition.objects[position];
    if (!object.id || object.id->empty()) {
      c.report.error("", "MissingId", "id", fmt::format("object number {} has no id; every object needs one, as a text", position + 1));
      continue;
    }
    const std::string_view id = *object.id;
    if (id.size() > longest_id) {
      c.report.error(id, "IdTooLong", "id", fmt::format("the id has {} bytes; at most {} are allowed", id.size(), longest_id));
    }
    const auto index = static_cast<DraftIndex>(c.drafts.size());
    if (!c.by_id.try_emplace(id, index).second) {
      c.report.error_once(id, "DuplicateId", "id", "more than one object has this id; the first is checked, rename the others");
      continue;
    }
    if (object.name) {
      if (object.name->empty()) c.report.error(id, "EmptyField", "name", "is empty; leave it out and the id is the name");
      c.by_name.try_emplace(*object.name, index);
    }
    Draft& draft = c.drafts.emplace_back(&c.memory);
    draft.object = &object;
    draft.id = id;
    draft.order = static_cast<std::uint32_t>(position);
    if (id == "Default") c.default_object = index;
  }
}

void find_types(Compilation& c) {
  for (const DraftIndex index : c.parents_first) {
    Draft& draft = c.drafts[index];
    if (index == c.default_object) continue;
    read_type(c, draft);
    if (draft.type_state == Draft::TypeState::none && !draft.is_parent && !draft.uncertain) {
      c.report.error(draft.id, "MissingType", "type", "has no type; only Default and objects that are used as a parent may go without");
    }
  }
  assign_positions(c);
}

}  // namespace penstock::compiling
