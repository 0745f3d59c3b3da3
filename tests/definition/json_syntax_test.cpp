// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/json.hpp"

namespace penstock {
namespace {

/// What is said about a text that is not JSON.
std::string message(std::string_view text) {
  const auto result = read_definition(text);
  if (result) return "accepted";
  return result.error().at(0).code == "JsonSyntax" ? result.error().at(0).message : result.error().at(0).code;
}

TEST(JsonSyntax, FindsATrailingCommaAndPointsAtIt) {
  EXPECT_EQ(message(R"({"objects":[{"id":"A","schedule":{"ref":"Nightly"}, }]})"),
            "line 1, column 51: a trailing comma before '}'; remove it");
  EXPECT_EQ(message("{\"objects\":[\n  {\"id\":\"A\"},\n]}"), "line 2, column 13: a trailing comma before ']'; remove it");
}

TEST(JsonSyntax, FindsATypographicQuote) {
  EXPECT_EQ(message("{\"objects\":[{\"id\":\"C\",\"input\":{\"ref\": \xE2\x80\x9CSelect\xE2\x80\x9D }}]}"),
            "line 1, column 39: a typographic quote U+201C; JSON wants the straight one, \"");
  EXPECT_EQ(message("{\xC2\xAB"
                    "objects\xC2\xBB: []}"),
            "line 1, column 2: a typographic quote U+00AB; JSON wants the straight one, \"");
}

TEST(JsonSyntax, FindsARawLineBreakInAString) {
  EXPECT_EQ(message("{\"objects\":[{\"id\":\"A\",\n\"command\":\"cd /\nls\"}]}"),
            "line 2, column 16: a raw line break in a string; write it as \\n");
  EXPECT_EQ(message("{\"a\":\"x\r\ny\"}"), "line 1, column 8: a raw line break in a string; write it as \\n");
}

TEST(JsonSyntax, FindsARawTabOrControlCharacterInAString) {
  EXPECT_EQ(message("{\"a\":\"x\ty\"}"), "line 1, column 8: a raw tab in a string; write it as \\t");
  EXPECT_EQ(message("{\"a\":\"x\x01y\"}"), "line 1, column 8: a control character in a string; write it as \\u0001");
}

TEST(JsonSyntax, FindsAComment) {
  EXPECT_EQ(message("{\n// nightly\n\"objects\": []}"),
            "line 2, column 1: a comment; JSON has none. A field such as myComment can hold it");
  EXPECT_EQ(message("# nightly\n{}"), "line 1, column 1: a comment; JSON has none. A field such as myComment can hold it");
}

TEST(JsonSyntax, FindsAByteOrderMark) {
  EXPECT_EQ(message("\xEF\xBB\xBF{\"objects\": []}"),
            "line 1, column 1: a byte order mark (BOM) before the definition; save the file as UTF-8 without one");
  EXPECT_EQ(message(std::string_view{"\xFF\xFE{\0", 4}), "line 1, column 1: the byte order mark (BOM) of UTF-16; save the file in UTF-8");
}

TEST(JsonSyntax, FindsUtf16WithoutAByteOrderMark) {
  EXPECT_EQ(message(std::string_view{"{\0\"\0", 4}), "line 1, column 1: this is UTF-16 or UTF-32; save the file in UTF-8");
  EXPECT_EQ(message(std::string_view{"\0{\0\"", 4}), "line 1, column 1: this is UTF-16 or UTF-32; save the file in UTF-8");
}

TEST(JsonSyntax, FindsAMissingComma) {
  EXPECT_EQ(message("{\"objects\": [{\"id\": \"A\"\n  \"type\": \"CSV\"}]}"), "line 2, column 3: a comma or colon is missing before this");
  EXPECT_EQ(message("{\"objects\": [{} {}]}"), "line 1, column 17: a comma or colon is missing before this");
  EXPECT_EQ(message("[1 23]"), "line 1, column 4: a comma or colon is missing before this, or a quote inside a string is not written \\\"");
}

TEST(JsonSyntax, FindsAQuoteInsideAString) {
  EXPECT_EQ(message(R"({"command": "say "hi" now"})"),
            "line 1, column 19: a comma or colon is missing before this, or a quote inside a string is not written \\\"");
}

TEST(JsonSyntax, FindsTwoCommas) { EXPECT_EQ(message("[1,,2]"), "line 1, column 4: a comma where a value or a name should stand"); }

TEST(JsonSyntax, FindsSingleQuotes) {
  EXPECT_EQ(message("{'objects': []}"), "line 1, column 2: a single quote; JSON wants the double one, \"");
}

TEST(JsonSyntax, NamesAWordThatNeedsQuotes) {
  EXPECT_EQ(message("{objects: []}"), "line 1, column 2: unexpected 'objects'; only numbers, true, false and null stand without quotes");
  EXPECT_EQ(message("{\"a\": [tru\n]}"), "line 1, column 8: unexpected 'tru'; only numbers, true, false and null stand without quotes");
  EXPECT_EQ(message("{\"a\": 01}"), "line 1, column 7: unexpected '01'; only numbers, true, false and null stand without quotes");
  EXPECT_EQ(message("{\"a\": NaN}"), "line 1, column 7: unexpected 'NaN'; only numbers, true, false and null stand without quotes");
  EXPECT_EQ(message("{\"a\": -Infinity}"),
            "line 1, column 7: unexpected '-Infinity'; only numbers, true, false and null stand without quotes");
}

TEST(JsonSyntax, SaysWhenANumberIsTooLarge) {
  EXPECT_EQ(message("{\"a\": 1e999}"), "line 1, column 7: the number 1e999 is too large; write it as a text");
}

TEST(JsonSyntax, ShortensALongWord) {
  EXPECT_EQ(message("[" + std::string(5'000'000, 'x') + "]"),
            "line 1, column 2: unexpected '" + std::string(40, 'x') + "...'; only numbers, true, false and null stand without quotes");
}

TEST(JsonSyntax, NamesTheBracketThatIsNeverClosed) {
  EXPECT_EQ(message("{\"objects\": [\n  {\"id\": \"A\"}\n"),
            "line 3, column 1: the text ends too early; the '[' of line 1, column 13 is never closed");
}

TEST(JsonSyntax, NamesTheStringThatIsNeverClosed) {
  EXPECT_EQ(message("{\"objects\": \"x"), "line 1, column 13: this string is never closed; a quote is missing");
}

TEST(JsonSyntax, FindsTextAfterTheEnd) {
  EXPECT_EQ(message("{\"objects\": []}}"), "line 1, column 16: more text after the end of the definition; remove it or check the brackets");
}

TEST(JsonSyntax, FindsABadEscape) {
  EXPECT_EQ(message(R"({"a": "C:\dir"})"), "line 1, column 11: JSON has no such escape; a backslash itself is written \\\\");
  EXPECT_EQ(message(R"({"a": "\ud800"})"), "line 1, column 14: JSON has no such escape; a backslash itself is written \\\\");
}

TEST(JsonSyntax, FindsBytesThatAreNotUtf8) {
  EXPECT_EQ(message("{\"a\": \"\xFFx\"}"), "line 1, column 8: the bytes here are not UTF-8; save the file in UTF-8");
  EXPECT_EQ(message("{\"a\": \"\xE4\"}"), "line 1, column 8: the bytes here are not UTF-8; save the file in UTF-8");
}

TEST(JsonSyntax, CountsCharactersInsteadOfBytesForTheColumn) {
  EXPECT_EQ(message("{\"\xC3\xA4\": \"\xE2\x82\xAC\", }"), "line 1, column 10: a trailing comma before '}'; remove it");
}

TEST(JsonSyntax, IsReportedForAnEmptyText) { EXPECT_EQ(message(" \n"), "line 2, column 1: the text ends before it says anything"); }

TEST(JsonSyntax, NamesACharacterThatCannotBeShown) { EXPECT_EQ(message("{\x02}"), "line 1, column 2: unexpected byte 0x02"); }

TEST(JsonSyntax, SaysSomethingAboutEveryTruncatedText) {
  const std::string text = R"({"objects": [{"id": "A", "n": [-1.5e3, true, null], "t": "\u00e4\n\ud83d\ude00"}], "x": {"ref": "B"}})";
  ASSERT_EQ(message(text), "accepted");
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(message(text.substr(0, length)).substr(0, 5), "line ") << length;
  }
}

}  // namespace
}  // namespace penstock
