// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "plan/case.hpp"

namespace penstock {
namespace {

std::filesystem::path shared_folder() {
  const char* const folder = std::getenv("PENSTOCK_SHARED");
  return folder != nullptr ? std::filesystem::path{folder} : std::filesystem::path{PENSTOCK_SOURCE_DIR} / "../shared";
}

using Places = std::set<std::string>;

/// A definition from the field, and what is known to be wrong with it: the places of mistakes of its own, and the parameters that it uses
/// without declaring them, because the author gives them on the command line.
struct Sample {
  const char* file;
  Places mistakes = {};
  std::set<std::string> undeclared = {};
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.file; }

class AwsSamplesShared : public testing::TestWithParam<Sample> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shared_folder() / "scenarios" / "README.md")) GTEST_SKIP() << "no shared data";
  }

  static Result<Compiled, Diagnostics> compiled(const ParameterValues& values) {
    const auto definition = read_definition_file(shared_folder() / "data" / "aws-samples" / GetParam().file);
    if (!definition) return Failure{definition.error()};
    CompileOptions options = for_validation(Profile::service);
    options.required_fields = true;
    options.values = values;
    return compile(*definition, standard_catalog(), options);
  }

  static Diagnostics errors(const Result<Compiled, Diagnostics>& result) {
    Diagnostics found = result ? Diagnostics{} : result.error();
    found.erase(std::remove_if(found.begin(), found.end(), [](const Diagnostic& each) { return each.severity != Severity::error; }),
                found.end());
    return found;
  }

  /// `#{myX}` is misspelt or undeclared: the name stands in quotes.
  static std::string first_quoted(const std::string& message) {
    const std::size_t begin = message.find('"') + 1;
    return message.substr(begin, message.find('"', begin) - begin);
  }
};

TEST_P(AwsSamplesShared, HaveNoMistakesButTheirOwn) {
  Places mistakes;
  std::set<std::string> undeclared;
  for (const Diagnostic& error : errors(compiled({}))) {
    if (error.code == "UnresolvedName") {
      undeclared.insert(first_quoted(error.message));
    } else {
      mistakes.insert(error.object + "." + error.field + " " + error.code);
    }
  }
  EXPECT_EQ(mistakes, GetParam().mistakes);
  EXPECT_EQ(undeclared, GetParam().undeclared);
}

TEST_P(AwsSamplesShared, CompileOnceTheirUndeclaredParametersHaveValues) {
  if (!GetParam().mistakes.empty()) GTEST_SKIP() << "has a mistake that no value mends";
  ParameterValues values;
  for (const std::string& name : GetParam().undeclared) values.push_back({.name = name, .values = {std::string{"value"}}});
  EXPECT_EQ(to_text(errors(compiled(values))), "");
}

INSTANTIATE_TEST_SUITE_P(
    FromTheField, AwsSamplesShared,
    testing::Values(
        Sample{"DynamoDBExport/DynamoDBTableExport.json"}, Sample{"DynamoDBExport/DynamoDBtoCSV.json"},
        Sample{"DynamoDBImport/XMLtoDynamoDBImport.json", {}, {"myLogUri"}}, Sample{"DynamoDBImportCSV/CSVtoDynamoDB.json"},
        Sample{"EFSBackup/1-Node-EFSBackupPipeline.json"}, Sample{"EFSBackup/1-Node-EFSRestorePipeline.json"},
        Sample{"EFSBackup/2-Node-EFSBackupPipeline.json"}, Sample{"EFSBackup/2-Node-EFSRestorePipeline.json"},
        Sample{"InvokeLambda/invokelambda.json"}, Sample{"LoadTsvFilesInS3ToRedshift/LoadTsvFilesInS3ToRedshift.json"},
        Sample{
            "RDStoRedshiftSqoop/RDStoRedshiftSqoop.json", {}, {"myS3LogsPath", "myRdsEndpoint", "myS3StagingPath", "myRedshiftEndpoint"}},
        Sample{"RDStoRedshiftSqoop/setup/setup.json"}, Sample{"RDStoS3/RDStoS3Pipeline.json"},
        Sample{"RedshiftCopyActivityFromDynamoDBTable/RedshiftCopyActivityFromDynamoDBTable.json",
               {},
               {"myLogUri", "myConnectionString", "myRedshiftDatabase", "myRedshiftPassword", "myRedshiftUsername", "myScript"}},
        Sample{"RedshiftToRDS/RedshiftToRDS_WithoutRDSCreate.json"}, Sample{"S3ToRdsSqoop/sqoop_activity.json"},
        Sample{"ShellCommandWithS3StagingDirectory/shellcommandwiths3stagingdir.json"},
        Sample{"SparkPiMaximizeResourceAllocation/SparkPi-maximizeResource.json"}, Sample{"diagnose/diagnose_pipeline.json"},
        Sample{"dynamo-db-export-as-csv/ddb-to-csv.json"}, Sample{"dynamo-db-export/DynamoDB-export.json"},
        Sample{"dynamo-db-to-redshift/dynamo-db-to-redshift.json"}, Sample{"dynamodb-to-dynamodb/pipeline.json"},
        Sample{"hadoop-activity/hadoop-activity-world-count-fair.json"}, Sample{"helloworld/helloworld.json"},
        Sample{"json-to-dynamodb/definition.json", {"Default.schedule BadReference"}},
        Sample{"kinesis/kinesis-to-s3.json", {"DefaultSchedule.period BadPeriod"}}),
    [](const testing::TestParamInfo<Sample>& info) {
      std::string name{info.param.file};
      std::replace_if(
          name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
      return name;
    });

}  // namespace
}  // namespace penstock
