// SPDX-License-Identifier: Apache-2.0
#include "cli/records.hpp"

namespace penstock::cli {

namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json{} : Json(text); }

}  // namespace

std::string text_of(const Json& document) { return document.dump(2, ' ', false, Json::error_handler_t::replace); }
std::string line_of(const Json& document) { return document.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json time_of(const std::optional<Instant>& time) { return time ? Json(to_text(*time)) : Json{}; }

std::string_view type_of(const Value& value) noexcept {
  if (value.as<std::int64_t>() != nullptr) return "integer";
  if (value.as<double>() != nullptr) return "double";
  if (value.as<Instant>() != nullptr) return "dateTime";
  if (value.as<ObjectRef>() != nullptr) return "reference";
  return value.as<List>() != nullptr ? "list" : "text";
}

Json json_of(const Value& value) {
  if (const auto* const integer = value.as<std::int64_t>()) return *integer;
  if (const auto* const number = value.as<double>()) return *number;
  if (const auto* const list = value.as<List>()) {
    auto json = Json::array();
    for (const auto& each : *list) json.push_back(json_of(each));
    return json;
  }
  return to_text(value);
}

Json records(const Diagnostics& diagnostics) {
  auto list = Json::array();
  for (const auto& each : diagnostics) {
    list.push_back({{"severity", each.severity == Severity::error ? "error" : "warning"},
                    {"code", each.code},
                    {"object", each.object},
                    {"field", each.field},
                    {"message", each.message}});
  }
  return list;
}

Json record(const PipelineSummary& pipeline) {
  const auto& row = pipeline.pipeline;
  Json json;
  json["pipeline"] = row.name;
  json["state"] = to_text(row.state);
  json["latestVersion"] = row.latest_version;
  json["activeVersion"] = row.active_version;
  json["created"] = time_of(row.created);
  json["firstActivated"] = time_of(row.first_activated);
  json["lastActivated"] = time_of(row.last_activated);
  json["instances"] = Json::object();
  for (const auto& [status, count] : pipeline.instances) json["instances"][std::string{to_text(status)}] = count;
  return json;
}

Json record(const RunSummary& run) {
  const auto& row = run.instance;
  Json json;
  json["pipeline"] = run.pipeline;
  json["id"] = run.id;
  json["component"] = run.component_id;
  json["type"] = run.type;
  json["kind"] = to_text(run.kind);
  json["status"] = to_text(row.status);
  json["cause"] = to_text(row.cause);
  json["version"] = row.version;
  json["scheduledStartTime"] = time_of(row.scheduled.start);
  json["scheduledEndTime"] = time_of(row.scheduled.end);
  json["dueTime"] = time_of(row.due);
  json["actualStartTime"] = time_of(row.released);
  json["actualEndTime"] = time_of(row.ended);
  json["retryTime"] = time_of(row.retry_at);
  json["attempts"] = row.attempts;
  json["late"] = row.late;
  json["errorId"] = text_or_null(run.error_id);
  json["errorMessage"] = text_or_null(run.error_message);
  json["logDirectory"] = text_or_null(run.log_directory);
  return json;
}

Json record(const AttemptRow& attempt) {
  Json json;
  json["number"] = attempt.number;
  json["status"] = to_text(attempt.status);
  json["actualStartTime"] = time_of(attempt.started);
  json["actualEndTime"] = time_of(attempt.ended);
  json["errorId"] = text_or_null(attempt.error_id);
  json["errorMessage"] = text_or_null(attempt.error_message);
  json["logDirectory"] = text_or_null(attempt.log_directory);
  return json;
}

Json record(const Change& change) {
  Json json;
  json["event"] = "change";
  json["time"] = time_of(change.at);
  json["pipeline"] = change.pipeline;
  json["id"] = change.instance;
  json["component"] = change.component;
  json["kind"] = to_text(change.kind);
  json["from"] = to_text(change.from);
  json["to"] = to_text(change.to);
  json["cause"] = to_text(change.cause);
  json["attempt"] = change.attempt;
  json["scheduledStartTime"] = time_of(change.scheduled.start);
  json["scheduledEndTime"] = time_of(change.scheduled.end);
  return json;
}

}  // namespace penstock::cli
