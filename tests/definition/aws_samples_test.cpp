// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "penstock/definition/json.hpp"
#include "shared_files.hpp"

namespace penstock {
namespace {

class AwsSamplesShared : public SharedFiles {
 protected:
  /// All JSON files, by their path below the samples.
  static std::map<std::string, Result<Definition, Diagnostics>> samples() {
    const auto folder = root() / "data" / "aws-samples";
    std::map<std::string, Result<Definition, Diagnostics>> result;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
      if (entry.path().extension() != ".json") continue;
      result.emplace(std::filesystem::relative(entry.path(), folder).generic_string(), read_definition_file(entry.path()));
    }
    return result;
  }
};

TEST_F(AwsSamplesShared, AreReadOrRefusedForTheReasonThatIsKnown) {
  std::map<std::string, std::string> refused;
  const auto files = samples();
  EXPECT_EQ(files.size(), 29U);
  for (const auto& [file, sample] : files) {
    if (!sample) refused[file] = sample.error().at(0).code;
  }
  const std::map<std::string, std::string> expected{{"OnDemandWithLamdaFunctions/ondemand.json", "JsonSyntax"},
                                                    {"dynamo-db-export/example-parameters.json", "MissingObjects"}};
  EXPECT_EQ(refused, expected);
}

TEST_F(AwsSamplesShared, PointAtTheLineBreakInTheStringOfTheMalformedOne) {
  const auto definition = read_definition(read("data/aws-samples/OnDemandWithLamdaFunctions/ondemand.json"));
  ASSERT_FALSE(definition);
  EXPECT_EQ(definition.error().at(0).message, "line 4, column 82: a raw line break in a string; write it as \\n");
}

/// Raw line breaks in strings, as escapes: what the malformed sample lacks besides.
std::string with_escaped_line_breaks(const std::string& text) {
  std::string mended;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) in_string = !in_string;
    mended += in_string && text[i] == '\n' ? "\\n" : in_string && text[i] == '\r' ? "" : std::string(1, text[i]);
  }
  return mended;
}

TEST_F(AwsSamplesShared, PointAtTheTrailingCommaOfTheMalformedOneNext) {
  const auto definition = read_definition(with_escaped_line_breaks(read("data/aws-samples/OnDemandWithLamdaFunctions/ondemand.json")));
  ASSERT_FALSE(definition);
  EXPECT_NE(definition.error().at(0).message.find(": a trailing comma before '}'; remove it"), std::string::npos)
      << definition.error().at(0).message;
}

TEST_F(AwsSamplesShared, AreTheSameAfterSavingAndLoading) {
  std::size_t count = 0;
  for (const auto& [file, sample] : samples()) {
    if (!sample) continue;
    const std::string saved = write_definition(*sample);
    const auto again = read_definition(saved);
    ASSERT_TRUE(again) << file;
    EXPECT_EQ(*again, *sample) << file;
    EXPECT_EQ(write_definition(*again), saved) << file;
    ++count;
  }
  EXPECT_EQ(count, 27U);
}

/// Another reader's view of the file: members in their order, and an order that differs is a difference.
TEST_F(AwsSamplesShared, AreSavedWithEveryMemberInItsPlace) {
  using Json = nlohmann::ordered_json;
  std::size_t count = 0;
  for (const auto& [file, sample] : samples()) {
    if (!sample) continue;
    const auto written = Json::parse(read("data/aws-samples/" + file));
    // The web service's form is saved as the command line's.
    if (written.at("objects").at(0).contains("fields")) continue;
    const auto saved = Json::parse(write_definition(*sample));
    // Each object's id and name come first.
    const auto identity_first = [](const Json& objects) {
      Json sorted = Json::array();
      for (const Json& object : objects) {
        Json first = Json::object();
        for (const char* key : {"id", "name"}) {
          if (object.contains(key)) first[key] = object.at(key);
        }
        for (const auto& [key, value] : object.items()) first[key] = value;
        sorted.push_back(first);
      }
      return sorted;
    };
    EXPECT_EQ(saved.at("objects"), identity_first(written.at("objects"))) << file;
    EXPECT_EQ(saved.value("parameters", Json::array()), identity_first(written.value("parameters", Json::array()))) << file;
    EXPECT_EQ(saved.value("values", Json::object()), written.value("values", Json::object())) << file;
    ++count;
  }
  EXPECT_EQ(count, 26U);
}

TEST_F(AwsSamplesShared, OfTheWebServiceFormHoldFieldsAndParametersLikeTheOthers) {
  const auto definition = read_definition(read("data/aws-samples/RDStoRedshiftSqoop/setup/setup.json"));
  ASSERT_TRUE(definition);
  const Object* activity = definition->find("ActivityId_6vvjv");
  ASSERT_NE(activity, nullptr);
  EXPECT_EQ(activity->find("runsOn")->values, std::vector<FieldValue>{Reference{"EmrClusterId_itsxt"}});
  EXPECT_EQ(activity->find("step")->values.size(), 2U);
  EXPECT_EQ(definition->parameters.at(3).find("type")->values, std::vector<FieldValue>{std::string{"AWS::S3::ObjectKey"}});
  EXPECT_EQ(definition->values.size(), 7U);
}

TEST_F(AwsSamplesShared, OfValuesAloneAreReadAsValues) {
  const auto values = read_values(read("data/aws-samples/dynamo-db-export/example-parameters.json"));
  ASSERT_TRUE(values);
  EXPECT_EQ(values->size(), 6U);
  EXPECT_EQ(*read_values(write_values(*values)), *values);
}

}  // namespace
}  // namespace penstock
