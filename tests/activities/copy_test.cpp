// SPDX-License-Identifier: Apache-2.0
#include "activities/copy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <system_error>
#include <vector>

#include "activities/csv.hpp"
#include "activities/fake_context.hpp"
#include "activities/sqlite_connection.hpp"

namespace penstock::activities {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string copy_in_to_out = R"j("id": "Copy", "type": "CopyActivity", "input": {"ref": "In"}, "output": {"ref": "Out"})j";
const std::string copy_whole = copy_in_to_out + R"j(, "schedule": {"ref": "Whole"})j";
const std::string csv = R"j("id": "Csv", "type": "CSV")j";
const std::string database = R"j("id": "Db", "type": "SqliteDatabase", "path": "@/data.db")j";

std::string file(const std::string& id, const std::string& path, const std::string& more = "") {
  return R"j("id": ")j" + id + R"j(", "type": "FileDataNode", "filePath": "@/)j" + path + '"' + more;
}
std::string table(const std::string& id, const std::string& more) {
  return R"j("id": ")j" + id + R"j(", "type": "SqliteDataNode", "database": {"ref": "Db"}, "table": "hits")j" + more;
}

struct CopyActivity : testing::Test {
  ScratchFolder folder;
  CopyActivityHandler handler;

  Outcome copy(const std::vector<std::string>& objects, std::int64_t n = 0) const {
    const Pipeline pipeline{folder, objects};
    FakeAttempt attempt{pipeline.view("Copy", n), folder / "log"};
    return CopyActivityHandler{}.perform(attempt);
  }
  [[nodiscard]] std::vector<std::string> query(const std::string& sql) const {
    Connection connection{folder / "data.db", [] { return false; }};
    Statement statement{connection, sql.c_str()};
    std::vector<std::string> rows;
    while (statement.step()) {
      std::string row;
      for (int column = 0; column < statement.columns(); ++column) row += (column > 0 ? "|" : "") + statement.text(column).value_or("NULL");
      rows.push_back(std::move(row));
    }
    return rows;
  }
  void run(const std::string& sql) const {
    Connection{folder / "data.db", [] { return false; }}.run(sql);
  }
};

TEST_F(CopyActivity, CopiesAFileByteForByte) {
  const std::string bytes{"a\0b\r\n\xff", 6};
  folder.write("in", bytes);
  EXPECT_EQ(copy({copy_in_to_out, file("In", "in"), file("Out", "sub/out")}), Outcome::success());
  EXPECT_EQ(contents(folder / "sub/out"), bytes);
}

TEST_F(CopyActivity, FailsAndLeavesTheOutputAloneWhenTheInputIsMissing) {
  folder.write("out", "earlier");
  EXPECT_THROW((void)copy({copy_in_to_out, file("In", "in"), file("Out", "out")}), std::system_error);
  EXPECT_EQ(contents(folder / "out"), "earlier");
}

TEST_F(CopyActivity, PutsTheFilesOfAllInstancesOneAfterTheOther) {
  for (const std::string day : {"17", "18", "19"}) folder.write(day, "day " + day + "\n");
  EXPECT_EQ(
      copy({copy_whole, file("In", "#{format(@scheduledStartTime, 'dd')}"), file("Out", "out", R"j(, "schedule": {"ref": "Whole"})j")}),
      Outcome::success());
  EXPECT_EQ(contents(folder / "out"), "day 17\nday 18\nday 19\n");
}

TEST_F(CopyActivity, CopiesAFileThatAllInstancesShareOnce) {
  folder.write("in", "once\n");
  (void)copy({copy_whole, file("In", "in"), file("Out", "out", R"j(, "schedule": {"ref": "Whole"})j")});
  EXPECT_EQ(contents(folder / "out"), "once\n");
}

TEST_F(CopyActivity, KeepsOnlyTheFirstHeaderOfSeveralCsvFiles) {
  folder.write("17", "day,hits\n17,1\n");
  folder.write("18", "day,hits\n18,2");
  folder.write("19", "day,hits\r\n19,3\n");
  const std::string format = R"j(, "dataFormat": {"ref": "Csv"})j";
  EXPECT_EQ(copy({copy_whole, csv, file("In", "#{format(@scheduledStartTime, 'dd')}", format),
                  file("Out", "out", format + R"j(, "schedule": {"ref": "Whole"})j")}),
            Outcome::success());
  EXPECT_EQ(contents(folder / "out"), "day,hits\n17,1\n18,2\n19,3\n");
}

TEST_F(CopyActivity, RefusesToJoinCsvFilesWithDifferentHeaders) {
  folder.write("17", "day,hits\n");
  folder.write("18", "day,visits\n");
  folder.write("19", "day,hits\n");
  const std::string format = R"j(, "dataFormat": {"ref": "Csv"})j";
  EXPECT_THROW((void)copy({copy_whole, csv, file("In", "#{format(@scheduledStartTime, 'dd')}", format),
                           file("Out", "out", format + R"j(, "schedule": {"ref": "Whole"})j")}),
               CsvError);
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_F(CopyActivity, WritesRowsAnewInTheFormatOfTheOutput) {
  folder.write("in", "a,b\n\"1,5\",\n");
  EXPECT_EQ(copy({copy_in_to_out, csv, R"j("id": "Tsv", "type": "TSV")j", file("In", "in", R"j(, "dataFormat": {"ref": "Csv"})j"),
                  file("Out", "out", R"j(, "dataFormat": {"ref": "Tsv"})j")}),
            Outcome::success());
  EXPECT_EQ(contents(folder / "out"), "a\tb\n1,5\t\n");
}

TEST_F(CopyActivity, LoadsACsvFileIntoATableThatItCreates) {
  folder.write("in", "path,hits\n/a,3\n\"/b,c\",4\n");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"),
                  table("Out", R"j(, "createTableSql": "CREATE TABLE hits (path TEXT, hits INTEGER)")j")}),
            Outcome::success());
  EXPECT_THAT(query("SELECT path, hits, typeof(hits) FROM hits"), ElementsAre("/a|3|integer", "/b,c|4|integer"));
}

TEST_F(CopyActivity, DoesNotCreateATableThatIsThere) {
  run("CREATE TABLE hits (path, hits); INSERT INTO hits VALUES ('/old', 1)");
  folder.write("in", "path,hits\n/a,3\n");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"), table("Out", R"j(, "createTableSql": "CREATE TABLE hits (path, hits)")j")}),
            Outcome::success());
  EXPECT_THAT(query("SELECT path FROM hits"), ElementsAre("/old", "/a"));
}

TEST_F(CopyActivity, ReplacesTheRowsThatReplaceWhereNames) {
  run("CREATE TABLE hits (day, hits); INSERT INTO hits VALUES ('2015-05-17', 1), ('2015-05-18', 2)");
  folder.write("in", "day,hits\n2015-05-18,9\n");
  const std::vector<std::string> objects = {copy_in_to_out, database, file("In", "in"),
                                            table("Out", R"j(, "replaceWhere": "day = '#{format(@scheduledStartTime, 'YYYY-MM-dd')}'")j")};
  EXPECT_EQ(copy(objects, 1), Outcome::success());
  EXPECT_EQ(copy(objects, 1), Outcome::success()) << "once more, as after a crash";
  EXPECT_THAT(query("SELECT day, hits FROM hits ORDER BY day"), ElementsAre("2015-05-17|1", "2015-05-18|9"));
}

TEST_F(CopyActivity, ReplacesByNothingWhenTheFileHasNoRows) {
  run("CREATE TABLE hits (day, hits); INSERT INTO hits VALUES ('2015-05-17', 1)");
  folder.write("in", "");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"), table("Out", R"j(, "replaceWhere": "day = '2015-05-17'")j")}),
            Outcome::success());
  EXPECT_THAT(query("SELECT * FROM hits"), IsEmpty());
}

TEST_F(CopyActivity, RefusesASecondStatementInReplaceWhere) {
  run("CREATE TABLE hits (day)");
  folder.write("in", "day\n1\n");
  const auto outcome = copy({copy_in_to_out, database, file("In", "in"), table("Out", R"j(, "replaceWhere": "1); DROP TABLE hits; --")j")});
  EXPECT_EQ(outcome.error_message, "replaceWhere holds more than one statement");
  EXPECT_FALSE(outcome.may_retry);
  EXPECT_THAT(query("SELECT count(*) FROM hits"), ElementsAre("0"));
}

TEST_F(CopyActivity, ChangesNothingWhenALaterRowIsWrong) {
  run("CREATE TABLE hits (day, hits); INSERT INTO hits VALUES (1, 1)");
  folder.write("in", "day,hits\n1,2\n1\n");
  try {
    (void)copy({copy_in_to_out, database, file("In", "in"), table("Out", R"j(, "replaceWhere": "day = 1")j")});
    FAIL();
  } catch (const CsvError& error) {
    EXPECT_EQ(error.what(), (folder / "in").native() + ":3: a row of 1 where there are 2 columns");
  }
  EXPECT_THAT(query("SELECT * FROM hits"), ElementsAre("1|1"));
}

TEST_F(CopyActivity, UsesTheInsertQueryOfTheNode) {
  run("CREATE TABLE hits (path PRIMARY KEY, hits); INSERT INTO hits VALUES ('/a', 1)");
  folder.write("in", "path,hits\n/a,2\n");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"),
                  table("Out", R"j(, "insertQuery": "INSERT OR REPLACE INTO hits VALUES (?, ? * 10)")j")}),
            Outcome::success());
  EXPECT_THAT(query("SELECT * FROM hits"), ElementsAre("/a|20"));
}

TEST_F(CopyActivity, NamesAnInsertQueryThatDoesNotFitTheColumns) {
  run("CREATE TABLE hits (path, hits)");
  folder.write("in", "path,hits\n/a,2\n");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"), table("Out", R"j(, "insertQuery": "INSERT INTO hits VALUES (?, 1)")j")})
                .error_message,
            "insertQuery takes 1 values, but the rows have 2 columns");
}

TEST_F(CopyActivity, LoadsNothingAsNullAndEmptyTextAsText) {
  run("CREATE TABLE hits (path, hits)");
  folder.write("in", "path,hits\n,\"\"\n");
  EXPECT_EQ(copy({copy_in_to_out, database, file("In", "in"), table("Out", "")}), Outcome::success());
  EXPECT_THAT(query("SELECT path IS NULL, hits = '' FROM hits"), ElementsAre("1|1"));
}

TEST_F(CopyActivity, NamesTheColumnsByTheFormatOfAFileWithoutHeader) {
  run("CREATE TABLE hits (path, hits)");
  folder.write("in", "3,/a\n");
  EXPECT_EQ(copy({copy_in_to_out, database, R"j("id": "Csv", "type": "CSV", "column": ["hits INT", "path STRING"])j",
                  file("In", "in", R"j(, "dataFormat": {"ref": "Csv"})j"), table("Out", "")}),
            Outcome::success());
  EXPECT_THAT(query("SELECT path, hits FROM hits"), ElementsAre("/a|3"));
}

TEST_F(CopyActivity, WritesAWholeTableToACsvFile) {
  run("CREATE TABLE hits (path, hits); INSERT INTO hits VALUES ('/a,b', 1), (NULL, 2.5)");
  EXPECT_EQ(copy({copy_in_to_out, database, table("In", ""), file("Out", "out")}), Outcome::success());
  EXPECT_EQ(contents(folder / "out"), "path,hits\n\"/a,b\",1\n,2.5\n");
}

TEST_F(CopyActivity, WritesTheResultOfTheSelectQuery) {
  run("CREATE TABLE hits (path, hits); INSERT INTO hits VALUES ('/a', 1), ('/b', 2)");
  EXPECT_EQ(
      copy({copy_in_to_out, database, table("In", R"j(, "selectQuery": "SELECT sum(hits) AS total FROM hits")j"), file("Out", "out")}),
      Outcome::success());
  EXPECT_EQ(contents(folder / "out"), "total\n3\n");
}

TEST_F(CopyActivity, CopiesBetweenTablesOfTwoDatabases) {
  run("CREATE TABLE hits (path); INSERT INTO hits VALUES ('/a')");
  EXPECT_EQ(
      copy(
          {copy_in_to_out, database, R"j("id": "Other", "type": "SqliteDatabase", "path": "@/other.db")j", table("In", ""),
           R"j("id": "Out", "type": "SqliteDataNode", "database": {"ref": "Other"}, "table": "t", "createTableSql": "CREATE TABLE t (path)")j"}),
      Outcome::success());
  Connection other{folder / "other.db", [] { return false; }};
  Statement statement{other, "SELECT path FROM t"};
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.text(0), "/a");
}

TEST_F(CopyActivity, LeavesCopiesInsideADatabaseToSql) {
  const auto outcome = copy({copy_in_to_out, database, table("In", ""), table("Out", "")});
  EXPECT_THAT(outcome.error_message, HasSubstr("SqlActivity"));
  EXPECT_FALSE(outcome.may_retry);
}

TEST_F(CopyActivity, DoesNotTryAgainWhatIsNotOnThisMachine) {
  const auto outcome = copy({copy_in_to_out, R"j("id": "In", "type": "S3DataNode", "filePath": "s3://bucket/key")j", file("Out", "out")});
  EXPECT_EQ(outcome.error_message, "In is a S3DataNode; a FileDataNode or a SqliteDataNode can be copied here");
  EXPECT_FALSE(outcome.may_retry);
}

TEST_F(CopyActivity, StopsWhenAskedTo) {
  folder.write("in", "x");
  const Pipeline pipeline{folder, {copy_in_to_out, file("In", "in"), file("Out", "out")}};
  FakeAttempt attempt{pipeline.view("Copy"), folder / "log"};
  attempt.stop();
  EXPECT_ANY_THROW((void)handler.perform(attempt));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_F(CopyActivity, IsRefusedAtActivationWithoutAnInput) {
  const Pipeline pipeline{folder, {R"j("id": "Copy", "type": "CopyActivity", "output": {"ref": "Out"})j", file("Out", "out")}};
  EXPECT_EQ(handler.refuse(pipeline["Copy"]), "copies one data node to one other: it needs exactly one input");
}

}  // namespace
}  // namespace penstock::activities
