// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The words in which the catalog's table is written: `required(text("command"))`, `ref_list("input", to(Kind::data_node))`.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/definition/catalog.hpp"

namespace penstock::catalog {

using Fields = std::vector<FieldType>;
using Names = std::vector<std::string>;

inline FieldType field(std::string name, Slot slot) { return {.name = std::move(name), .slot = slot}; }

inline FieldType text(std::string name) { return field(std::move(name), Slot::string); }
inline FieldType integer(std::string name) { return field(std::move(name), Slot::integer); }
inline FieldType number(std::string name) { return field(std::move(name), Slot::number); }
inline FieldType boolean(std::string name) { return field(std::move(name), Slot::boolean); }
inline FieldType date_time(std::string name) { return field(std::move(name), Slot::date_time); }
inline FieldType period(std::string name) { return field(std::move(name), Slot::period); }

inline FieldType one_of(std::string name, Names enumerators) {
  FieldType row = field(std::move(name), Slot::enumeration);
  row.enumerators = std::move(enumerators);
  return row;
}

inline RefTarget to(Kind kind, Names types = {}) { return {.kinds = {kind}, .types = std::move(types)}; }

inline FieldType ref(std::string name, RefTarget target) {
  FieldType row = field(std::move(name), Slot::reference);
  row.target = std::move(target);
  return row;
}

inline FieldType list(FieldType row) {
  row.list = true;
  return row;
}
inline FieldType text_list(std::string name) { return list(text(std::move(name))); }
inline FieldType ref_list(std::string name, RefTarget target) { return list(ref(std::move(name), std::move(target))); }

inline FieldType required(FieldType row) {
  row.required = true;
  return row;
}
inline FieldType service_only(FieldType row) {
  row.service_only = true;
  return row;
}
inline FieldType set_by_engine(FieldType row) {
  row.runtime = true;
  return row;
}
inline FieldType forbidden(FieldType row) {
  row.forbidden = true;
  return row;
}
inline FieldType addition(FieldType row) {
  row.addition = true;
  return row;
}
inline FieldType with_default(FieldType row, std::string value) {
  row.default_value = std::move(value);
  return row;
}
inline FieldType noted(FieldType row, std::string note) {
  row.note = std::move(note);
  return row;
}

inline Fields join(std::initializer_list<Fields> parts) {
  Fields all;
  for (const Fields& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// What a type says beside its fields. Designators go in this order.
struct Rules {
  std::vector<Names> required_one_of = {};
  std::vector<Names> exclusive = {};
  bool user_managed = false;
  bool deprecated = false;
  Origin origin = Origin::aws;
  std::string note = {};
};

/// What a field says, in a few words; empty if nobody has written it down. The same name mostly means the same everywhere.
std::string_view meaning_of(std::string_view type, std::string_view field);

// Types of each kind from a line on what they are, and the fields and rules of their own: what the kind has in common is added.
ObjectType activity(std::string name, std::string summary, Fields own, Rules rules = {}, Names runs_on_types = {});
ObjectType data_node(std::string name, std::string summary, Fields own, Rules rules = {});
ObjectType resource(std::string name, std::string summary, Fields own, Rules rules = {});
ObjectType precondition(std::string name, std::string summary, Fields own, Rules rules = {});
ObjectType action(std::string name, std::string summary, Fields own, Rules rules = {});
/// A schedule, database, data format or utility: these never run.
ObjectType passive(Kind kind, std::string name, std::string summary, Fields own, Rules rules = {});

// Fields that several types of a kind share, but not all.
Fields cluster_scripts();
Fields cluster_resize();
FieldType region();

// The table, one file per group of kinds.
std::vector<ObjectType> schedule_types();
std::vector<ObjectType> data_node_types();
std::vector<ObjectType> activity_types();
std::vector<ObjectType> resource_types();
std::vector<ObjectType> precondition_types();
std::vector<ObjectType> database_types();
std::vector<ObjectType> data_format_types();
std::vector<ObjectType> action_types();
std::vector<ObjectType> utility_types();

}  // namespace penstock::catalog
