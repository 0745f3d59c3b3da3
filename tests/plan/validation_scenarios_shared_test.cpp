// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock {
namespace {

using Pairs = std::set<std::pair<std::string, std::string>>;

std::filesystem::path shared_folder() {
  const char* const folder = std::getenv("PENSTOCK_SHARED");
  return folder != nullptr ? std::filesystem::path{folder} : std::filesystem::path{PENSTOCK_SOURCE_DIR} / "../shared";
}

std::vector<std::filesystem::path> scenario_files() {
  std::vector<std::filesystem::path> files;
  const auto folder = shared_folder() / "scenarios";
  if (!std::filesystem::exists(folder / "README.md")) return files;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Pairs pairs(const Diagnostics& diagnostics, Severity severity) {
  Pairs found;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == severity) found.emplace(diagnostic.object, diagnostic.code);
  }
  return found;
}

Pairs pairs(const nlohmann::json& list) {
  Pairs wanted;
  for (const auto& pair : list) wanted.emplace(pair.at(0), pair.at(1));
  return wanted;
}

Diagnostics validate(const nlohmann::json& scenario) {
  const auto definition = read_definition(scenario.at("definition").dump());
  if (!definition) return definition.error();
  CompileOptions options;
  options.profile = scenario.value("profile", "service") == "embedded" ? Profile::embedded : Profile::service;
  options.for_activation = false;
  options.required_fields = false;
  const auto compiled = compile(*definition, std::make_shared<const Catalog>(Catalog::standard()), options);
  return compiled ? compiled->warnings : compiled.error();
}

TEST(ValidationScenariosShared, ReportExactlyWhatEachScenarioSays) {
  const auto files = scenario_files();
  if (files.empty()) GTEST_SKIP() << "no shared scenarios";
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename());
    std::ifstream stream{file};
    const auto scenario = nlohmann::json::parse(stream);
    if (!scenario.contains("definition")) continue;
    const Diagnostics diagnostics = validate(scenario);
    const auto expected = scenario.value("validate", nlohmann::json::object());
    EXPECT_EQ(pairs(diagnostics, Severity::error), pairs(expected.value("errors", nlohmann::json::array()))) << to_text(diagnostics);
    if (expected.contains("warnings")) {
      EXPECT_EQ(pairs(diagnostics, Severity::warning), pairs(expected.at("warnings"))) << to_text(diagnostics);
    }
  }
}

}  // namespace
}  // namespace penstock
