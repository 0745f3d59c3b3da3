// SPDX-License-Identifier: Apache-2.0

/// Stores of every schema that was ever released, as an engine of their time left them: a newer engine goes on with them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/sqlite/upkeep.hpp"
#include "penstock/testing/simulation.hpp"
#include "sqlite/migrations.hpp"
#include "sqlite/store_file.hpp"

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

/// When the engine was killed: five minutes into the third day.
const Instant killed = utc("2015-05-19") + std::chrono::minutes{5};

/// One for each schema, by its number.
class ReleasedSchema : public ::testing::TestWithParam<std::size_t> {
 protected:
  ReleasedSchema() {
    const auto fixture =
        std::filesystem::path{PENSTOCK_SOURCE_DIR} / "tests" / "sqlite" / "fixtures" / fmt::format("schema_{:04}.sql", GetParam());
    std::ifstream stream{fixture, std::ios::binary};
    file_.execute(std::string{std::istreambuf_iterator<char>{stream}, {}});
  }

  /// What an engine that goes on to the end of the last day makes of it.
  void go_on() const {
    SqliteStore store{file_.path()};
    testing::Simulation simulation{{.start = killed, .store = &store}, {}};
    simulation.run_until(utc("2015-05-21"));
  }

  /// `CREATE …` statements by name.
  static std::map<std::string, std::string> schema_of(const std::filesystem::path& file) {
    sqlite::Connection connection{file, sqlite::Access::read};
    sqlite::Statement statement{connection, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"};
    std::map<std::string, std::string> found;
    std::string name;
    for (auto cursor = statement.query(); cursor.next();) {
      cursor >> name;
      cursor >> found[name];
    }
    return found;
  }

  StoreFile file_;
};

TEST_P(ReleasedSchema, HasAFixtureThatIsOfThatSchema) {
  EXPECT_EQ(file_.text("PRAGMA user_version"), std::to_string(GetParam()));
  EXPECT_EQ(file_.text("SELECT count(*) FROM instance"), "11");
}

TEST_P(ReleasedSchema, BecomesTheSameSchemaAsThatOfANewStore) {
  go_on();
  const StoreFile fresh;
  { const SqliteStore store{fresh.path()}; }
  EXPECT_EQ(schema_of(file_.path()), schema_of(fresh.path()));
}

TEST_P(ReleasedSchema, IsSoundOnceAnEngineHasOpenedIt) {
  {
    SqliteStore store{file_.path()};
    testing::Simulation simulation{{.start = killed, .store = &store}, {}};
    simulation.settle();
  }
  EXPECT_THAT(check_store(file_.path()), IsEmpty());
}

TEST_P(ReleasedSchema, GoesOnToItsEnd) {
  go_on();
  std::map<std::string, std::string> statuses;
  SqliteReader reader{file_.path()};
  for (const auto& run : reader.runs({.pipeline = "daily", .preconditions = false})) statuses[run.id] = to_text(run.instance.status);
  EXPECT_THAT(statuses, ElementsAre(Pair("@Crunch_2015-05-17T00:00:00", "FINISHED"), Pair("@Crunch_2015-05-18T00:00:00", "CASCADE_FAILED"),
                                    Pair("@Crunch_2015-05-19T00:00:00", "FINISHED"), Pair("@Crunch_2015-05-20T00:00:00", "FINISHED"),
                                    Pair("@Load_2015-05-17T00:00:00", "FINISHED"), Pair("@Load_2015-05-18T00:00:00", "FAILED"),
                                    Pair("@Load_2015-05-19T00:00:00", "FINISHED"), Pair("@Load_2015-05-20T00:00:00", "FINISHED")));
  EXPECT_EQ(reader.runs({.pipeline = "asked"}).size(), 2U);
  EXPECT_THAT(check_store(file_.path()), IsEmpty());
}

/// The attempt that ran when the engine was killed is kept, and another one follows it.
TEST_P(ReleasedSchema, TriesAgainWhatWasUnderWay) {
  go_on();
  EXPECT_EQ(file_.text("SELECT group_concat(number || ' ' || status, ', ') FROM attempts WHERE instance = '@Load_2015-05-19T00:00:00'"),
            "1 FAILED, 2 FINISHED");
}

TEST_P(ReleasedSchema, IsReadOnlyOnceAnEngineHasMigratedIt) {
  if (GetParam() == sqlite::migrations().size()) GTEST_SKIP() << "the newest one needs no migration";
  EXPECT_THAT(words_of<StoreError>([&] { SqliteReader{file_.path()}; }), HasSubstr("written by an older Penstock"));
  go_on();
  EXPECT_EQ(words_of<StoreError>([&] { SqliteReader{file_.path()}; }), "");
}

INSTANTIATE_TEST_SUITE_P(Each, ReleasedSchema, ::testing::Range(std::size_t{1}, sqlite::migrations().size() + 1));

}  // namespace
}  // namespace penstock
