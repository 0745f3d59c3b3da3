// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/json.hpp"

namespace penstock {
namespace {

Definition read(std::string_view text) {
  auto definition = read_definition(text);
  if (!definition) throw DefinitionError{definition.error()};
  return *definition;
}

void expect_round_trip(std::string_view text) {
  const Definition first = read(text);
  EXPECT_EQ(read(write_definition(first)), first) << write_definition(first);
}

TEST(WriteDefinition, WritesTheCommandLineForm) {
  const Definition definition = read(R"({"objects":[{"id":"Default","scheduleType":"cron"},{"id":"A","name":"N","type":"EmrActivity",
    "step":["x","y"],"input":[{"ref":"I"}],"stage":true}],"parameters":[{"id":"myX","type":"String"}],"values":{"myX":"1"},"note":{"a":1}})");
  EXPECT_EQ(write_definition(definition), R"({
  "note": {"a": 1},
  "objects": [
    {
      "id": "Default",
      "scheduleType": "cron"
    },
    {
      "id": "A",
      "name": "N",
      "type": "EmrActivity",
      "step": [
        "x",
        "y"
      ],
      "input": [{"ref": "I"}],
      "stage": true
    }
  ],
  "parameters": [
    {
      "id": "myX",
      "type": "String"
    }
  ],
  "values": {
    "myX": "1"
  }
}
)");
}

TEST(WriteDefinition, LeavesOutWhatIsEmpty) { EXPECT_EQ(write_definition({}), "{\n  \"objects\": []\n}\n"); }

TEST(WriteDefinition, WritesRepeatedKeysAsOneList) {
  const Definition definition = read(R"({"objects":[{"id":"A","step":"a","step":"b"}]})");
  EXPECT_NE(write_definition(definition).find("\"step\": [\n"), std::string::npos);
}

TEST(WriteDefinition, SaysThatBothDelimitersAreMeant) {
  Definition definition;
  definition.delimiters = Delimiters::both;
  EXPECT_EQ(read(write_definition(definition)), definition);
}

TEST(WriteDefinition, KeepsEveryKindOfValue) {
  expect_round_trip(R"({"objects":[{"id":"A","a":"x","b":-0,"c":1.50,"d":1e5,"e":null,"f":true,"g":{"ref":"B"},"h":{"ref":"B","x":1},
    "i":[],"j":["x"],"k":["x",1,null,{"ref":"C"},[2,{"z":"\n"}]],"l":{"a":{"b":[]}},"m":""}]})");
}

TEST(WriteDefinition, KeepsObjectsThatTheCompilerWillRefuse) {
  expect_round_trip(R"({"objects":[{},{"id":null,"id":"A"},{"id":"A","id":"B"},{"name":["x"]},{"id":""}],
    "parameters":[{},{"id":""},{"id":["x"]},{"id":"myA","id":"myB"}],"values":{"myA":null,"myB":{"x":1},"myC":[]}})");
}

TEST(WriteDefinition, KeepsEveryCharacter) {
  expect_round_trip(R"({"objects":[{"id":"A","a":"\u0000\u0001\"\\\/\b\f\n\r\t\u007f\u00e4\u20ac\ud83d\ude00","\u0000 \" k":"x"}]})");
}

TEST(WriteDefinition, KeepsOtherMembers) { expect_round_trip(R"({"objects":[],"a":[1,{"b":null,"b":2.0}],"c":"x","delimiters":"none"})"); }

TEST(WriteDefinition, KeepsWhatCameInTheWebServiceForm) {
  expect_round_trip(R"({"pipelineObjects":[{"id":"A","name":"N","fields":[{"key":"step","stringValue":"x"},{"key":"step","stringValue":"y"},
    {"key":"bad"}]}],"parameterObjects":[{"id":"myX","attributes":[{"key":"type","stringValue":"String"}]}],
    "parameterValues":[{"id":"myX","stringValue":"1"}]})");
}

TEST(WriteDefinition, RepeatsAKeyWhoseListWouldReadAsTheWebServiceForm) {
  expect_round_trip(R"({"objects":[{"id":"A","fields":{"key":"a"},"fields":{"key":"b"}}]})");
  expect_round_trip(R"({"objects":[],"parameters":[{"id":"myA","attributes":{"key":"a"},"attributes":{"key":"b"}}]})");
}

TEST(WriteDefinition, ReplacesBytesThatAreNotUtf8) {
  Definition definition;
  definition.objects.push_back({.id = "\xFFx", .name = {}, .fields = {}});
  EXPECT_EQ(read(write_definition(definition)).objects[0].id, "\xEF\xBF\xBDx");
}

TEST(WriteValues, WritesWhatReadValuesReads) {
  const auto values = read_values(R"({"values": {"myA": "1", "*myB": ["x", "y"], "myC": 2.50}})");
  ASSERT_TRUE(values);
  EXPECT_EQ(*read_values(write_values(*values)), *values);
}

}  // namespace
}  // namespace penstock
