// SPDX-License-Identifier: Apache-2.0
#include "penstock/plan/compile.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock {
namespace {

using compiling::Compilation;

void check_members(Compilation& c) {
  for (const auto& [name, json] : c.definition.other_members) {
    c.report.warning("", "UnknownTopLevelMember", name, "means nothing in a definition and is ignored");
  }
}

/// Everything that can be wrong about objects one by one.
void check_objects(Compilation& c) {
  check_members(c);
  compiling::read_objects(c);
  if (!compiling::link_parents(c)) return;
  compiling::check_limits(c);
  compiling::find_types(c);
  compiling::read_fields(c);
  compiling::resolve_parameters(c);
  if (!compiling::inherit_fields(c)) return;
  compiling::check_fields(c);
  compiling::check_expressions(c);
  compiling::read_policies(c);
  compiling::read_schedules(c);
  compiling::assign_runners(c);
  compiling::assign_calendars(c);
}

/// What is looked for once nothing else is wrong (S-27): a wrong reference would make it guesswork.
void check_graph(Compilation& c) {
  compiling::connect(c);
  compiling::check_teardown(c);
  compiling::check_cycles(c);
  compiling::check_intervals(c);
}

}  // namespace

Defaults service_defaults() {
  using namespace std::chrono_literals;
  return {.maximum_retries = 2, .retry_delay = 10min, .max_active_instances = 5, .report_progress_timeout = 15min, .max_tasks = 2};
}

Result<Compiled, Diagnostics> compile(const Definition& definition, std::shared_ptr<const Catalog> catalog, const CompileOptions& options) {
  Compilation c{definition, *catalog, options};
  check_objects(c);
  if (!c.report.has_errors()) check_graph(c);
  if (c.report.has_errors()) return Failure{std::move(c.report).take(c.by_id)};

  compiling::compile_fields(c);
  auto plan = std::make_shared<const Plan>(std::move(c.components), std::move(c.parameters), std::move(c.runs), std::move(catalog));
  return Compiled{std::move(plan), std::move(c.report).take(c.by_id)};
}

}  // namespace penstock
