// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/catalog.hpp"

#include <algorithm>
#include <utility>

#include "definition/catalog_rows.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock {

std::string_view to_text(Kind kind) noexcept {
  switch (kind) {
    case Kind::activity:
      return "activity";
    case Kind::data_node:
      return "data node";
    case Kind::precondition:
      return "precondition";
    case Kind::resource:
      return "resource";
    case Kind::action:
      return "action";
    case Kind::schedule:
      return "schedule";
    case Kind::database:
      return "database";
    case Kind::data_format:
      return "data format";
    case Kind::utility:
      return "utility";
  }
  return "";
}

const FieldType* ObjectType::find(std::string_view field) const noexcept {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [wanted = without_star(field)](const FieldType& row) { return without_star(row.name) == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

Catalog Catalog::standard() {
  Catalog result;
  for (auto types : {catalog::schedule_types(), catalog::data_node_types(), catalog::activity_types(), catalog::resource_types(),
                     catalog::precondition_types(), catalog::database_types(), catalog::data_format_types(), catalog::action_types(),
                     catalog::utility_types()}) {
    for (ObjectType& type : types) result.add(std::move(type));
  }
  return result;
}

void Catalog::add(ObjectType type) {
  const auto known = type_by_name_.find(type.name);
  if (known == type_by_name_.end()) {
    types_.push_back(std::move(type));
    index(static_cast<std::uint32_t>(types_.size() - 1));
    return;
  }
  types_[known->second] = std::move(type);
  places_.clear();
  for (std::uint32_t each = 0; each < types_.size(); ++each) index(each);
}

void Catalog::index(std::uint32_t type) {
  type_by_name_.try_emplace(types_[type].name, type);
  std::uint32_t position = 0;
  for (const FieldType& field : types_[type].fields) {
    std::vector<Place>& places = places_[std::string{without_star(field.name)}];
    // Of two fields of one name the first counts, as in ObjectType::find.
    if (places.empty() || places.back().type != type) places.push_back({type, position});
    ++position;
  }
}

const ObjectType* Catalog::find(std::string_view name) const noexcept {
  auto found = type_by_name_.find(name);
  // C-30: a field report's name for it.
  if (found == type_by_name_.end() && name == "S3PrefixExists") found = type_by_name_.find(std::string_view{"S3PrefixNotEmpty"});
  return found == type_by_name_.end() ? nullptr : &types_[found->second];
}

const FieldType* Catalog::field(const ObjectType& type, std::string_view name) const noexcept {
  const auto found = places_.find(name);
  if (found == places_.end()) return nullptr;
  const auto wanted = static_cast<std::uint32_t>(&type - types_.data());
  const auto place = std::lower_bound(found->second.begin(), found->second.end(), wanted,
                                      [](const Place& each, std::uint32_t number) { return each.type < number; });
  return place == found->second.end() || place->type != wanted ? nullptr : &type.fields[place->field];
}

std::vector<const FieldType*> Catalog::fields(std::string_view name) const {
  std::vector<const FieldType*> result;
  if (const auto found = places_.find(name); found != places_.end()) {
    for (const Place& place : found->second) result.push_back(&types_[place.type].fields[place.field]);
  }
  return result;
}

}  // namespace penstock
