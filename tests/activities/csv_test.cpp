// SPDX-License-Identifier: Apache-2.0
#include "activities/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace penstock::activities {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Cell nothing = std::nullopt;

std::vector<Record> records(const std::string& text, Dialect dialect = {}) {
  std::istringstream stream{text};
  CsvReader reader{stream, "test.csv", dialect};
  std::vector<Record> all;
  for (Record record; reader.next(record);) all.push_back(record);
  return all;
}

std::string error_of(const std::string& text, Dialect dialect = {}) {
  try {
    (void)records(text, dialect);
    return {};
  } catch (const CsvError& error) {
    return error.what();
  }
}

std::string written(const Record& record, Dialect dialect = {}) {
  std::string text;
  write_record(text, record, dialect);
  return text;
}

TEST(CsvReader, SplitsRecordsAndFields) { EXPECT_THAT(records("a,b\n1,2\n"), ElementsAre(Record{"a", "b"}, Record{"1", "2"})); }

TEST(CsvReader, FindsNothingInAnEmptyText) { EXPECT_THAT(records(""), IsEmpty()); }

TEST(CsvReader, TakesALastRecordWithoutLineEnd) { EXPECT_THAT(records("a,b\n1,2"), ElementsAre(Record{"a", "b"}, Record{"1", "2"})); }

TEST(CsvReader, TakesCarriageReturnsBeforeLineFeeds) {
  EXPECT_THAT(records("a,b\r\n\"1\",2\r\n"), ElementsAre(Record{"a", "b"}, Record{"1", "2"}));
}

TEST(CsvReader, KeepsACarriageReturnThatEndsNoLine) { EXPECT_THAT(records("a\rb\n"), ElementsAre(Record{"a\rb"})); }

TEST(CsvReader, TellsNothingFromEmptyText) { EXPECT_THAT(records(",\"\",x\n"), ElementsAre(Record{nothing, "", "x"})); }

TEST(CsvReader, GivesABlankLineAsOneFieldOfNothing) {
  EXPECT_THAT(records("a\n\nb\n"), ElementsAre(Record{"a"}, Record{nothing}, Record{"b"}));
}

TEST(CsvReader, TakesSeparatorsAndLineEndsInQuotesAsText) {
  EXPECT_THAT(records("\"a,b\",\"c\r\nd\"\n"), ElementsAre(Record{"a,b", "c\r\nd"}));
}

TEST(CsvReader, TakesADoubledQuoteInQuotesAsOne) { EXPECT_THAT(records("\"say \"\"hi\"\"\"\n"), ElementsAre(Record{"say \"hi\""})); }

TEST(CsvReader, TakesAQuoteInsidePlainTextAsText) { EXPECT_THAT(records("5\" disk,x\n"), ElementsAre(Record{"5\" disk", "x"})); }

TEST(CsvReader, SkipsAByteOrderMark) { EXPECT_THAT(records("\xef\xbb\xbf\"a\",b\n"), ElementsAre(Record{"a", "b"})); }

TEST(CsvReader, KeepsBytesThatOnlyBeginLikeAByteOrderMark) {
  EXPECT_THAT(records("\xef\xbb"
                      "a\n"),
              ElementsAre(Record{"\xef\xbb"
                                 "a"}));
}

TEST(CsvReader, KeepsBytesBeyondAscii) { EXPECT_THAT(records("é,\"ü\xff\"\n"), ElementsAre(Record{"é", "ü\xff"})); }

TEST(CsvReader, TakesAnotherSeparator) {
  EXPECT_THAT(records("a,b\tc\n", {.separator = '\t', .escape = {}}), ElementsAre(Record{"a,b", "c"}));
}

TEST(CsvReader, LetsAnEscapeTakeTheMeaningFromTheNextCharacter) {
  EXPECT_THAT(records("a\\,b,\"c\\\"d\",e\\\\,\\\n\n", {.separator = ',', .escape = '\\'}),
              ElementsAre(Record{"a,b", "c\"d", "e\\", "\n"}));
}

TEST(CsvReader, CountsTheLinesThatRecordsBeginOn) {
  std::istringstream stream{"a\n\"b\nb\"\nc\n"};
  CsvReader reader{stream, "test.csv"};
  std::vector<std::size_t> lines;
  for (Record record; reader.next(record);) lines.push_back(reader.line());
  EXPECT_THAT(lines, ElementsAre(1, 2, 4));
}

TEST(CsvReader, NamesTheLineOfAQuoteThatIsNotClosed) { EXPECT_EQ(error_of("a\nb,\"c\nd\n"), "test.csv:2: a quote is not closed"); }

TEST(CsvReader, RefusesTextBehindAClosingQuote) {
  EXPECT_EQ(error_of("\"a\"b\n"), "test.csv:1: there is text between a closing quote and the next separator");
}

TEST(CsvReader, RefusesAnEscapeOfNothing) {
  EXPECT_EQ(error_of("a\\", {.separator = ',', .escape = '\\'}), "test.csv:1: the text ends after an escape character");
}

TEST(CsvReader, DoesNotTakeAnUnboundedRecordIntoMemory) {
  EXPECT_EQ(error_of("\"" + std::string(17 * 1024 * 1024, 'x')), "test.csv:1: the record is larger than 16 MiB; is a quote not closed?");
}

TEST(CsvWriter, QuotesOnlyWhatNeedsIt) { EXPECT_EQ(written({"a b", "c,d", "e\"f", "g\nh"}), "a b,\"c,d\",\"e\"\"f\",\"g\nh\"\n"); }

TEST(CsvWriter, TellsNothingFromEmptyText) { EXPECT_EQ(written({nothing, ""}), ",\"\"\n"); }

TEST(CsvWriter, WritesWhatTheReaderReads) {
  const std::vector<Record> awkward = {{"", nothing},         {"\"", "\"\""},     {"\r", "\n", "\r\n"},
                                       {"\\", "\\\"", ",\\"}, {"\t", ";", " x "}, {nothing}};
  for (const Dialect dialect : {Dialect{}, Dialect{'\t', {}}, Dialect{';', '\\'}, Dialect{',', '"'}}) {
    for (const auto& record : awkward)
      EXPECT_THAT(records(written(record, dialect), dialect), ElementsAre(record)) << written(record, dialect);
  }
}

}  // namespace
}  // namespace penstock::activities
