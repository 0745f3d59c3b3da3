// SPDX-License-Identifier: Apache-2.0
#include "cli/explanation.hpp"

namespace penstock::cli {

namespace {

Json record(const ExplainedParameter& parameter) {
  Json json;
  json["id"] = parameter.id;
  json["type"] = parameter.declared ? Json(parameter.type) : Json{};
  json["description"] = parameter.description;
  json["default"] = parameter.default_value ? Json(*parameter.default_value) : Json{};
  json["values"] = parameter.values;
  json["from"] = parameter.from.empty() ? Json{} : Json(parameter.from);
  json["missing"] = parameter.is_missing();
  json["optional"] = parameter.optional;
  json["declared"] = parameter.declared;
  json["secret"] = parameter.secret;
  return json;
}

Json record(const ExplainedSchedule& schedule) {
  Json json;
  json["id"] = schedule.id;
  json["says"] = schedule.says;
  json["fromActivation"] = schedule.from_activation;
  json["hasIntervals"] = schedule.has_intervals;
  json["styles"] = Json::array();
  for (const auto& style : schedule.styles) {
    Json one;
    one["scheduleType"] = name_of(style.type);
    one["users"] = style.users;
    one["dueBefore"] = style.outlook.due_before;
    one["next"] = Json::array();
    for (const auto& run : style.outlook.next) {
      one["next"].push_back({{"due", to_text(run.due)},
                             {"scheduledStartTime", to_text(run.interval.start)},
                             {"scheduledEndTime", to_text(run.interval.end)}});
    }
    json["styles"].push_back(std::move(one));
  }
  return json;
}

Json record(const ExplainedInstance& instance) {
  Json json;
  json["id"] = instance.id.empty() ? Json{} : Json(instance.id);
  json["scheduledStartTime"] = instance.scheduled ? Json(to_text(instance.scheduled->start)) : Json{};
  json["scheduledEndTime"] = instance.scheduled ? Json(to_text(instance.scheduled->end)) : Json{};
  json["unseen"] = instance.unseen.empty() ? Json{} : Json(instance.unseen);
  json["fields"] = Json::array();
  for (const auto& field : instance.fields) {
    Json one;
    one["name"] = field.name;
    one["value"] = field.value ? json_of(*field.value) : Json{};
    one["problem"] = field.problem.empty() ? Json{} : Json(field.problem);
    json["fields"].push_back(std::move(one));
  }
  return json;
}

Json ids_of(const Plan& plan, const std::vector<ComponentIndex>& list) {
  auto json = Json::array();
  for (const auto index : list) json.push_back(plan[index].id);
  return json;
}

Json record(const Plan& plan, const ExplainedComponent& row) {
  const auto& component = plan[row.index];
  Json json;
  json["id"] = component.id;
  json["name"] = component.name;
  json["kind"] = to_text(component.kind);
  json["type"] = component.type;
  json["schedule"] = row.schedule.empty() ? Json{} : Json(row.schedule);
  json["scheduleType"] = component.calendar ? Json(name_of(component.calendar->type)) : Json{};
  json["dependencies"] = ids_of(plan, component.dependencies);
  json["preconditions"] = ids_of(plan, component.preconditions);
  json["runsOn"] = component.runs_on ? Json(plan[*component.runs_on].id) : Json{};
  json["workerGroup"] = component.worker_group.empty() ? Json{} : Json(component.worker_group);
  json["onSuccess"] = ids_of(plan, component.on_success);
  json["onFail"] = ids_of(plan, component.on_fail);
  json["onLateAction"] = ids_of(plan, component.on_late);
  json["maximumRetries"] = component.policy.maximum_retries;
  json["failureAndRerunMode"] = component.policy.failure_mode == FailureMode::cascade ? "cascade" : "none";
  json["instances"] = Json::array();
  for (const auto& instance : row.instances) json["instances"].push_back(record(instance));
  return json;
}

}  // namespace

Json record(const Explanation& explanation) {
  const auto& plan = *explanation.plan;
  Json json;
  json["onDemand"] = plan.runs().on_demand;
  json["maxRuns"] = plan.runs().max;
  json["onPipelineSuccess"] = ids_of(plan, plan.runs().on_success);
  json["onPipelineFail"] = ids_of(plan, plan.runs().on_fail);
  json["from"] = to_text(explanation.from);
  json["at"] = time_of(explanation.at);
  json["parameters"] = Json::array();
  for (const auto& parameter : explanation.parameters) json["parameters"].push_back(record(parameter));
  json["schedules"] = Json::array();
  for (const auto& schedule : explanation.schedules) json["schedules"].push_back(record(schedule));
  json["components"] = Json::array();
  for (const auto& component : explanation.components) json["components"].push_back(record(plan, component));
  json["warnings"] = explanation.warnings;
  return json;
}

}  // namespace penstock::cli
