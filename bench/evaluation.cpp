// SPDX-License-Identifier: Apache-2.0
/// Evaluating an expression that was parsed when its definition was compiled, as every attempt does.

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "bench/row.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::bench {
namespace {

constexpr std::string_view definition_of_node = R"({"objects": [
  {"id": "Default", "schedule": {"ref": "Daily"}, "scheduleType": "cron"},
  {"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2013-01-01T00:00:00"},
  {"id": "Logs", "type": "S3DataNode",
   "directoryPath": "s3://bucket/#{format(minusDays(@scheduledStartTime,1),'YYYY/MM/dd')}/x"}]})";

ObjectView node(benchmark::State& state) {
  const auto definition = read_definition(definition_of_node);
  const auto compiled = compile(definition.value(), std::make_shared<const Catalog>(Catalog::standard()));
  if (!compiled) state.SkipWithError(to_text(compiled.error()).c_str());
  Sight sight;
  sight.plan = compiled.value().plan;
  sight.instance.component = sight.plan->find("Logs").value();
  sight.instance.scheduled = {utc("2013-01-01"), utc("2013-01-02")};
  return ObjectView{std::make_shared<const Sight>(std::move(sight))};
}

void evaluate_path(benchmark::State& state) {
  const ObjectView logs = node(state);
  if (logs.text("directoryPath") != "s3://bucket/2012/12/31/x") return state.SkipWithError("not the path that was expected");
  for (auto _ : state) {
    std::string path = logs.text("directoryPath");
    benchmark::DoNotOptimize(path);
  }
}

void format_path(benchmark::State& state) {
  int year = 2012;
  int month = 12;
  int day = 31;
  for (auto _ : state) {
    benchmark::DoNotOptimize(year);
    benchmark::DoNotOptimize(month);
    benchmark::DoNotOptimize(day);
    std::string path = fmt::format("s3://bucket/{:04}/{:02}/{:02}/x", year, month, day);
    benchmark::DoNotOptimize(path);
  }
}

}  // namespace

std::vector<Row> evaluation_rows() {
  return {{"evaluate a path with yesterday's date", evaluate_path, "fmt::format of the same text", format_path, Ratio{3}}};
}

}  // namespace penstock::bench
