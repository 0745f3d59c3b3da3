// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "penstock/definition/definition.hpp"

namespace penstock {
namespace {

TEST(Catalog, HasTheTypesOfAwsAndOurOwn) { EXPECT_EQ(Catalog::standard().types().size(), 41U + 9U); }

TEST(Catalog, FindsATypeByItsExactName) {
  const Catalog catalog = Catalog::standard();
  ASSERT_NE(catalog.find("ShellCommandActivity"), nullptr);
  EXPECT_EQ(catalog.find("ShellCommandActivity")->kind, Kind::activity);
  EXPECT_EQ(catalog.find("shellcommandactivity"), nullptr);
}

TEST(Catalog, FindsS3PrefixNotEmptyByItsOtherName) {
  const Catalog catalog = Catalog::standard();
  ASSERT_NE(catalog.find("S3PrefixExists"), nullptr);
  EXPECT_EQ(catalog.find("S3PrefixExists")->name, "S3PrefixNotEmpty");
}

TEST(Catalog, NamesEachTypeOnce) {
  std::set<std::string> names;
  for (const ObjectType& type : Catalog::standard().types()) EXPECT_TRUE(names.insert(type.name).second) << type.name;
}

TEST(Catalog, NamesEachFieldOfATypeOnce) {
  for (const ObjectType& type : Catalog::standard().types()) {
    std::set<std::string_view> names;
    for (const FieldType& field : type.fields) EXPECT_TRUE(names.insert(without_star(field.name)).second) << type.name << '.' << field.name;
  }
}

TEST(Catalog, GroupsOnlyFieldsThatTheTypeHas) {
  for (const ObjectType& type : Catalog::standard().types()) {
    for (const auto& groups : {type.required_one_of, type.exclusive}) {
      for (const auto& group : groups) {
        for (const std::string& name : group) EXPECT_NE(type.find(name), nullptr) << type.name << '.' << name;
      }
    }
  }
}

TEST(Catalog, PointsOnlyToTypesThatItHas) {
  const Catalog catalog = Catalog::standard();
  for (const ObjectType& type : catalog.types()) {
    for (const FieldType& field : type.fields) {
      for (const std::string& target : field.target.types) {
        ASSERT_NE(catalog.find(target), nullptr) << type.name << '.' << field.name << " -> " << target;
        EXPECT_EQ(std::count(field.target.kinds.begin(), field.target.kinds.end(), catalog.find(target)->kind), 1);
      }
    }
  }
}

TEST(Catalog, LetsCopyActivityReadAndWriteFilesAndSqliteTables) {
  const Catalog catalog = Catalog::standard();
  for (const char* side : {"input", "output"}) {
    const std::vector<std::string>& types = catalog.find("CopyActivity")->find(side)->target.types;
    EXPECT_EQ(std::count(types.begin(), types.end(), "FileDataNode"), 1);
    EXPECT_EQ(std::count(types.begin(), types.end(), "SqliteDataNode"), 1);
  }
}

TEST(Catalog, SaysWhatEachTypeIs) {
  for (const ObjectType& type : Catalog::standard().types()) EXPECT_FALSE(type.summary.empty()) << type.name;
}

TEST(Catalog, SaysWhatEachFieldMeans) {
  for (const ObjectType& type : Catalog::standard().types()) {
    for (const FieldType& field : type.fields) {
      EXPECT_FALSE(field.meaning.empty() && field.note.empty() && !field.forbidden) << type.name << '.' << field.name;
    }
  }
}

TEST(Catalog, KnowsWhoseTypeItIs) {
  const Catalog catalog = Catalog::standard();
  EXPECT_EQ(catalog.find("EmrActivity")->origin, Origin::aws);
  EXPECT_EQ(catalog.find("SqliteDataNode")->origin, Origin::penstock);
  EXPECT_EQ(
      std::count_if(catalog.types().begin(), catalog.types().end(), [](const ObjectType& type) { return type.origin == Origin::penstock; }),
      9);
}

TEST(Catalog, TakesATypeOfTheHosts) {
  Catalog catalog = Catalog::standard();
  catalog.add({.name = "MailActivity", .kind = Kind::activity});
  ASSERT_NE(catalog.find("MailActivity"), nullptr);
  EXPECT_EQ(catalog.types().back().name, "MailActivity");
}

TEST(Catalog, ReplacesATypeInItsPlace) {
  Catalog catalog = Catalog::standard();
  const std::size_t count = catalog.types().size();
  catalog.add({.name = "Schedule", .kind = Kind::schedule, .note = "ours"});
  EXPECT_EQ(catalog.types().size(), count);
  EXPECT_EQ(catalog.types().front().note, "ours");
}

TEST(Catalog, FindsTheFieldsOfItsTypesAsTheTypesThemselvesDo) {
  const Catalog catalog = Catalog::standard();
  for (const ObjectType& type : catalog.types()) {
    for (const FieldType& field : type.fields) EXPECT_EQ(catalog.field(type, without_star(field.name)), &field) << type.name;
  }
}

TEST(Catalog, FindsNoFieldOfAnotherType) {
  const Catalog catalog = Catalog::standard();
  EXPECT_EQ(catalog.field(*catalog.find("Schedule"), "command"), nullptr);
}

TEST(Catalog, FindsOnlyTheNewFieldsOfATypeThatWasReplaced) {
  Catalog catalog = Catalog::standard();
  catalog.add({.name = "Schedule", .kind = Kind::schedule, .fields = {{.name = "tide"}}});
  const ObjectType& type = *catalog.find("Schedule");
  EXPECT_EQ(catalog.field(type, "tide"), &type.fields[0]);
  EXPECT_EQ(catalog.field(type, "period"), nullptr);
}

TEST(Catalog, FindsFieldsOfItsOwnAfterItWasCopied) {
  const Catalog original = Catalog::standard();
  const Catalog copy = original;
  const ObjectType& type = *copy.find("Schedule");
  EXPECT_EQ(copy.field(type, "period"), type.find("period"));
}

TEST(Catalog, NamesAllTypesThatHaveAField) {
  const Catalog catalog = Catalog::standard();
  const auto expected = std::count_if(catalog.types().begin(), catalog.types().end(),
                                      [](const ObjectType& type) { return type.find("directoryPath") != nullptr; });
  EXPECT_EQ(catalog.fields("directoryPath").size(), static_cast<std::size_t>(expected));
}

TEST(ObjectType, FindsASecretFieldWithAndWithoutItsStar) {
  const Catalog catalog = Catalog::standard();
  const ObjectType& database = *catalog.find("RdsDatabase");
  ASSERT_NE(database.find("password"), nullptr);
  EXPECT_EQ(database.find("password")->name, "*password");
  EXPECT_EQ(database.find("*password"), database.find("password"));
}

TEST(ObjectType, DoesNotKnowTheStrayFieldsOfAwsSamples) {
  const Catalog catalog = Catalog::standard();
  EXPECT_EQ(catalog.find("Ec2Resource")->find("logUri"), nullptr);
  EXPECT_EQ(catalog.find("EmrCluster")->find("installHive"), nullptr);
}

TEST(Kind, HasItsNameInMessages) {
  EXPECT_EQ(to_text(Kind::data_node), "data node");
  EXPECT_EQ(to_text(Kind::activity), "activity");
}

TEST(Kind, IsRunnableIfItGetsAnInstancePerInterval) {
  EXPECT_TRUE(is_runnable(Kind::resource));
  EXPECT_FALSE(is_runnable(Kind::precondition));
}

}  // namespace
}  // namespace penstock
