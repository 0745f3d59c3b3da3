// SPDX-License-Identifier: Apache-2.0
#include "bench/generated.hpp"

#include <fmt/format.h>

#include <iterator>

namespace penstock::bench {
namespace {

std::string depends_on(Shape shape, std::size_t number, bool is_last) {
  if (shape == Shape::chain && number > 0) return fmt::format(R"("dependsOn": {{"ref": "Step{}"}}, )", number - 1);
  if (shape != Shape::fan_in || !is_last || number == 0) return {};
  std::string list = R"("dependsOn": [{"ref": "Step0"})";
  for (std::size_t other = 1; other < number; ++other) fmt::format_to(std::back_inserter(list), R"(, {{"ref": "Step{}"}})", other);
  return list + "], ";
}

}  // namespace

std::string definition_json(Shape shape, std::size_t objects) {
  std::string json =
      R"({"objects": [
{"id": "Default", "schedule": {"ref": "Daily"}, "scheduleType": "cron", "maximumRetries": "2", "workerGroup": "#{myWorkers}"},
{"id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2024-03-01T00:00:00"})";
  const std::size_t activities = objects - 2;
  for (std::size_t number = 0; number < activities; ++number) {
    const bool inherits = shape == Shape::parents && number > 0;
    fmt::format_to(std::back_inserter(json),
                   ",\n"
                   R"({{"id": "Step{0}", "type": "ShellCommandActivity", {1}{2})"
                   R"("command": "step {0} --day #{{format(minusDays(@scheduledStartTime,1),'YYYY-MM-dd')}} --as #{{@id}}", )"
                   R"("scriptArgument": ["#{{myFolder}}/in/{0}", "#{{myFolder}}/out/{0}"]}})",
                   number, inherits ? fmt::format(R"("parent": {{"ref": "Step{}"}}, )", number - 1) : "",
                   depends_on(shape, number, number + 1 == activities));
  }
  return json +
         "\n],\n"
         R"("values": {"myWorkers": "nightly", "myFolder": "/srv"}})"
         "\n";
}

}  // namespace penstock::bench
