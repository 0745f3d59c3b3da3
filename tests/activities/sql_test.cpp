// SPDX-License-Identifier: Apache-2.0
#include "activities/sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "activities/fake_context.hpp"
#include "activities/sqlite_connection.hpp"

namespace penstock::activities {
namespace {

using testing::HasSubstr;

struct SqlActivity : testing::Test {
  ScratchFolder folder;
  SqlActivityHandler handler;

  /// `more` follows id, type, database and output.
  Outcome run(const std::string& more, const std::string& format = "") {
    std::vector<std::string> objects = {
        R"j("id": "Sql", "type": "SqlActivity", "database": {"ref": "Db"}, "output": {"ref": "Out"}, )j" + more,
        R"j("id": "Db", "type": "SqliteDatabase", "path": "@/sub/data.db")j",
        R"j("id": "Out", "type": "FileDataNode", "filePath": "@/out")j" +
            std::string{format.empty() ? "" : R"j(, "dataFormat": {"ref": "Format"})j"}};
    if (!format.empty()) objects.push_back(R"j("id": "Format", )j" + format);
    const Pipeline pipeline{folder, objects};
    FakeAttempt attempt{pipeline.view("Sql"), folder / "log"};
    return handler.perform(attempt);
  }
  std::string error_of(const std::string& more) {
    try {
      return run(more).error_message;
    } catch (const std::exception& error) {
      return error.what();
    }
  }
  [[nodiscard]] std::string output() const { return contents(folder / "out"); }
};

TEST_F(SqlActivity, RunsAllStatementsOfTheScript) {
  EXPECT_EQ(run(R"j("script": "CREATE TABLE t (x); INSERT INTO t VALUES (1), (2); SELECT sum(x) FROM t")j"), Outcome::success());
  EXPECT_EQ(output(), "3\n");
}

TEST_F(SqlActivity, WritesRowsOfTheLastQueryWithTabsBetweenColumns) {
  EXPECT_EQ(run(R"j("script": "SELECT 'not this'; SELECT 1, 'a b', NULL UNION ALL SELECT 2, 'c', 3; CREATE TABLE t (x);")j"),
            Outcome::success());
  EXPECT_EQ(output(), "1\ta b\t\n2\tc\t3\n");
}

TEST_F(SqlActivity, WritesRowsInTheFormatOfTheOutput) {
  EXPECT_EQ(run(R"j("script": "SELECT 1 AS n, 'a,b' AS text")j", R"j("type": "CSV")j"), Outcome::success());
  EXPECT_EQ(output(), "n,text\n1,\"a,b\"\n");
}

TEST_F(SqlActivity, WritesAnEmptyFileWithoutAQuery) {
  EXPECT_EQ(run(R"j("script": "CREATE TABLE t (x)")j"), Outcome::success());
  EXPECT_TRUE(std::filesystem::exists(folder / "out"));
  EXPECT_EQ(output(), "");
}

TEST_F(SqlActivity, ReadsTheScriptFromAFileAsItIs) {
  folder.write("script.sql", "SELECT '#{@scheduledStartTime}'");
  EXPECT_EQ(run(R"j("scriptUri": "@/script.sql")j"), Outcome::success());
  EXPECT_EQ(output(), "#{@scheduledStartTime}\n") << "S-183";
}

TEST_F(SqlActivity, PutsArgumentsInPlaceOfQuestionMarks) {
  EXPECT_EQ(run(R"j("script": "SELECT ? || '-' || ?", "scriptArgument": ["it's", "b"])j"), Outcome::success());
  EXPECT_EQ(output(), "it's-b\n");
}

TEST_F(SqlActivity, GivesNumberedArgumentsToEveryStatement) {
  EXPECT_EQ(run(R"j("script": "CREATE TABLE t (x); INSERT INTO t VALUES (?2); SELECT x || ?1 FROM t", "scriptArgument": ["a", "b"])j"),
            Outcome::success());
  EXPECT_EQ(output(), "ba\n");
}

TEST_F(SqlActivity, RefusesArgumentsThatNobodyUses) {
  EXPECT_EQ(error_of(R"j("script": "SELECT ?", "scriptArgument": ["a", "b"])j"),
            "2 values of scriptArgument are given, but the script uses 1");
}

TEST_F(SqlActivity, RefusesAStatementThatTakesMoreArgumentsThanThereAre) {
  EXPECT_EQ(error_of(R"j("script": "SELECT 1;\nSELECT ?, ?", "scriptArgument": ["a"])j"),
            "line 2: the statement takes 2 values, but there are 1 of scriptArgument");
}

TEST_F(SqlActivity, NamesTheLineOfAStatementThatFails) {
  EXPECT_EQ(error_of(R"j("script": "CREATE TABLE t (x);\n-- a comment\n/* and\nanother */\nSELECT y\nFROM t")j"),
            "line 5: no such column: y");
}

TEST_F(SqlActivity, ChangesNothingWhenALaterStatementFails) {
  ASSERT_EQ(run(R"j("script": "CREATE TABLE t (x); SELECT 'earlier'")j"), Outcome::success());
  EXPECT_THAT(error_of(R"j("script": "INSERT INTO t VALUES (1); SELECT x FROM t; SELECT nonsense")j"), HasSubstr("no such column"));
  EXPECT_EQ(output(), "earlier\n");
  ASSERT_EQ(run(R"j("script": "SELECT count(*) FROM t")j"), Outcome::success());
  EXPECT_EQ(output(), "0\n");
}

TEST_F(SqlActivity, DoesNotLetAScriptEndItsTransaction) {
  EXPECT_THAT(error_of(R"j("script": "CREATE TABLE t (x);\nBEGIN;")j"),
              HasSubstr("line 2: cannot start a transaction within a transaction"));
}

TEST_F(SqlActivity, StopsALongQueryWhenAskedTo) {
  const Pipeline pipeline{folder,
                          {R"j("id": "Sql", "type": "SqlActivity", "database": {"ref": "Db"},
                              "script": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")j",
                           R"j("id": "Db", "type": "SqliteDatabase", "path": "@/data.db")j"}};
  FakeAttempt attempt{pipeline.view("Sql"), folder / "log"};
  attempt.stop();
  EXPECT_THROW((void)handler.perform(attempt), SqlError);
}

TEST_F(SqlActivity, IsRefusedAtActivationWhenItsScriptIsElsewhere) {
  const Pipeline pipeline{folder,
                          {R"j("id": "Sql", "type": "SqlActivity", "database": {"ref": "Db"}, "scriptUri": "s3://bucket/script.sql")j",
                           R"j("id": "Db", "type": "SqliteDatabase", "path": "@/data.db")j"}};
  EXPECT_EQ(handler.refuse(pipeline["Sql"]), "takes its script from s3://bucket/script.sql; only files of this machine can be read");
}

}  // namespace
}  // namespace penstock::activities
