// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/program.hpp"
#include "definition/shared_files.hpp"
#include "executor/scratch_folder.hpp"
#include "penstock/definition/json.hpp"

namespace penstock::cli {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class ExplainedAwsSamplesShared : public SharedFiles {
 protected:
  static std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> result;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root() / "data" / "aws-samples"}) {
      if (entry.path().extension() == ".json") result.push_back(std::filesystem::absolute(entry.path()));
    }
    return result;
  }

  Ended explain(const std::filesystem::path& file, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"explain", file.string()});
    return penstock(folder_.path(), options);
  }

  ScratchFolder folder_;
};

TEST_F(ExplainedAwsSamplesShared, AreExplainedOrHaveErrors) {
  for (const auto& file : files()) {
    EXPECT_THAT(explain(file).exit_code, AnyOf(static_cast<int>(ExitCode::success), static_cast<int>(ExitCode::definition_error))) << file;
  }
}

TEST_F(ExplainedAwsSamplesShared, AreEvaluatedInTheirOwnYears) {
  for (const auto& file : files()) {
    EXPECT_THAT(explain(file, {"--at", "2014-06-01"}).exit_code,
                AnyOf(static_cast<int>(ExitCode::success), static_cast<int>(ExitCode::definition_error)))
        << file;
  }
}

TEST_F(ExplainedAwsSamplesShared, ShowEveryObject) {
  int explained = 0;
  for (const auto& file : files()) {
    const auto definition = read_definition_file(file);
    const auto ended = explain(file);
    if (ended.exit_code != static_cast<int>(ExitCode::success)) continue;
    ++explained;
    for (const auto& object : definition->objects) {
      if (!object.id || object.find("type") == nullptr) continue;  // only a base of others
      EXPECT_THAT(ended.out, HasSubstr(*object.id)) << file;
    }
  }
  EXPECT_GE(explained, 20);
}

}  // namespace
}  // namespace penstock::cli
