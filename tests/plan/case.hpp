// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small definitions and what must be said about them.

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock {

/// Objects that most cases need beside their own: everything is cron, daily and run by a worker group.
inline constexpr std::string_view daily = R"(
  {"id": "Default", "scheduleType": "cron", "workerGroup": "wg", "schedule": {"ref": "D"}},
  {"id": "D", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"})";

/// A definition of these objects and the daily ones.
inline std::string with_daily(std::string_view objects) {
  return R"({"objects": [)" + std::string{daily} + (objects.empty() ? "" : ",") + std::string{objects} + "]}";
}

/// For checks alone: nothing that only an activation needs is asked for.
inline CompileOptions for_validation(Profile profile) {
  CompileOptions options;
  options.profile = profile;
  options.for_activation = false;
  options.required_fields = false;
  return options;
}

inline std::shared_ptr<const Catalog> standard_catalog() {
  static const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
  return catalog;
}

inline Result<Compiled, Diagnostics> compile_text(std::string_view json, const CompileOptions& options = for_validation(Profile::service)) {
  const auto definition = read_definition(json);
  if (!definition) return Failure{definition.error()};
  return compile(*definition, standard_catalog(), options);
}

/// Everything that is said about the definition.
inline Diagnostics diagnose(std::string_view json, const CompileOptions& options = for_validation(Profile::service)) {
  auto compiled = compile_text(json, options);
  return compiled ? compiled->warnings : compiled.error();
}

/// `A BadReference` for errors, `(A BareReference)` for warnings; the definition itself is `-`.
inline std::set<std::string> summary(const Diagnostics& diagnostics) {
  std::set<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics) {
    const std::string line = (diagnostic.object.empty() ? "-" : diagnostic.object) + " " + diagnostic.code;
    lines.insert(diagnostic.severity == Severity::error ? line : "(" + line + ")");
  }
  return lines;
}

/// The plan of a definition that has no errors.
inline std::shared_ptr<const Plan> plan_of(std::string_view json, const CompileOptions& options = for_validation(Profile::service)) {
  auto compiled = compile_text(json, options);
  if (compiled) return compiled->plan;
  ADD_FAILURE() << to_text(compiled.error());
  return nullptr;
}

/// A definition and exactly what must be said about it.
struct Case {
  const char* name;
  std::string json;
  std::set<std::string> expected;
  Profile profile = Profile::service;
};

inline void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }
inline std::string case_name(const testing::TestParamInfo<Case>& info) { return info.param.name; }

/// A suite of cases: `class Parents : public CaseTest {}`.
class CaseTest : public testing::TestWithParam<Case> {
 protected:
  void check() const {
    const Diagnostics diagnostics = diagnose(GetParam().json, for_validation(GetParam().profile));
    EXPECT_EQ(summary(diagnostics), GetParam().expected) << to_text(diagnostics);
    for (const Diagnostic& diagnostic : diagnostics) EXPECT_FALSE(diagnostic.message.empty()) << diagnostic.code;
  }
};

}  // namespace penstock
