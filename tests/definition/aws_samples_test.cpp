// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

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

TEST_F(AwsSamplesShared, AreTheSameAfterSavingAndLoading) {
  for (const auto& [file, sample] : samples()) {
    if (!sample) continue;
    const auto again = read_definition(write_definition(*sample));
    ASSERT_TRUE(again) << file;
    EXPECT_EQ(*again, *sample) << file;
  }
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
