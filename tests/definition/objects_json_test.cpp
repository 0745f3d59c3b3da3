// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "shared_files.hpp"

namespace penstock {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

const std::set<std::string> own_types{"FileDataNode",  "SqliteDataNode",       "FunctionActivity", "SqliteDatabase",  "FileExists",
                                      "LocalResource", "FunctionPrecondition", "CallbackAction",   "PipelineFinished"};
// Written in samples, but without a meaning there: S-7 wants a warning.
const std::set<std::string> stray{"logUri", "installHive", "generatedScriptsPath", "maxActiveInstances"};

std::string category(Kind kind) {
  switch (kind) {
    case Kind::data_node:
      return "dataNode";
    case Kind::data_format:
      return "dataFormat";
    default:
      return std::string{to_text(kind)};
  }
}

std::string slot_name(Slot slot) {
  switch (slot) {
    case Slot::string:
      return "String";
    case Slot::integer:
      return "Integer";
    case Slot::number:
      return "Double";
    case Slot::boolean:
      return "Boolean";
    case Slot::date_time:
      return "DateTime";
    case Slot::period:
      return "Period";
    case Slot::enumeration:
      return "Enumeration";
    case Slot::reference:
      return "Reference";
  }
  return "";
}

Names names_of(const json& array) { return array.is_array() ? array.get<Names>() : Names{}; }

/// Categories that a field's `ref` stands for.
Names targets(const json& field) {
  const std::string ref = field.value("ref", "");
  if (ref.empty() || ref == "any") return {};
  if (ref == "runnable") return {"activity", "dataNode", "precondition", "resource"};
  // S-28 lets dependsOn point to data nodes as well; the file says so in words.
  if (field["name"] == "dependsOn") return {"activity", "dataNode"};
  return {ref};
}

Names target_types(const json& field) {
  Names types = names_of(field.value("refTypes", json::array()));
  types.merge(names_of(field.value("refTypesSeen", json::array())));
  return types;
}

std::string default_of(const json& field) {
  if (!field.contains("default")) return "";
  const json& value = field["default"];
  if (value.is_string()) return value == "region of the pipeline" ? "" : value.get<std::string>();
  std::string text;
  for (const json& each : value) text += (text.empty() ? "" : ", ") + each.get<std::string>();
  return text;
}

class ObjectsJsonShared : public SharedFiles {
 protected:
  void SetUp() override {
    SharedFiles::SetUp();
    if (!IsSkipped()) objects_ = json::parse(read("reference/objects.json"));
  }

  /// Fields of a type in one of its sections, with those of the sets that it includes.
  [[nodiscard]] std::vector<json> section(const json& type, const std::string& name) const {
    std::vector<json> fields = type.value(name, json::array()).get<std::vector<json>>();
    for (const json& included : type["include"]) {
      const json& set = objects_["common"][included.get<std::string>()];
      if (set["section"] == name) fields.insert(fields.end(), set["fields"].begin(), set["fields"].end());
    }
    return fields;
  }

  [[nodiscard]] std::map<std::string, json> all_fields(const json& type) const {
    std::map<std::string, json> fields;
    for (const char* name : {"required", "optional", "runtime", "system", "extra"}) {
      for (json field : section(type, name)) {
        if (std::string{name} == "extra" && stray.contains(field["name"])) continue;
        field["section"] = name;
        fields[field["name"]] = field;
      }
    }
    return fields;
  }

  /// Calls the check with each field that both sides have.
  template <class Check>
  void for_each_field(Check check) const {
    for (const auto& [name, type] : objects_["types"].items()) {
      const ObjectType* ours = catalog_.find(name);
      ASSERT_NE(ours, nullptr) << name;
      for (const auto& [field_name, field] : all_fields(type)) {
        const FieldType* row = ours->find(field_name);
        ASSERT_NE(row, nullptr) << name << '.' << field_name;
        SCOPED_TRACE(name + "." + field_name);
        check(field, *row);
      }
    }
  }

  [[nodiscard]] Names regions() const { return names_of(all_fields(objects_["types"]["Ec2Resource"]).at("region")["values"]); }

  json objects_;
  Catalog catalog_ = Catalog::standard();
};

TEST_F(ObjectsJsonShared, NamesTheSameTypesOfTheSameKinds) {
  std::map<std::string, std::string> theirs;
  for (const auto& [name, type] : objects_["types"].items()) theirs[name] = type["category"];
  std::map<std::string, std::string> ours;
  for (const ObjectType& type : catalog_.types()) {
    if (!own_types.contains(type.name)) ours[type.name] = category(type.kind);
  }
  EXPECT_EQ(ours, theirs);
}

TEST_F(ObjectsJsonShared, NamesTheSameFieldsOfEachType) {
  for (const auto& [name, type] : objects_["types"].items()) {
    Names theirs;
    for (const auto& [field_name, field] : all_fields(type)) theirs.insert(field_name);
    Names ours;
    for (const FieldType& field : catalog_.find(name)->fields) {
      if (!field.addition) ours.insert(field.name);
    }
    EXPECT_EQ(ours, theirs) << name;
  }
}

TEST_F(ObjectsJsonShared, GivesFieldsTheSameSlots) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(slot_name(row.slot), field["slot"]); });
}

TEST_F(ObjectsJsonShared, RequiresTheSameFields) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(row.required, field["section"] == "required"); });
}

TEST_F(ObjectsJsonShared, LetsTheSameFieldsHoldLists) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(row.list, field.value("list", false)); });
}

TEST_F(ObjectsJsonShared, LeavesTheSameFieldsToTheService) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(row.service_only, field.value("serviceOnly", false)); });
}

TEST_F(ObjectsJsonShared, HasTheEngineSetTheSameFields) {
  for_each_field([](const json& field, const FieldType& row) {
    EXPECT_EQ(row.runtime, field["section"] == "runtime" || field["section"] == "system");
  });
}

TEST_F(ObjectsJsonShared, ForbidsTheSameFields) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(row.forbidden, field.value("notAllowed", false)); });
}

TEST_F(ObjectsJsonShared, PointsToTheSameKinds) {
  for_each_field([](const json& field, const FieldType& row) {
    Names kinds;
    for (const Kind kind : row.target.kinds) kinds.insert(category(kind));
    EXPECT_EQ(kinds, targets(field));
  });
}

TEST_F(ObjectsJsonShared, PointsToTheSameTypesAndOurOwn) {
  for_each_field([](const json& field, const FieldType& row) {
    Names types{row.target.types.begin(), row.target.types.end()};
    for (const std::string& own : own_types) types.erase(own);
    EXPECT_EQ(types, target_types(field));
  });
}

TEST_F(ObjectsJsonShared, ListsTheSameValues) {
  for_each_field([this](const json& field, const FieldType& row) {
    Names values = names_of(field.value("values", json::array()));
    if (field.value("valuesLike", "") == "region") values = regions();
    if (field["name"] == "startAt") values.merge(names_of(field["specialValues"]));
    EXPECT_EQ((Names{row.enumerators.begin(), row.enumerators.end()}), values);
  });
}

TEST_F(ObjectsJsonShared, HasTheSameDefaults) {
  for_each_field([](const json& field, const FieldType& row) { EXPECT_EQ(row.default_value, default_of(field)); });
}

TEST_F(ObjectsJsonShared, GroupsTheSameFields) {
  for (const auto& [name, type] : objects_["types"].items()) {
    const ObjectType& ours = *catalog_.find(name);
    using Groups = std::set<std::vector<std::string>>;
    EXPECT_EQ(Groups(ours.required_one_of.begin(), ours.required_one_of.end()), type["requiredOneOf"].get<Groups>()) << name;
    EXPECT_EQ(Groups(ours.exclusive.begin(), ours.exclusive.end()), type.value("exclusive", json::array()).get<Groups>()) << name;
  }
}

TEST_F(ObjectsJsonShared, CallsTheSameTypesDeprecatedOrUserManaged) {
  for (const auto& [name, type] : objects_["types"].items()) {
    EXPECT_EQ(catalog_.find(name)->deprecated, type.value("deprecated", false)) << name;
    EXPECT_EQ(catalog_.find(name)->user_managed, type.value("managed", "") == "user") << name;
  }
}

}  // namespace
}  // namespace penstock
