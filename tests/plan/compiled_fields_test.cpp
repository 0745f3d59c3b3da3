// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

const Component& component(const Plan& plan, std::string_view id) { return plan[*plan.find(id)]; }

const CompiledField& field(const Plan& plan, std::string_view id, std::string_view name) {
  const CompiledField* const found = component(plan, id).find(name);
  if (found == nullptr) throw std::runtime_error{"no such field"};
  return *found;
}

std::string text(const CompiledField& field) { return std::get<Template>(field.values.at(0)).text(); }

TEST(Components, AreAllTypedObjectsButDefault) {
  const auto plan = plan_of(with_daily(R"({"id": "Base", "command": "x"}, {"id": "F", "type": "CSV"},
    {"id": "A", "name": "First", "type": "ShellCommandActivity", "parent": {"ref": "Base"}})"));
  EXPECT_EQ(plan->components().size(), 3U);
  EXPECT_EQ(plan->find("Default"), std::nullopt);
  EXPECT_EQ(plan->find("Base"), std::nullopt);
  EXPECT_EQ(component(*plan, "F").kind, Kind::data_format);
  EXPECT_EQ(component(*plan, "A").name, "First");
  EXPECT_EQ(component(*plan, "D").name, "D");
  EXPECT_EQ(component(*plan, "A").order, 4U);
}

TEST(Components, KeepThePositionsThatTheyHad) {
  CompileOptions options = for_validation(Profile::service);
  options.positions = {"B", "Gone", "D"};
  const auto plan = plan_of(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "dependsOn": {"ref": "B"}},
                                          {"id": "B", "type": "ShellCommandActivity", "command": "x"})"),
                            options);
  EXPECT_EQ(plan->find("B"), 0U);
  EXPECT_EQ(plan->find("D"), 2U);
  EXPECT_EQ(plan->find("A"), 3U);
  EXPECT_EQ(component(*plan, "B").order, 3U);
  EXPECT_EQ((*plan)[1].object_type, nullptr);
  EXPECT_EQ(plan->topological_order(), (std::vector<ComponentIndex>{0, 3}));
}

TEST(Components, AreOfTheTypeThatAnAliasStandsFor) {
  const auto plan = plan_of(with_daily(R"({"id": "P", "type": "S3PrefixExists", "s3Prefix": "p"})"));
  EXPECT_EQ(component(*plan, "P").type, "S3PrefixNotEmpty");
}

TEST(Components, MayBeOfATypeOfTheHosts) {
  auto catalog = std::make_shared<Catalog>(Catalog::standard());
  catalog->add({.name = "Bake", .kind = Kind::activity, .fields = {{.name = "loaf"}}});
  const auto definition =
      read_definition(with_daily(R"({"id": "A", "type": "Bake", "loaf": "rye", "maximumRetries": "1", "dependsOn": {"ref": "B"}},
                                                        {"id": "B", "type": "Bake", "loaf": "oat"})"));
  const auto compiled = compile(*definition, catalog, for_validation(Profile::service));
  ASSERT_TRUE(compiled) << to_text(compiled.error());
  EXPECT_TRUE(compiled->warnings.empty()) << to_text(compiled->warnings);
  EXPECT_EQ(component(*compiled->plan, "A").policy.maximum_retries, 1);
  EXPECT_EQ(component(*compiled->plan, "A").dependencies.size(), 1U);
}

TEST(CompiledFields, AreThoseOfTheNearestDefinition) {
  const auto plan = plan_of(R"({"objects": [
    {"id": "Default", "myA": "default", "myB": "default", "myC": ["default", "second"]},
    {"id": "Grand", "myB": "grand", "myA": "grand"}, {"id": "Base", "parent": {"ref": "Grand"}, "myA": "base"},
    {"id": "F", "type": "CSV", "parent": {"ref": "Base"}, "myC": "own"}]})");
  EXPECT_EQ(text(field(*plan, "F", "myA")), "base");
  EXPECT_EQ(text(field(*plan, "F", "myB")), "grand");
  EXPECT_EQ(field(*plan, "F", "myC").values.size(), 1U);
}

TEST(CompiledFields, DoNotHaveWhatNullTakesAwayNorDoThoseBelow) {
  const auto plan = plan_of(R"({"objects": [{"id": "Default", "myA": "a"}, {"id": "F", "type": "CSV", "myA": null},
                                            {"id": "G", "parent": {"ref": "F"}}, {"id": "H", "type": "CSV"}]})");
  EXPECT_EQ(component(*plan, "F").find("myA"), nullptr);
  EXPECT_EQ(component(*plan, "G").find("myA"), nullptr);
  EXPECT_NE(component(*plan, "H").find("myA"), nullptr);
}

TEST(CompiledFields, DoNotHaveIdentityNorWhatTheKindMayNotHave) {
  const auto plan = plan_of(with_daily(R"({"id": "R", "name": "Box", "type": "Ec2Resource"})"));
  for (const char* name : {"id", "name", "type", "parent", "workerGroup"}) EXPECT_EQ(component(*plan, "R").find(name), nullptr) << name;
}

TEST(CompiledFields, PassOnWhatAnObjectOnTheWayMayNotHave) {
  const auto plan = plan_of(with_daily(R"({"id": "R", "type": "Ec2Resource"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "parent": {"ref": "R"}})"));
  EXPECT_EQ(component(*plan, "A").worker_group, "wg");
}

TEST(CompiledFields, KeepInheritedOnesThatTheTypeDoesNotKnowAsLongAsTheyMakeSense) {
  const auto plan = plan_of(R"({"objects": [
    {"id": "Default", "logUri": "s3://logs/#{id}", "command": "#{input.filePath}", "script": "#{"}, {"id": "F", "type": "CSV", "column": "#{logUri}"}]})");
  EXPECT_NE(component(*plan, "F").find("logUri"), nullptr);
  EXPECT_EQ(component(*plan, "F").find("command"), nullptr);
  EXPECT_EQ(component(*plan, "F").find("script"), nullptr);
}

TEST(CompiledFields, HoldReferencesAsPositions) {
  const auto plan = plan_of(with_daily(R"({"id": "N", "type": "S3DataNode", "filePath": "f"},
    {"id": "A", "type": "ShellCommandActivity", "command": "x", "input": {"ref": "N"}, "my_peer": [{"ref": "N"}, "text"]})"));
  EXPECT_EQ(field(*plan, "A", "input").values, std::vector<CompiledValue>{*plan->find("N")});
  EXPECT_EQ(field(*plan, "A", "input").slot, Slot::reference);
  EXPECT_EQ(field(*plan, "A", "my_peer").values, (std::vector<CompiledValue>{*plan->find("N"), *Template::parse("text")}));
}

TEST(CompiledFields, KeepNumbersInFieldsOfTheAuthorsOwn) {
  const auto plan = plan_of(with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": 12, "stage": true,
    "myInt": 3, "myReal": 2.50, "myBool": false, "myList": [1, "2"]})"));
  EXPECT_EQ(field(*plan, "A", "myInt").values, std::vector<CompiledValue>{Value{std::int64_t{3}}});
  EXPECT_EQ(field(*plan, "A", "myReal").values, std::vector<CompiledValue>{Value{2.5}});
  EXPECT_EQ(text(field(*plan, "A", "myBool")), "false");
  EXPECT_EQ(text(field(*plan, "A", "command")), "12");
  EXPECT_EQ(text(field(*plan, "A", "stage")), "true");
  EXPECT_TRUE(field(*plan, "A", "myList").list);
}

TEST(CompiledFields, KnowWhetherTheirSlotTakesSeveralValues) {
  const auto plan = plan_of(
      with_daily(R"({"id": "A", "type": "ShellCommandActivity", "command": "x", "scriptArgument": "a", "myOne": "b", "myList": ["c"]})"));
  EXPECT_TRUE(field(*plan, "A", "scriptArgument").list);
  EXPECT_FALSE(field(*plan, "A", "command").list);
  EXPECT_FALSE(field(*plan, "A", "myOne").list);
  EXPECT_TRUE(field(*plan, "A", "myList").list);
}

TEST(CompiledFields, AreSecretByTheirStarOrByTheirType) {
  const auto plan =
      plan_of(R"({"objects": [{"id": "B", "type": "RedshiftDatabase", "clusterId": "c", "password": "p", "*myKey": "k", "myOpen": "o"}]})");
  EXPECT_TRUE(field(*plan, "B", "password").secret);
  EXPECT_TRUE(field(*plan, "B", "*myKey").secret);
  EXPECT_EQ(field(*plan, "B", "myKey").name, "myKey");
  EXPECT_FALSE(field(*plan, "B", "myOpen").secret);
}

}  // namespace
}  // namespace penstock
