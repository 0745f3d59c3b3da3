// SPDX-License-Identifier: Apache-2.0
#include "lifecycle/runtime_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "penstock/lifecycle/explanation.hpp"

namespace penstock {
namespace {

using namespace std::string_view_literals;

/// What is in sight of one instance.
struct Facts {
  const InstanceRow& row;
  const std::optional<AttemptRow>& attempt;
  const std::string& error;
  const std::vector<std::string>& waiting_on;
  const std::vector<std::string>& cascade_failed_on;
};

/// None while the field has no value.
using Read = std::optional<Value> (*)(const Sight& sight, const Place& place, const Facts& facts);

struct RuntimeField {
  std::string_view name;
  Read read;  ///< null: answered before the table is asked, or known to nobody in sight of an expression
};

Value list_of(const std::vector<std::string>& texts) { return List(texts.begin(), texts.end()); }

std::optional<Value> when(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return Value{*instant};
}

/// A failed attempt without a message has its error id as message (S-85).
std::string error_message(const Facts& facts) {
  if (facts.row.status == Status::cascade_failed) return facts.error;
  if (!facts.attempt) return {};
  return facts.attempt->error_message.empty() ? facts.attempt->error_id : facts.attempt->error_message;
}

/// Of the resource instance that the instance uses; empty if it uses none.
std::string resource_id(const Sight& sight, const Place& place) {
  const auto& plan = *sight.plan;
  const auto& component = plan[place.component];
  if (!component.runs_on) return {};
  const auto n = resource_interval(plan, component, place.interval);
  return n ? id_of(sight, Place{.component = *component.runs_on, .interval = *n}) : std::string{};
}

// Sorted by name.
constexpr std::array fields{
    RuntimeField{"@activeInstances"sv, nullptr},
    RuntimeField{"@actualEndTime"sv, [](const Sight&, const Place&, const Facts& facts) { return when(facts.row.ended); }},
    RuntimeField{"@actualStartTime"sv, [](const Sight&, const Place&, const Facts& facts) { return when(facts.row.released); }},
    RuntimeField{"@attemptCount"sv,
                 [](const Sight&, const Place&, const Facts& facts) { return std::optional<Value>{std::int64_t{facts.row.attempts}}; }},
    RuntimeField{"@cascadeFailedOn"sv,
                 [](const Sight&, const Place&, const Facts& facts) { return std::optional{list_of(facts.cascade_failed_on)}; }},
    RuntimeField{"@componentParent"sv, nullptr},
    RuntimeField{"@error"sv, nullptr},
    RuntimeField{"@failureReason"sv,
                 [](const Sight&, const Place&, const Facts& facts) { return std::optional<Value>{error_message(facts)}; }},
    RuntimeField{"@finishedTime"sv, [](const Sight&, const Place&, const Facts& facts) { return when(facts.row.ended); }},
    RuntimeField{"@firstActivationTime"sv, nullptr},
    RuntimeField{"@headAttempt"sv,
                 [](const Sight& sight, const Place& place, const Facts& facts) -> std::optional<Value> {
                   if (facts.row.attempts == 0) return std::nullopt;
                   return attempt_id(id_of(sight, place), facts.row.attempts);
                 }},
    RuntimeField{"@healthStatus"sv, nullptr},
    RuntimeField{"@healthStatusFromInstanceId"sv, nullptr},
    RuntimeField{"@healthStatusUpdatedTime"sv, nullptr},
    RuntimeField{"@id"sv, nullptr},
    RuntimeField{"@instanceParent"sv, nullptr},
    RuntimeField{"@lastDeactivatedTime"sv, nullptr},
    RuntimeField{"@latestCompletedRunTime"sv, nullptr},
    RuntimeField{"@latestRunTime"sv, nullptr},
    RuntimeField{"@markedFinished"sv,
                 [](const Sight&, const Place&, const Facts& facts) {
                   return std::optional<Value>{facts.row.cause == Cause::marked_finished ? "true" : "false"};
                 }},
    RuntimeField{"@nextRunTime"sv, nullptr},
    RuntimeField{"@pipelineId"sv, nullptr},
    RuntimeField{"@resourceStatus"sv, nullptr},
    RuntimeField{"@scheduledEndTime"sv, nullptr},
    RuntimeField{"@scheduledStartTime"sv, nullptr},
    RuntimeField{"@sphere"sv, nullptr},
    RuntimeField{"@status"sv, [](const Sight&, const Place&,
                                 const Facts& facts) { return std::optional<Value>{std::string{to_text(facts.row.status)}}; }},
    RuntimeField{"@version"sv,
                 [](const Sight&, const Place&, const Facts& facts) { return std::optional<Value>{std::to_string(facts.row.version)}; }},
    RuntimeField{"@waitingOn"sv, [](const Sight&, const Place&, const Facts& facts) { return std::optional{list_of(facts.waiting_on)}; }},
    RuntimeField{"attemptStatus"sv,
                 [](const Sight&, const Place&, const Facts& facts) -> std::optional<Value> {
                   if (!facts.attempt) return std::nullopt;
                   return Value{std::string{to_text(facts.attempt->status)}};
                 }},
    RuntimeField{"cancellationReason"sv,
                 [](const Sight& sight, const Place& place, const Facts& facts) {
                   return std::optional<Value>{cancellation_reason(facts.row.status, facts.row.cause, resource_id(sight, place))};
                 }},
    RuntimeField{"currentRetryCount"sv, nullptr},
    RuntimeField{"emrStepLog"sv, nullptr},
    RuntimeField{"errorId"sv,
                 [](const Sight&, const Place&, const Facts& facts) {
                   return std::optional<Value>{facts.attempt ? facts.attempt->error_id : std::string{}};
                 }},
    RuntimeField{"errorMessage"sv,
                 [](const Sight&, const Place&, const Facts& facts) { return std::optional<Value>{error_message(facts)}; }},
    RuntimeField{"errorStackTrace"sv, [](const Sight&, const Place&, const Facts&) { return std::optional<Value>{""}; }},
    RuntimeField{"hadoopJobLog"sv, nullptr},
    RuntimeField{"hostname"sv, nullptr},
    RuntimeField{"lastRetryTime"sv, nullptr},
    RuntimeField{"node"sv, nullptr},
    RuntimeField{"reportProgressTime"sv, nullptr},
};

constexpr bool sorted() {
  for (std::size_t i = 1; i < fields.size(); ++i) {
    if (!(fields[i - 1].name < fields[i].name)) return false;
  }
  return true;
}
static_assert(sorted());

const RuntimeField* find(std::string_view name) noexcept {
  const auto found = std::lower_bound(fields.begin(), fields.end(), name,
                                      [](const RuntimeField& field, std::string_view wanted) { return field.name < wanted; });
  return found != fields.end() && found->name == name ? &*found : nullptr;
}

std::optional<Facts> facts_of(const Sight& sight, const Place& place) {
  if (place.same_object(own_place(sight)))
    return Facts{sight.instance, sight.attempt, sight.error, sight.waiting_on, sight.cascade_failed_on};
  if (sight.node && place.same_object(node_place(sight))) {
    return Facts{*sight.node, sight.node_attempt, sight.node_error, sight.node_waiting_on, sight.node_cascade_failed_on};
  }
  return std::nullopt;
}

Failure<ExpressionError> unresolved(std::string message) { return Failure{ExpressionError{"UnresolvedName", std::move(message), 0}}; }

}  // namespace

bool is_runtime_field(std::string_view name) noexcept { return find(name) != nullptr; }

bool is_identity(std::string_view name) noexcept {
  return name == "id" || name == "@id" || name == "name" || name == "type" || name == "parent" || name == "@componentParent";
}

std::optional<Value> identity(const Sight& sight, const Place& place, std::string_view name) {
  const Component& component = (*sight.plan)[place.component];
  if (name == "id" || name == "@id") return Value{id_of(sight, place)};
  if (name == "name") return Value{component.name};
  if (name == "type") return Value{component.type};
  // The component that the instance came from; the inheritance parent cannot be addressed (S-211).
  if (auto parent = reference_to(sight, {.component = place.component, .way = Way::component})) return std::move(*parent);
  return std::nullopt;
}

Result<Value, ExpressionError> runtime_field(const Sight& sight, const Place& place, std::string_view name) {
  const Plan& plan = *sight.plan;
  const bool instance = is_instance(plan, place);
  if (name == "@pipelineId") return Value{sight.pipeline};
  if (name == "@sphere") return Value{instance ? "INSTANCE" : "COMPONENT"};
  if (name == "node") {
    if (const auto node = node_of(sight, place)) return reference_to(sight, *node);
    return Failure{ExpressionError{"NodeNotAvailable", "only actions and preconditions have a node", 0}};
  }
  if (instance && name == "@scheduledStartTime") return Value{scheduled_at(sight, place).start};
  if (instance && name == "@scheduledEndTime") return Value{scheduled_at(sight, place).end};

  const RuntimeField* field = find(name);
  const std::string id = id_of(sight, place);
  if (field == nullptr || field->read == nullptr) return unresolved(fmt::format("{} of {} cannot be read in an expression", name, id));
  const auto facts = facts_of(sight, place);
  if (!facts || !instance) return unresolved(fmt::format("{} of {} is not known here", name, id));
  if (auto value = field->read(sight, place, *facts)) return std::move(*value);
  return unresolved(fmt::format("{} of {} has no value yet", name, id));
}

Result<Value, ExpressionError> reference_to(const Sight& sight, const Place& place) {
  const auto target = pack(*sight.plan, place);
  if (!target)
    return Failure{ExpressionError{"EvaluationTooDeep", fmt::format("{} is beyond what a reference can hold", id_of(sight, place)), 0}};
  return Value{ObjectRef{id_of(sight, place), *target}};
}

}  // namespace penstock
