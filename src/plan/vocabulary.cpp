// SPDX-License-Identifier: Apache-2.0
#include "plan/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "penstock/definition/definition.hpp"

namespace penstock::compiling {
namespace {

using namespace std::string_view_literals;

/// What the engine reads from objects of a kind, so that types of a host's need not repeat it.
std::vector<FieldType> fields_of_kind(Kind kind) {
  const auto field = [](const char* name, Slot slot, bool list = false) { return FieldType{.name = name, .slot = slot, .list = list}; };
  std::vector<FieldType> fields;
  const auto add = [&](std::initializer_list<FieldType> more) { fields.insert(fields.end(), more.begin(), more.end()); };
  if (is_runnable(kind) || kind == Kind::precondition) {
    add({field("attemptTimeout", Slot::period), field("failureAndRerunMode", Slot::enumeration), field("lateAfterTimeout", Slot::period),
         field("maximumRetries", Slot::integer), field("onFail", Slot::reference, true), field("onLateAction", Slot::reference, true),
         field("onSuccess", Slot::reference, true), field("reportProgressTimeout", Slot::period), field("retryDelay", Slot::period)});
  }
  if (is_runnable(kind)) {
    add({field("schedule", Slot::reference), field("scheduleType", Slot::enumeration), field("maxActiveInstances", Slot::integer),
         field("pipelineLogUri", Slot::string)});
  }
  if (kind == Kind::activity || kind == Kind::data_node) {
    add({field("dependsOn", Slot::reference, true), field("precondition", Slot::reference, true), field("runsOn", Slot::reference),
         field("workerGroup", Slot::string)});
  }
  if (kind == Kind::activity) add({field("input", Slot::reference, true), field("output", Slot::reference, true)});
  if (kind == Kind::precondition) add({field("preconditionTimeout", Slot::period)});
  if (kind == Kind::resource) {
    add({field("initTimeout", Slot::period), field("terminateAfter", Slot::period), field("actionOnResourceFailure", Slot::string),
         field("actionOnTaskFailure", Slot::string)});
  }
  return fields;
}

constexpr std::array kinds{Kind::activity, Kind::data_node, Kind::precondition, Kind::resource, Kind::action,
                           Kind::schedule, Kind::database,  Kind::data_format,  Kind::utility};

const std::vector<FieldType>& kind_fields(Kind kind) {
  static const std::array<std::vector<FieldType>, kinds.size()> table = [] {
    std::array<std::vector<FieldType>, kinds.size()> fields;
    for (const Kind each : kinds) fields[static_cast<std::size_t>(each)] = fields_of_kind(each);
    return fields;
  }();
  return table[static_cast<std::size_t>(kind)];
}

const FieldType* find(const std::vector<FieldType>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [name](const FieldType& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

constexpr std::array shared_runtime{"@id"sv,   "@pipelineId"sv, "@sphere"sv, "@version"sv, "@componentParent"sv, "@instanceParent"sv,
                                    "@error"sv};

constexpr std::array instance_runtime{"@scheduledStartTime"sv,
                                      "@scheduledEndTime"sv,
                                      "@status"sv,
                                      "@actualStartTime"sv,
                                      "@actualEndTime"sv,
                                      "@finishedTime"sv,
                                      "@attemptCount"sv,
                                      "@headAttempt"sv,
                                      "@waitingOn"sv,
                                      "@cascadeFailedOn"sv,
                                      "@markedFinished"sv,
                                      "cancellationReason"sv,
                                      "errorId"sv,
                                      "errorMessage"sv,
                                      "errorStackTrace"sv,
                                      "hostname"sv,
                                      "reportProgressTime"sv,
                                      "attemptStatus"sv,
                                      "emrStepLog"sv,
                                      "hadoopJobLog"sv};

constexpr std::array component_runtime{"@activeInstances"sv,
                                       "@latestRunTime"sv,
                                       "@latestCompletedRunTime"sv,
                                       "@nextRunTime"sv,
                                       "@healthStatus"sv,
                                       "@healthStatusFromInstanceId"sv,
                                       "@healthStatusUpdatedTime"sv,
                                       "@lastDeactivatedTime"sv};

constexpr std::array resource_runtime{"@failureReason"sv, "@resourceStatus"sv};
constexpr std::array precondition_runtime{"currentRetryCount"sv, "lastRetryTime"sv};
constexpr std::array schedule_runtime{"@firstActivationTime"sv};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const FieldType* Vocabulary::field(const ObjectType& type, std::string_view name) const {
  if (const FieldType* const own = catalog_.field(type, name)) return own;
  return find(kind_fields(type.kind), name);
}

Slot Vocabulary::common_slot(std::string_view name) const {
  if (ruled_targets(name) != nullptr) return Slot::reference;
  std::vector<const FieldType*> meanings = catalog_.fields(name);
  for (const Kind kind : kinds) {
    if (const FieldType* const meaning = find(kind_fields(kind), name)) meanings.push_back(meaning);
  }
  const bool agreed =
      std::all_of(meanings.begin(), meanings.end(), [&](const FieldType* each) { return each->slot == meanings.front()->slot; });
  return agreed && !meanings.empty() ? meanings.front()->slot : Slot::string;
}

const std::vector<std::string>& Vocabulary::type_names() {
  if (type_names_.empty()) {
    for (const ObjectType& type : catalog_.types()) type_names_.push_back(type.name);
  }
  return type_names_;
}

const std::vector<std::string>& Vocabulary::field_names(const ObjectType& type) {
  const auto [found, first] = field_names_.try_emplace(&type);
  std::vector<std::string>& names = found->second;
  if (!first) return names;
  for (const FieldType& field : type.fields) {
    if (!field.runtime && !field.forbidden) names.push_back(field.name);
  }
  for (const FieldType& field : kind_fields(type.kind)) names.push_back(field.name);
  return names;
}

const std::vector<Kind>* ruled_targets(std::string_view field) {
  static const std::unordered_map<std::string_view, std::vector<Kind>> rules{
      {"schedule", {Kind::schedule}},
      {"runsOn", {Kind::resource}},
      {"input", {Kind::data_node}},
      {"output", {Kind::data_node}},
      {"dependsOn", {Kind::activity, Kind::data_node}},
      {"precondition", {Kind::precondition}},
      {"onSuccess", {Kind::action}},
      {"onFail", {Kind::action}},
      {"onLateAction", {Kind::action}},
      {"onPipelineSuccess", {Kind::action}},
      {"onPipelineFail", {Kind::action}},
  };
  const auto found = rules.find(field);
  return found == rules.end() ? nullptr : &found->second;
}

bool forbidden(const ObjectType& type, const FieldType* known, std::string_view field) {
  if (known != nullptr && known->forbidden) return true;
  switch (type.kind) {
    case Kind::resource:
      return field == "runsOn" || field == "workerGroup";
    case Kind::action:
      return field == "onSuccess" || field == "onFail" || field == "onLateAction";
    case Kind::schedule:
      return field == "schedule";
    default:
      return false;
  }
}

bool is_pipeline_notice(std::string_view field) noexcept { return field == "onPipelineFail" || field == "onPipelineSuccess"; }

bool is_runtime_field(std::optional<Kind> kind, std::string_view name) {
  const auto is = [&](Kind wanted) { return !kind || *kind == wanted; };
  if (contains(shared_runtime, name)) return true;
  const bool runnable = !kind || is_runnable(*kind);
  if ((runnable || is(Kind::precondition)) && contains(instance_runtime, name)) return true;
  if ((runnable || is(Kind::precondition)) && contains(component_runtime, name)) return true;
  return (is(Kind::resource) && contains(resource_runtime, name)) || (is(Kind::precondition) && contains(precondition_runtime, name)) ||
         (is(Kind::schedule) && contains(schedule_runtime, name));
}

}  // namespace penstock::compiling
