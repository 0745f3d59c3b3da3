// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "cli/type_reference.hpp"
#include "executor/scratch_folder.hpp"
#include "penstock/activities/activities.hpp"

namespace penstock::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> names_of(const std::vector<const FieldType*>& fields) {
  std::vector<std::string> names;
  for (const auto* const field : fields) names.push_back(field->name);
  return names;
}

RunsHere judged(const char* type) {
  const auto catalog = Catalog::standard();
  return runs_here(*catalog.find(type), standard_handlers());
}

TEST(TypeReference, KnowsWhatThisProgramRuns) {
  EXPECT_EQ(judged("ShellCommandActivity"), RunsHere::yes);
  EXPECT_EQ(judged("FileExists"), RunsHere::yes);
  EXPECT_EQ(judged("Terminate"), RunsHere::yes);
}

TEST(TypeReference, KnowsWhatThisProgramCannotRun) {
  EXPECT_EQ(judged("EmrActivity"), RunsHere::no);
  EXPECT_EQ(judged("SnsAlarm"), RunsHere::no);
}

TEST(TypeReference, KnowsWhatNeedsAFunctionOfAProgram) {
  EXPECT_EQ(judged("FunctionActivity"), RunsHere::with_own_function);
  EXPECT_EQ(judged("CallbackAction"), RunsHere::with_own_function);
}

TEST(TypeReference, TellsOwnFieldsFromThoseOfTheKind) {
  const auto catalog = Catalog::standard();
  const auto groups = field_groups(catalog, *catalog.find("SqliteDatabase"));
  EXPECT_THAT(names_of(groups.own), ElementsAre("path"));
  EXPECT_THAT(names_of(groups.shared), ElementsAre("parent"));
}

TEST(TypeReference, KeepsFieldsApartThatPointElsewhereInOneType) {
  const auto catalog = Catalog::standard();
  EXPECT_THAT(names_of(field_groups(catalog, *catalog.find("EmrActivity")).own), Contains("runsOn"));
}

TEST(TypeReference, ListsFieldsOfTheEngineByThemselves) {
  const auto catalog = Catalog::standard();
  const auto groups = field_groups(catalog, *catalog.find("ShellCommandActivity"));
  EXPECT_THAT(names_of(groups.runtime), Contains("@scheduledStartTime"));
  EXPECT_THAT(names_of(groups.shared), Not(Contains("@scheduledStartTime")));
}

TEST(TypeReference, SaysWhatAResourceMustNotHave) {
  const auto catalog = Catalog::standard();
  EXPECT_THAT(names_of(field_groups(catalog, *catalog.find("Ec2Resource")).refused), ElementsAre("runsOn", "workerGroup"));
}

TEST(TypeReference, SaysWhatAFieldHolds) {
  const auto catalog = Catalog::standard();
  EXPECT_EQ(contents_of(*catalog.find("CSV")->find("column")), "list: text");
  EXPECT_EQ(contents_of(*catalog.find("RedshiftDataNode")->find("database")), "reference to database (RedshiftDatabase)");
  EXPECT_EQ(contents_of(*catalog.find("S3DataNode")->find("compression")), "none or gzip");
}

TEST(TypeReference, ShowsDefaultsThatCannotBeSeen) {
  EXPECT_THAT(remark_on(*Catalog::standard().find("TSV")->find("columnSeparator")), HasSubstr("Default: a tab."));
}

TEST(TypeReference, SaysOnceWhatIsRequiredAndExclusive) {
  EXPECT_THAT(rules_of(*Catalog::standard().find("ShellCommandActivity")), Contains("Exactly one of command or scriptUri is required."));
  EXPECT_THAT(rules_of(*Catalog::standard().find("Schedule")), Contains("occurrences and endDateTime exclude each other."));
}

TEST(TypeReference, HasASectionForEveryTypeInMarkdown) {
  const auto text = markdown_of(Catalog::standard(), standard_handlers());
  for (const auto& type : Catalog::standard().types()) EXPECT_THAT(text, HasSubstr("\n### " + type.name + "\n"));
}

TEST(TypeReference, DocumentsATypeOfTheHosts) {
  auto catalog = Catalog::standard();
  catalog.add({.name = "MailActivity", .kind = Kind::activity, .summary = "Sends a mail."});
  EXPECT_THAT(markdown_of(catalog, standard_handlers()), HasSubstr("\n### MailActivity\n\nSends a mail. Added by the program."));
}

class Types : public testing::Test {
 protected:
  Ended types(std::vector<std::string> options = {}) {
    options.insert(options.begin(), "types");
    return penstock(folder_.path(), options);
  }

  ScratchFolder folder_;
};

TEST_F(Types, AreListedByKindWithALineEach) {
  const auto lines = lines_of(types().out);
  EXPECT_THAT(lines, Contains("Data nodes"));
  EXPECT_THAT(lines, Contains(ContainsRegex("^  CopyActivity +Copies one data node")));
}

TEST_F(Types, AreExplainedOneByOne) {
  const auto ended = types({"ShellCommandActivity"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("ShellCommandActivity (activity)"), HasSubstr("Exactly one of command or scriptUri is required."),
                               HasSubstr("Like every activity:"), HasSubstr("@scheduledStartTime")));
}

TEST_F(Types, ThatAreMisspeltAreRecognised) {
  const auto ended = types({"ShelCommandActivity"});
  EXPECT_EQ(ended.exit_code, static_cast<int>(ExitCode::usage));
  EXPECT_THAT(ended.err, HasSubstr("did you mean \"ShellCommandActivity\"?"));
}

TEST_F(Types, AreCompleteAsJson) {
  const auto document = nlohmann::json::parse(types({"--json"}).out);
  EXPECT_EQ(document.at("types").size(), Catalog::standard().types().size());
}

TEST_F(Types, TellTheProgramsOwnApartAsJson) {
  const auto document = nlohmann::json::parse(types({"SqliteDataNode", "--json"}).out);
  EXPECT_EQ(document.at("origin"), "penstock");
  EXPECT_EQ(document.at("kind"), "data node");
}

TEST_F(Types, NameSecretsWithoutTheirStarAsJson) {
  const auto document = nlohmann::json::parse(types({"RdsDatabase", "--json"}).out);
  const auto& password = document.at("fields").at(0);
  EXPECT_EQ(password.at("name"), "password");
  EXPECT_EQ(password.at("secret"), true);
}

TEST_F(Types, ArePrintedAsMarkdown) { EXPECT_THAT(types({"--markdown"}).out, testing::StartsWith("# Object types\n")); }

TEST_F(Types, CannotBeJsonAndMarkdownAtOnce) { EXPECT_EQ(types({"--markdown", "--json"}).exit_code, static_cast<int>(ExitCode::usage)); }

}  // namespace
}  // namespace penstock::cli
