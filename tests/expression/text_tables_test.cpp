// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "map_scope.hpp"

namespace penstock {
namespace {

/// One line of a table: `template => value`. Lines that begin with `##` are headings. `[list] ` in front evaluates for a slot that takes
/// lists.
struct Row {
  std::string place;
  std::string text;
  std::string expected;
  SlotShape shape = SlotShape::single;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.place; }

std::vector<Row> rows() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{PENSTOCK_SOURCE_DIR "/tests/expression"}) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Row> all;
  for (const auto& path : files) {
    std::ifstream file{path};
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      const auto arrow = line.rfind(" => ");
      if (line.starts_with("##") || arrow == std::string::npos) continue;
      Row row{path.filename().string() + ":" + std::to_string(number), line.substr(0, arrow), line.substr(arrow + 4), SlotShape::single};
      constexpr std::string_view list_slot = "[list] ";
      if (row.text.starts_with(list_slot)) {
        row.text.erase(0, list_slot.size());
        row.shape = SlotShape::list;
      }
      all.push_back(std::move(row));
    }
  }
  return all;
}

/// The names that the tables use.
MapScope scope() {
  const auto reference = [](const char* id) { return Value{ObjectRef{id}}; };
  MapScope scope;
  scope.set("@scheduledStartTime", utc("2011-05-24T17:10:05"))
      .set("@scheduledEndTime", utc("2011-05-25T17:10:05"))
      .set("precise", utc("2011-05-24T17:10:05") + Duration{678})
      .set("table", "orders")
      .set("myEmpty", "")
      .set("myText", "2")
      .set("myDate", "2011-05-24T17:10:05")
      .set("myNumber", std::int64_t{2})
      .set("myDouble", 2.5)
      .set("myPassword", "secret")
      .set("my_größe", "XL")
      .set("myTemplate", "#{table}")
      .set("myPattern", "YYYY/MM")
      .set("myZone", "Europe/Berlin")
      .set("myList", List{"one", "two"})
      .set("myNumbers", List{std::int64_t{1}, std::int64_t{2}, std::int64_t{3}})
      .set("myMore", List{std::int64_t{4}})
      .set("myNone", List{})
      .set("myNested", List{"a", List{"b", List{"c"}}, List{}})
      .set("myDays", List{"2011-05-22", "2011-05-24T12:00:00Z"})
      .set("input", reference("In"))
      .set("In.directoryPath", "s3://in")
      .set("In.@id", "@In_2011")
      .set("In.database", reference("Db"))
      .set("Db.name", "shop")
      .set("Db.@id", "Db")
      .set("output", List{reference("A"), reference("B")})
      .set("A.directoryPath", "s3://a")
      .set("B.directoryPath", "s3://b")
      .set("A.parts", List{"1", "2"})
      .set("B.parts", List{"3"})
      .set("A.since", utc("2011-01-01"))
      .set("B.since", utc("2012-01-01"));
  return scope;
}

class TextTables : public testing::TestWithParam<Row> {};

TEST_P(TextTables, GiveTheValueBehindTheArrow) {
  const Row& row = GetParam();
  EXPECT_EQ(spelled(evaluated(row.text, scope(), row.shape)), row.expected) << row.place << ": " << row.text;
}

/// "dates_txt_12": file and line.
std::string name_of(const testing::TestParamInfo<Row>& info) {
  std::string name = info.param.place;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == ':'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Lines, TextTables, testing::ValuesIn(rows()), name_of);

TEST(TextTableFiles, HoldMoreThanAFewLines) { EXPECT_GT(rows().size(), 200U); }

}  // namespace
}  // namespace penstock
