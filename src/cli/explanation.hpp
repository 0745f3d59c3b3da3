// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What `penstock explain` has to say about a definition, gathered before anybody words it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/calendar_words.hpp"
#include "cli/output.hpp"
#include "cli/records.hpp"
#include "cli/standpoint.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock::cli {

/// A parameter: what was declared and what it is. Texts of secrets are masked.
struct ExplainedParameter {
  std::string id{};  ///< with its `*` if it is a secret
  std::string type{};
  std::string description{};
  std::optional<std::string> default_value{};
  std::vector<std::string> values{};  ///< none: it has no value
  std::string from{};                 ///< `--set`, `--values`, `definition`, `default`; empty without a value
  bool optional = false;
  bool declared = true;
  bool array = false;
  bool secret = false;

  /// Whether it cannot be activated like that.
  [[nodiscard]] bool is_missing() const noexcept { return values.empty() && !optional && declared; }
};

/// A schedule, with those that follow it in one style.
struct ExplainedSchedule {
  std::string id{};
  std::string says{};
  bool from_activation = false;  ///< begins with the first activation
  bool has_intervals = true;     ///< false: a value that it needs is missing
  struct Style {
    ScheduleType type = ScheduleType::cron;
    std::vector<std::string> users{};
    Outlook outlook{};
  };
  std::vector<Style> styles{};
};

/// An object with its fields, in the interval that holds the time asked for.
struct ExplainedInstance {
  std::string id{};  ///< of the instance, or of the object where there are no instances
  std::optional<Interval> scheduled{};
  std::vector<EvaluatedField> fields{};
  std::string unseen{};  ///< why there is none; then the rest is empty
};

struct ExplainedComponent {
  ComponentIndex index = 0;
  std::string schedule{};
  std::vector<ExplainedInstance> instances{};  ///< of preconditions and actions, one per owner; empty unless a time was asked for
};

struct Explanation {
  std::shared_ptr<const Plan> plan;
  Instant from{};               ///< next runs count from there
  std::optional<Instant> at{};  ///< fields were evaluated there
  std::vector<ExplainedParameter> parameters{};
  std::vector<ExplainedSchedule> schedules{};
  std::vector<ExplainedComponent> components{};  ///< in definition order
  std::size_t warnings = 0;
};

/// `now` is the time of `--at` where one was given.
[[nodiscard]] Explanation explain(const Definition& definition, const ParameterValues& values, const std::shared_ptr<const Plan>& plan,
                                  const ExplainDefinition& command, Instant now);

/// For people.
void print(const Explanation& explanation, Output& out);

/// {"onDemand", "maxRuns", "onPipelineSuccess": [id], "onPipelineFail": [id], "from", "at",
///  "parameters": [{"id", "type", "description", "default", "values", "from", "missing", "optional", "declared", "secret"}],
///  "schedules": [{"id", "says", "fromActivation", "hasIntervals",
///                 "styles": [{"scheduleType", "users": [id], "dueBefore", "next": [{"due", "scheduledStartTime", "scheduledEndTime"}]}]}],
///  "components": [{"id", "name", "kind", "type", "schedule", "scheduleType", "dependencies", "preconditions", "runsOn", "workerGroup",
///                  "onSuccess", "onFail", "onLateAction", "maximumRetries", "failureAndRerunMode",
///                  "instances": [{"id", "scheduledStartTime", "scheduledEndTime", "unseen", "fields": [{"name", "value", "problem"}]}]}],
///  "warnings": count}
[[nodiscard]] Json record(const Explanation& explanation);

}  // namespace penstock::cli
