// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What `--json` prints. The names of members are an interface: they may be added to, never renamed. Times are `YYYY-MM-DDTHH:MM:SS`, UTC;
/// what is not there is null.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "penstock/definition/diagnostics.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// Keeps the order in which members were set.
using Json = nlohmann::ordered_json;

/// With indentation for documents, without for one line of a stream. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string text_of(const Json& document);
[[nodiscard]] std::string line_of(const Json& document);

[[nodiscard]] Json time_of(const std::optional<Instant>& time);

/// `text`, `integer`, `double`, `dateTime`, `reference` or `list`; and the value as JSON has it: dates as text, references by their id.
[[nodiscard]] std::string_view type_of(const Value& value) noexcept;
[[nodiscard]] Json json_of(const Value& value);

/// [{"severity": "error" | "warning", "code", "object", "field", "message"}]
[[nodiscard]] Json records(const Diagnostics& diagnostics);

/// {"pipeline", "state", "latestVersion", "activeVersion", "created", "firstActivated", "lastActivated", "instances": {status: count}}
/// `instances` counts activities, data nodes and resources, and names only statuses that occur.
[[nodiscard]] Json record(const PipelineSummary& pipeline);

/// {"pipeline", "id", "component", "type", "kind", "status", "cause", "version", "scheduledStartTime", "scheduledEndTime", "dueTime",
/// "actualStartTime",
///  "actualEndTime", "retryTime", "attempts", "late", "errorId", "errorMessage", "logDirectory"}
/// `attempts` is the number of the last attempt, 0 if there was none; the last three are of that attempt.
[[nodiscard]] Json record(const RunSummary& run);

/// {"number", "status", "actualStartTime", "actualEndTime", "errorId", "errorMessage", "logDirectory"}
[[nodiscard]] Json record(const AttemptRow& attempt);

/// {"event": "change", "time", "pipeline", "id", "component", "kind", "from", "to", "cause", "attempt", "scheduledStartTime",
/// "scheduledEndTime"}
[[nodiscard]] Json record(const Change& change);

}  // namespace penstock::cli
