// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "penstock/definition/json.hpp"

namespace penstock {
namespace {

using Values = std::vector<FieldValue>;

Definition read(std::string_view text) {
  auto definition = read_definition(text);
  if (!definition) throw DefinitionError{definition.error()};
  return *definition;
}

/// The first object of a definition that has only this one.
Object read_object(const std::string& object) { return read("{\"objects\": [" + object + "]}").objects.at(0); }

std::vector<std::string> names(const std::vector<Field>& fields) {
  std::vector<std::string> result;
  for (const Field& field : fields) result.push_back(field.name);
  return result;
}

std::string code_of(const Result<Definition, Diagnostics>& result) { return result ? "" : result.error().at(0).code; }

TEST(ReadDefinition, KeepsIdNameAndTheOrderOfFields) {
  const Object object = read_object(R"({"type": "Schedule", "id": "Daily", "zebra": "1", "name": "Every day", "ant": "2"})");
  EXPECT_EQ(object.id, "Daily");
  EXPECT_EQ(object.name, "Every day");
  EXPECT_EQ(names(object.fields), (std::vector<std::string>{"type", "zebra", "ant"}));
}

TEST(ReadDefinition, KeepsTheKindOfEachScalar) {
  const Object object = read_object(R"({"a": "text", "b": 3, "c": 1.50, "d": true, "e": null, "f": {"ref": "X"}})");
  EXPECT_EQ(object.find("a")->values, Values{std::string{"text"}});
  EXPECT_EQ(object.find("b")->values, Values{Number{"3"}});
  EXPECT_EQ(object.find("c")->values, Values{Number{"1.50"}});
  EXPECT_EQ(object.find("d")->values, Values{true});
  EXPECT_EQ(object.find("e")->values, Values{Null{}});
  EXPECT_EQ(object.find("f")->values, Values{Reference{"X"}});
}

TEST(ReadDefinition, KeepsTheDigitsOfEveryNumber) {
  const Object object = read_object(R"({"n": [-0, 1E2, 123456789012345678901234567890, 0.10, -7, 18446744073709551615]})");
  EXPECT_EQ(object.find("n")->values, (Values{Number{"-0"}, Number{"1E2"}, Number{"123456789012345678901234567890"}, Number{"0.10"},
                                              Number{"-7"}, Number{"18446744073709551615"}}));
}

TEST(ReadDefinition, TellsAListOfOneFromAScalar) {
  const Object object = read_object(R"({"one": ["x"], "scalar": "x", "none": []})");
  EXPECT_TRUE(object.find("one")->written_as_list);
  EXPECT_FALSE(object.find("scalar")->written_as_list);
  EXPECT_TRUE(object.find("none")->written_as_list);
  EXPECT_TRUE(object.find("none")->values.empty());
}

TEST(ReadDefinition, JoinsTheValuesOfARepeatedKeyInOrder) {
  const Object object = read_object(R"({"step": "a", "type": "EmrActivity", "step": ["b", "c"]})");
  EXPECT_EQ(names(object.fields), (std::vector<std::string>{"step", "type"}));
  EXPECT_EQ(object.find("step")->values, (Values{std::string{"a"}, std::string{"b"}, std::string{"c"}}));
  EXPECT_TRUE(object.find("step")->repeated_key);
  EXPECT_FALSE(object.find("type")->repeated_key);
}

TEST(ReadDefinition, KeepsValuesThatNoFieldCanHaveAsText) {
  const Object object = read_object(R"({"a": {"ref": "A", "x": 1}, "b": {"ref": 1}, "c": [["x", 2]], "d": {}})");
  EXPECT_EQ(object.find("a")->values, Values{Unreadable{R"({"ref": "A", "x": 1})"}});
  EXPECT_EQ(object.find("b")->values, Values{Unreadable{R"({"ref": 1})"}});
  EXPECT_EQ(object.find("c")->values, Values{Unreadable{R"(["x", 2])"}});
  EXPECT_EQ(object.find("d")->values, Values{Unreadable{"{}"}});
}

TEST(ReadDefinition, LeavesAnObjectWithoutIdToTheCompiler) { EXPECT_EQ(read_object(R"({"type": "CSV"})").id, std::nullopt); }

TEST(ReadDefinition, TakesANumberAsIdAndKeepsWhatCannotBeOne) {
  EXPECT_EQ(read_object(R"({"id": 7})").id, "7");
  const Object object = read_object(R"({"id": {"a": 1}})");
  EXPECT_EQ(object.id, std::nullopt);
  EXPECT_EQ(object.find("id")->values, Values{Unreadable{R"({"a": 1})"}});
}

TEST(ReadDefinition, ReadsParametersAndValues) {
  const Definition definition = read(R"({"objects": [], "parameters": [{"id": "*myPw", "type": "String", "allowedValues": ["a", "b"]}],
                                         "values": {"*myPw": "a", "myList": ["x", "y"]}})");
  ASSERT_EQ(definition.parameters.size(), 1U);
  EXPECT_EQ(definition.parameters[0].id, "*myPw");
  EXPECT_EQ(definition.parameters[0].find("allowedValues")->values, (Values{std::string{"a"}, std::string{"b"}}));
  EXPECT_EQ(names(definition.values), (std::vector<std::string>{"*myPw", "myList"}));
  EXPECT_EQ(definition.values[1].values, (Values{std::string{"x"}, std::string{"y"}}));
}

TEST(ReadDefinition, KeepsOtherTopLevelMembersAsJson) {
  const Definition definition = read(R"({"metadata": {"b":[1,"\n"],"a":null}, "objects": [], "note": "x"})");
  EXPECT_EQ(definition.other_members,
            (std::vector<std::pair<std::string, std::string>>{{"metadata", R"({"b": [1, "\n"], "a": null})"}, {"note", "\"x\""}}));
}

TEST(ReadDefinition, TakesTheSecondDelimitersWhereTheTopLevelAllowsThem) {
  EXPECT_EQ(read(R"({"objects": []})").delimiters, Delimiters::braces);
  EXPECT_EQ(read(R"({"objects": [], "delimiters": "braces"})").delimiters, Delimiters::braces);
  EXPECT_EQ(read(R"({"delimiters": "both", "objects": []})").delimiters, Delimiters::both);
}

TEST(ReadDefinition, KeepsDelimitersThatItDoesNotKnow) {
  EXPECT_EQ(read(R"({"objects": [], "delimiters": "none"})").other_members.size(), 1U);
}

TEST(ReadDefinition, RefusesATextWithoutObjects) {
  for (const char* text : {"{}", "[]", "null", "\"x\"", R"({"objects": {}})", R"({"objects": ["x"]})", R"({"parameters": []})"}) {
    EXPECT_EQ(code_of(read_definition(text)), "MissingObjects") << text;
  }
}

TEST(ReadDefinition, NamesTheKnownMembersOfTheWrongShape) {
  const auto result = read_definition(R"({"objects": [], "parameters": {"a": 1}, "values": "x"})");
  ASSERT_FALSE(result);
  ASSERT_EQ(result.error().size(), 2U);
  EXPECT_EQ(result.error()[0].message, "\"parameters\" must be an array of JSON objects");
  EXPECT_EQ(result.error()[1].message, "\"values\" must be a JSON object of values");
}

TEST(ReadDefinition, ReadsTheWebServiceFormIntoTheSameModel) {
  const Definition service = read(R"({
    "pipelineObjects": [{"id": "A", "name": "N", "fields": [
      {"key": "type", "stringValue": "EmrActivity"}, {"key": "runsOn", "refValue": "R"},
      {"key": "step", "stringValue": "x"}, {"key": "step", "stringValue": "y"}]}],
    "parameterObjects": [{"id": "myX", "attributes": [{"key": "type", "stringValue": "String"}]}],
    "parameterValues": [{"id": "myX", "stringValue": "1"}, {"id": "myX", "stringValue": "2"}]})");
  const Definition command_line = read(R"({
    "objects": [{"id": "A", "name": "N", "type": "EmrActivity", "runsOn": {"ref": "R"}, "step": ["x", "y"]}],
    "parameters": [{"id": "myX", "type": "String"}],
    "values": {"myX": ["1", "2"]}})");
  EXPECT_EQ(service, command_line);
}

TEST(ReadDefinition, DoesNotCallAListOfTheWebServiceARepeatedKey) {
  const Object object = read_object(R"({"id": "A", "fields": [{"key": "step", "stringValue": "x"}, {"key": "step", "stringValue": "y"}]})");
  EXPECT_FALSE(object.find("step")->repeated_key);
}

TEST(ReadDefinition, KeepsAWebServiceFieldWithoutAUsableValueForTheCompiler) {
  const Object object = read_object(R"({"id": "A", "fields": [{"key": "step"}, {"key": "b", "stringValue": "x", "refValue": "y"}]})");
  EXPECT_EQ(object.find("step")->values, Values{Unreadable{R"({"key": "step"})"}});
  EXPECT_TRUE(std::holds_alternative<Unreadable>(object.find("b")->values.at(0)));
}

TEST(ReadDefinition, TakesAFieldNamedFieldsForWhatItIs) {
  const Object object = read_object(R"({"id": "A", "fields": ["x"]})");
  EXPECT_EQ(object.find("fields")->values, Values{std::string{"x"}});
}

TEST(ReadDefinition, RefusesDeeplyNestedTextWithoutOverflowingTheStack) {
  const std::string deep = R"({"objects": [], "x": )" + std::string(500'000, '[');
  const auto result = read_definition(deep);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().at(0).message, "line 1, column 121: more than 100 brackets stand inside each other");
}

TEST(ReadDefinition, RefusesMoreValuesThanItCouldHold) {
  std::string text = R"({"objects": [], "x": [0)";
  for (int i = 0; i < 2'000'000; ++i) text += ",0";
  EXPECT_EQ(code_of(read_definition(text + "]}")), "TooLarge");
}

TEST(ReadDefinition, RefusesATextOfMoreThan64MiB) { EXPECT_EQ(code_of(read_definition(std::string((64U << 20U) + 1, ' '))), "TooLarge"); }

// A quadratic algorithm would take minutes over these two, and run into the time limit that every test has.

TEST(ReadDefinition, ReadsAnObjectOfManyFieldsInLinearTime) {
  std::string text = R"({"objects": [{"id": "A")";
  for (int i = 0; i < 100'000; ++i) text += ",\"my" + std::to_string(i) + "\":1";
  EXPECT_TRUE(read_definition(text + "}]}"));
}

TEST(ReadDefinition, ReadsAKeyThatIsRepeatedManyTimesInLinearTime) {
  std::string text = R"({"objects": [{"id": "A")";
  for (int i = 0; i < 100'000; ++i) text += ",\"step\":\"x\"";
  EXPECT_TRUE(read_definition(text + "}]}"));
}

TEST(ReadDefinition, ReportsAMemberThatIsWrongAgainAndAgainOnlyAFewTimes) {
  std::string text = R"({"objects": [])";
  for (int i = 0; i < 100'000; ++i) text += R"(,"parameters":1)";
  const auto result = read_definition(text + "}");
  ASSERT_FALSE(result);
  EXPECT_LE(result.error().size(), 10U);
}

TEST(ReadParameters, TakesThemWrappedBareOrInTheWebServiceForm) {
  const auto wrapped = read_parameters(R"({"parameters": [{"id": "*myA", "type": "String", "allowedValues": ["x", "y"]}]})");
  const auto bare = read_parameters(R"([{"id": "*myA", "type": "String", "allowedValues": ["x", "y"]}])");
  const auto service = read_parameters(R"({"parameterObjects": [{"id": "*myA", "attributes": [{"key": "type", "stringValue": "String"},
    {"key": "allowedValues", "stringValue": "x"}, {"key": "allowedValues", "stringValue": "y"}]}]})");
  ASSERT_TRUE(wrapped && bare && service);
  EXPECT_EQ(*wrapped, *bare);
  EXPECT_EQ(*wrapped, *service);
  EXPECT_EQ(wrapped->at(0).id, "*myA");
}

TEST(ReadParameters, RefusesWhatIsNoListOfThem) {
  for (const char* text : {"3", "[1]", "null", "{}", R"({"parameters": {"id": "myA"}})", R"({"values": {"myA": "1"}})"}) {
    EXPECT_FALSE(read_parameters(text)) << text;
  }
}

TEST(ReadValues, TakesThemWrappedOrBare) {
  const auto wrapped = read_values(R"({"values": {"myA": "1", "myB": ["x", "y"]}})");
  const auto bare = read_values(R"({"myA": "1", "myB": ["x", "y"]})");
  ASSERT_TRUE(wrapped);
  ASSERT_TRUE(bare);
  EXPECT_EQ(*wrapped, *bare);
  EXPECT_EQ(names(*bare), (std::vector<std::string>{"myA", "myB"}));
}

TEST(ReadValues, TakesTheWebServiceForm) {
  const auto values = read_values(R"({"parameterValues": [{"id": "myA", "stringValue": "1"}]})");
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at(0).values, Values{std::string{"1"}});
}

TEST(ReadValues, RefusesWhatIsNoMapOfValues) {
  for (const char* text : {"3", "[1]", "null", R"({"values": [1]})"}) EXPECT_FALSE(read_values(text)) << text;
}

TEST(ReadDefinitionFile, ReadsAFile) {
  const auto file = std::filesystem::path{testing::TempDir()} / "penstock_read_definition_file.json";
  std::ofstream{file} << R"({"objects": [{"id": "A"}]})";
  const auto definition = read_definition_file(file);
  std::filesystem::remove(file);
  ASSERT_TRUE(definition);
  EXPECT_EQ(definition->objects.at(0).id, "A");
}

TEST(ReadDefinitionFile, ThrowsWhenThereIsNoSuchFile) {
  EXPECT_THROW((void)read_definition_file("/nowhere/definition.json"), std::system_error);
}

TEST(ReadDefinitionFile, ThrowsWhenItIsADirectory) { EXPECT_THROW((void)read_definition_file(testing::TempDir()), std::system_error); }

/// The text of the only field of an object, between the quotes of its JSON.
std::string text_of(const std::string& json) { return to_text(read_object("{\"x\": \"" + json + "\"}").fields.at(0).values.at(0)); }

bool is_accepted(const std::string& json) { return read_definition("{\"objects\": [{\"x\": " + json + "}]}").has_value(); }

TEST(JsonText, HasItsEscapesResolved) { EXPECT_EQ(text_of(R"(a\"\\\/\b\f\n\r\tz)"), "a\"\\/\b\f\n\r\tz"); }

TEST(JsonText, GetsOneToFourBytesForAnEscapedCharacter) {
  EXPECT_EQ(text_of(R"(\u0041\u00e4\u20AC\ud83d\ude00)"), "A\u00e4\u20ac\U0001F600");
}

TEST(JsonText, IsRefusedWithHalfASurrogatePair) {
  for (const char* half : {R"("\ud83d")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00")"}) EXPECT_FALSE(is_accepted(half)) << half;
}

TEST(JsonText, IsRefusedIfItIsNotTheShortestUtf8) {
  for (const char* bytes : {"\"\xC0\x80\"", "\"\xC1\xBF\"", "\"\xE0\x9F\xBF\"", "\"\xF0\x8F\xBF\xBF\""}) EXPECT_FALSE(is_accepted(bytes));
}

TEST(JsonText, IsRefusedWithCodesThatAreNoCharacters) {
  for (const char* bytes : {"\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"", "\"\x80\""})
    EXPECT_FALSE(is_accepted(bytes));
}

TEST(JsonNumber, IsRefusedInOtherForms) {
  for (const char* number : {"01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "1e999"}) EXPECT_FALSE(is_accepted(number)) << number;
}

}  // namespace
}  // namespace penstock
