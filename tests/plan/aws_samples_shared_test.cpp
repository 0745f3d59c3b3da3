// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

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

/// A definition from the field and the codes of what is wrong with it: most use parameters that they do not declare, one has a period that
/// is none.
struct Sample {
  const char* file;
  std::set<std::string> codes;
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.file; }

class AwsSamplesShared : public testing::TestWithParam<Sample> {};

TEST_P(AwsSamplesShared, HaveNoMistakesButTheirOwn) {
  if (!std::filesystem::exists(shared_folder() / "scenarios" / "README.md")) GTEST_SKIP() << "no shared data";
  const auto definition = read_definition_file(shared_folder() / "data" / "aws-samples" / GetParam().file);
  ASSERT_TRUE(definition) << to_text(definition.error());
  CompileOptions options = for_validation(Profile::service);
  options.required_fields = true;
  const auto compiled = compile(*definition, standard_catalog(), options);
  std::set<std::string> codes;
  if (!compiled) {
    for (const Diagnostic& diagnostic : compiled.error()) {
      if (diagnostic.severity == Severity::error) codes.insert(diagnostic.code);
    }
  }
  EXPECT_EQ(codes, GetParam().codes) << (compiled ? std::string{} : to_text(compiled.error()));
}

INSTANTIATE_TEST_SUITE_P(FromTheField, AwsSamplesShared,
                         testing::Values(Sample{"helloworld/helloworld.json", {}}, Sample{"EFSBackup/2-Node-EFSBackupPipeline.json", {}},
                                         Sample{"RDStoS3/RDStoS3Pipeline.json", {}},
                                         Sample{"RedshiftToRDS/RedshiftToRDS_WithoutRDSCreate.json", {}},
                                         Sample{"DynamoDBExport/DynamoDBTableExport.json", {}},
                                         Sample{"dynamodb-to-dynamodb/pipeline.json", {}}, Sample{"S3ToRdsSqoop/sqoop_activity.json", {}},
                                         Sample{"SparkPiMaximizeResourceAllocation/SparkPi-maximizeResource.json", {}},
                                         Sample{"RDStoRedshiftSqoop/setup/setup.json", {}},
                                         Sample{"json-to-dynamodb/definition.json", {"BadReference"}},
                                         Sample{"kinesis/kinesis-to-s3.json", {"BadPeriod"}},
                                         Sample{"DynamoDBImport/XMLtoDynamoDBImport.json", {"UnresolvedName"}},
                                         Sample{"RDStoRedshiftSqoop/RDStoRedshiftSqoop.json", {"UnresolvedName"}}),
                         [](const testing::TestParamInfo<Sample>& info) { return "Sample" + std::to_string(info.index); });

}  // namespace
}  // namespace penstock
