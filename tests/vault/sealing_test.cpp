// SPDX-License-Identifier: Apache-2.0
#include "penstock/vault/sealing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "penstock/definition/json.hpp"
#include "penstock/testing/memory_vault.hpp"

namespace penstock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view text = R"({
  "objects": [
    {"id": "Base", "type": "RdsDatabase", "username": "app", "*password": "canary-1", "*pins": ["canary-2", 4711, true]},
    {"id": "Use", "type": "ShellCommandActivity", "command": "login #{*myToken}", "database": {"ref": "Base"}}
  ],
  "parameters": [{"id": "*myToken", "type": "String", "default": "canary-3", "allowedValues": ["canary-3", "canary-4"]}],
  "values": {"myToken": "canary-4", "myPlain": "open"}
})";

Definition said(std::string_view json = text) { return *read_definition(json); }
const Catalog catalog = Catalog::standard();

Definition sealed_by(Vault& vault, const Definition& definition, const ParameterValues& given = {}) {
  return *Sealing{"pipe", &vault}.seal(definition, given, catalog);
}

TEST(Sealing, LeavesNoSecretInTheText) {
  testing::MemoryVault vault;
  EXPECT_THAT(write_definition(sealed_by(vault, said())), AllOf(Not(HasSubstr("canary")), Not(HasSubstr("4711"))));
}

TEST(Sealing, LeavesEverythingElseReadable) {
  testing::MemoryVault vault;
  EXPECT_THAT(write_definition(sealed_by(vault, said())),
              AllOf(HasSubstr("login #{*myToken}"), HasSubstr("\"app\""), HasSubstr("\"open\"")));
}

TEST(Sealing, GivesEveryValueBackAsItWasWritten) {
  testing::MemoryVault vault;
  EXPECT_EQ(*(Sealing{"pipe", &vault}.open(sealed_by(vault, said()))), said());
}

TEST(Sealing, KnowsASecretFieldOfTheCatalogWithoutItsStar) {
  testing::MemoryVault vault;
  const auto sealed = sealed_by(vault, said(R"({"objects": [{"id": "Base", "type": "RdsDatabase", "password": "canary"}]})"));
  EXPECT_THAT(write_definition(sealed), Not(HasSubstr("canary")));
}

TEST(Sealing, KnowsASecretParameterByTheStarOfAGivenValue) {
  testing::MemoryVault vault;
  const auto sealed = sealed_by(vault, said(R"({"objects": [], "values": {"myWord": "canary"}})"), *read_values(R"({"*myWord": "other"})"));
  EXPECT_THAT(write_definition(sealed), Not(HasSubstr("canary")));
}

TEST(Sealing, SealsGivenValuesOfParametersThatAreDeclaredSecret) {
  testing::MemoryVault vault;
  const Sealing sealing{"pipe", &vault};
  const auto given = *read_values(R"({"myToken": "canary-4", "myPlain": "open"})");
  const auto sealed = *sealing.seal(given, said());
  EXPECT_THAT(write_values(sealed), AllOf(Not(HasSubstr("canary")), HasSubstr("open")));
  EXPECT_EQ(*sealing.open(sealed), given);
}

TEST(Sealing, NeedsNoVaultWhereNothingIsSecret) {
  const auto plain = said(R"({"objects": [{"id": "A", "type": "ShellCommandActivity", "command": "true"}], "values": {"myX": "1"}})");
  EXPECT_EQ(*(Sealing{"pipe", nullptr}.seal(plain, {}, catalog)), plain);
}

TEST(Sealing, WithoutAVaultNamesEveryPlaceThatNeedsOne) {
  const auto refused = Sealing{"pipe", nullptr}.seal(said(), {}, catalog);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_text(refused.error()), AllOf(HasSubstr("Base.*password"), HasSubstr("Base.*pins"), HasSubstr("myToken.default"),
                                              HasSubstr("NoKey"), HasSubstr("--key-file"), Not(HasSubstr("canary"))));
}

TEST(Sealing, WithoutAVaultOpensNothing) {
  testing::MemoryVault vault;
  const auto refused = Sealing{"pipe", nullptr}.open(sealed_by(vault, said(R"({"objects": [{"id": "A", "*word": "canary"}]})")));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), ElementsAre(Field(&Diagnostic::code, "NoKey")));
}

TEST(Sealing, RefusesASealedValueThatWasMovedToAnotherField) {
  testing::MemoryVault vault;
  auto sealed = sealed_by(vault, said());
  *sealed.objects[1].find("command") = penstock::Field{.name = "command", .values = sealed.objects[0].find("password")->values};
  const auto refused = Sealing{"pipe", &vault}.open(sealed);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), ElementsAre(AllOf(Field(&Diagnostic::code, "WrongKey"), Field(&Diagnostic::object, "Use"))));
}

TEST(Sealing, RefusesASealedValueOfAnotherPipeline) {
  testing::MemoryVault vault;
  EXPECT_FALSE((Sealing{"other", &vault}.open(sealed_by(vault, said()))));
}

TEST(Sealing, DoesNotTakeAWrittenTextForASealedOne) {
  testing::MemoryVault vault;
  const auto odd = said(R"({"objects": [{"id": "A", "type": "ShellCommandActivity", "command": "penstock:v1:none"}]})");
  EXPECT_EQ(*(Sealing{"pipe", &vault}.open(sealed_by(vault, odd))), odd);
}

}  // namespace
}  // namespace penstock
