// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "penstock/definition/builder.hpp"

namespace penstock {
namespace {

template <class T>
class ObjectAggregate : public testing::Test {};

template <class... T>
struct TypeList {
  using Suite = testing::Types<T...>;
  static std::set<std::string> names() { return {std::string{T::type_name}...}; }
};

using Aggregates =
    TypeList<Schedule, DynamoDBDataNode, MySqlDataNode, RedshiftDataNode, S3DataNode, SqlDataNode, FileDataNode, SqliteDataNode,
             CopyActivity, EmrActivity, HadoopActivity, HiveActivity, HiveCopyActivity, PigActivity, RedshiftCopyActivity,
             ShellCommandActivity, SqlActivity, FunctionActivity, Ec2Resource, EmrCluster, LocalResource, DynamoDBDataExists,
             DynamoDBTableExists, Exists, S3KeyExists, S3PrefixNotEmpty, ShellCommandPrecondition, FileExists, PipelineFinished,
             FunctionPrecondition, JdbcDatabase, RdsDatabase, RedshiftDatabase, SqliteDatabase, CSV, Custom, DynamoDBDataFormat,
             DynamoDBExportDataFormat, RegEx, TSV, SnsAlarm, Terminate, CallbackAction, ShellScriptConfig, EmrConfiguration, Property,
             HttpProxy, EbsConfiguration, EbsBlockDeviceConfig, VolumeSpecification>;

/// Names a case by its type.
struct TypeName {
  template <class T>
  static std::string GetName(int) {
    return std::string{T::type_name};
  }
};
TYPED_TEST_SUITE(ObjectAggregate, Aggregates::Suite, TypeName);

/// Fields that handles set, so that aggregates need not have them.
bool is_wiring(std::string_view field) {
  static const std::set<std::string_view> verbs{"input",
                                                "output",
                                                "dependsOn",
                                                "precondition",
                                                "schedule",
                                                "scheduleType",
                                                "runsOn",
                                                "workerGroup",
                                                "maxActiveInstances",
                                                "pipelineLogUri",
                                                "onFail",
                                                "onSuccess",
                                                "onLateAction",
                                                "lateAfterTimeout",
                                                "maximumRetries",
                                                "retryDelay",
                                                "attemptTimeout",
                                                "reportProgressTimeout",
                                                "failureAndRerunMode",
                                                "preconditionTimeout",
                                                "parent",
                                                "finally",
                                                "onPipelineFail",
                                                "onPipelineSuccess",
                                                "attemptStatus"};
  return verbs.contains(field);
}

TYPED_TEST(ObjectAggregate, HasTheKindOfItsTypeInTheCatalog) {
  const Catalog catalog = Catalog::standard();
  const ObjectType* type = catalog.find(TypeParam::type_name);
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->kind, TypeParam::kind);
}

TYPED_TEST(ObjectAggregate, HasTheFieldsOfItsTypeInTheCatalog) {
  const Catalog catalog = Catalog::standard();
  const ObjectType& type = *catalog.find(TypeParam::type_name);
  std::set<std::string> expected;
  for (const FieldType& field : type.fields) {
    if (!field.runtime && !field.forbidden && !is_wiring(field.name)) expected.insert(field.name);
  }
  std::set<std::string> listed;
  for_each_field<TypeParam>([&](const auto& field) { EXPECT_TRUE(listed.insert(std::string{field.name}).second) << field.name; });
  EXPECT_EQ(listed, expected);
}

TYPED_TEST(ObjectAggregate, HasTheSlotsAndListsOfTheCatalog) {
  const Catalog catalog = Catalog::standard();
  const ObjectType& type = *catalog.find(TypeParam::type_name);
  for_each_field<TypeParam>([&](const auto& field) {
    using SlotType = typename std::remove_cvref_t<decltype(field)>::slot_type;
    const FieldType* row = type.find(field.name);
    ASSERT_NE(row, nullptr) << field.name;
    EXPECT_EQ(SlotType::slot, row->slot == Slot::enumeration ? Slot::string : row->slot) << field.name;
    EXPECT_EQ(SlotType::list, row->list) << field.name;
    if constexpr (SlotType::slot == Slot::reference) {
      EXPECT_EQ(row->target.kinds, std::vector{SlotType::target_kind}) << field.name;
    }
  });
}

TYPED_TEST(ObjectAggregate, SetsEachMemberUnderANameOfItsOwn) {
  std::size_t count = 0;
  for_each_field<TypeParam>([&](const auto& field) {
    using SlotType = typename std::remove_cvref_t<decltype(field)>::slot_type;
    TypeParam description;
    if constexpr (SlotType::slot == Slot::reference) {
      description.*field.member = SlotType{ObjectId{"X"}};
    } else {
      description.*field.member = SlotType{"#{x}"};
    }
    const Object object = object_of(description);
    ASSERT_EQ(object.fields.size(), 2U) << field.name;
    EXPECT_EQ(object.fields[1].name, field.name);
    ++count;
  });
  EXPECT_EQ(count, std::tuple_size_v<decltype(TypeParam::fields())>);
}

TEST(ObjectAggregates, ExistForEveryTypeOfTheCatalog) {
  std::set<std::string> types;
  const Catalog catalog = Catalog::standard();
  for (const ObjectType& type : catalog.types()) types.insert(type.name);
  EXPECT_EQ(Aggregates::names(), types);
}

}  // namespace
}  // namespace penstock
