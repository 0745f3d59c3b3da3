// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/run_now.hpp"

#include <nlohmann/json.hpp>

#include "penstock/definition/json.hpp"

namespace penstock {

using Json = nlohmann::ordered_json;

std::string write_run_now(const RunNow& what) {
  Json json = Json::object();
  for (const auto& step : what.steps.only) json["only"].push_back(step.text());
  if (what.steps.from) json["from"] = what.steps.from->text();
  if (!what.values.empty()) json["values"] = Json::parse(write_values(what.values));
  return json.dump();
}

Result<RunNow, Diagnostics> read_run_now(std::string_view text) {
  const auto refuse = [](std::string message) {
    return Failure{
        Diagnostics{{.severity = Severity::error, .code = "InvalidRequest", .object = {}, .field = {}, .message = std::move(message)}}};
  };
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return refuse("what to run must be a JSON object");
  RunNow what;
  for (const auto& [name, member] : json.items()) {
    if (name == "from" && member.is_string()) {
      what.steps.from = ObjectId{member.get<std::string>()};
    } else if (name == "values") {
      auto values = read_values(member.dump());
      if (!values) return Failure{std::move(values).error()};
      what.values = std::move(values).value();
    } else if (name == "only" && member.is_array()) {
      for (const auto& step : member) {
        if (!step.is_string()) return refuse("\"only\" must be a list of ids of activities");
        what.steps.only.push_back(ObjectId{step.get<std::string>()});
      }
    } else {
      return refuse("\"" + name + "\" says nothing about what to run; there are \"only\": [id], \"from\": id and \"values\": {…}");
    }
  }
  return what;
}

}  // namespace penstock
