// SPDX-License-Identifier: Apache-2.0
/// Which schedule each runnable follows, and in which style.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/constants.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

/// None if it is not set, or wrong and reported.
std::optional<ScheduleType> read_schedule_type(Compilation& c, const Draft& draft) {
  const auto said = constant(c, draft, "scheduleType", "BadScheduleType");
  if (!said) return std::nullopt;
  const std::string type = lower_case(said->text());
  if (type == "cron") return ScheduleType::cron;
  if (type == "timeseries") return ScheduleType::timeseries;
  if (type == "ondemand") return ScheduleType::ondemand;
  c.report.error(draft.id, "BadScheduleType", "scheduleType", fmt::format("{} is not cron, timeseries or ondemand", said->shown()));
  return std::nullopt;
}

void check_on_demand(Compilation& c, const Draft& draft, std::optional<ScheduleType> type) {
  if (type && type != ScheduleType::ondemand) {
    c.report.error(draft.id, "MixedOnDemand", "scheduleType", "Default is ondemand, so every object is; take this schedule type away");
  }
  for (const ComponentIndex schedule : c.links(draft, "schedule", {Kind::schedule})) {
    if (c.schedules[schedule].placeholder) continue;
    c.report.error(draft.id, "OnDemandSchedule", "schedule",
                   fmt::format("an on-demand pipeline has no schedule; take the reference to \"{}\" away", c.components[schedule].id));
    return;
  }
}

class CalendarReader {
 public:
  explicit CalendarReader(Compilation& c) : c_{c}, schedule_of_(c.components.size(), nobody), users_(c.components.size()) {}

  void read() {
    c_.each_component([this](const Draft& draft, Component& component) {
      if (!is_runnable(component.kind)) return;
      const auto written = c_.links(draft, "schedule", {Kind::schedule});
      if (!written.empty()) schedule_of_[draft.component] = written.front();
      if (component.kind == Kind::resource) return;
      for (const ComponentIndex resource : c_.links(draft, "runsOn", {Kind::resource})) users_[resource].push_back(draft.component);
    });
    c_.each_component([this](const Draft& draft, Component& component) {
      if (is_runnable(component.kind)) assign(draft, component);
    });
    c_.each_component([this](const Draft& draft, const Component& component) {
      if (component.kind == Kind::schedule) judge_length(draft, c_.schedules[draft.component]);
    });
  }

 private:
  void assign(const Draft& draft, Component& component) {
    const auto said = read_schedule_type(c_, draft);
    if (c_.runs.on_demand) return check_on_demand(c_, draft, said);
    if (said == ScheduleType::ondemand) {
      c_.report.error(draft.id, "OnDemandNotOnDefault", "scheduleType",
                      "a pipeline is on demand as a whole; set \"scheduleType\": \"ondemand\" on Default, or use cron or timeseries here");
      return;
    }
    if (draft.find("scheduleType") == nullptr && !draft.uncertain) {
      c_.report.warning(draft.id, "ScheduleTypeNotSet", "scheduleType",
                        "is not set, so timeseries applies: work is due at the end of each interval; set it on Default");
    }
    const ComponentIndex schedule = find_schedule(draft, component);
    if (schedule == nobody || !c_.schedules[schedule].recurrence) return;

    c_.followed[draft.component] = schedule;
    CompiledSchedule& followed = c_.schedules[schedule];
    const ScheduleType declared = said.value_or(ScheduleType::timeseries);
    const bool resource = component.kind == Kind::resource;
    component.calendar =
        Calendar{.recurrence = *followed.recurrence, .type = resource ? ScheduleType::cron : declared, .declared = declared};
    if (!resource && declared == ScheduleType::timeseries) followed.drives_timeseries = true;
    warn_of_backfill(draft, component, followed);
  }

  ComponentIndex find_schedule(const Draft& draft, const Component& component) {
    if (schedule_of_[draft.component] != nobody) return schedule_of_[draft.component];
    const FieldUse* const use = draft.find("schedule");
    if (draft.uncertain || (use != nullptr && c_.is_judged(*use))) return nobody;
    if (component.kind == Kind::resource) {
      const auto& users = users_[draft.component];
      const bool follows_unknown =
          std::any_of(users.begin(), users.end(), [this](ComponentIndex user) { return has_wrong_schedule(user); });
      if (follows_unknown) return nobody;
      if (const ComponentIndex shared = shared_schedule(draft.component); shared != nobody) {
        c_.report.warning(
            draft.id, "ScheduleAdopted", "schedule",
            fmt::format("has no schedule and takes \"{}\", which all its activities share; write it down", c_.components[shared].id));
        return shared;
      }
    }
    c_.report.error(draft.id, "NoSchedule", "schedule", "has no schedule; set one here or on Default");
    return nobody;
  }

  [[nodiscard]] bool has_wrong_schedule(ComponentIndex user) const {
    const FieldUse* const use = c_.drafts[c_.draft_of[user]].find("schedule");
    return schedule_of_[user] == nobody && use != nullptr && c_.is_judged(*use);
  }

  /// The one schedule of all activities on the resource, or of all data nodes if there are no activities; nobody if they differ.
  [[nodiscard]] ComponentIndex shared_schedule(ComponentIndex resource) const {
    const auto& users = users_[resource];
    const auto is_activity = [this](ComponentIndex user) { return c_.components[user].kind == Kind::activity; };
    const bool activities = std::any_of(users.begin(), users.end(), is_activity);
    ComponentIndex shared = nobody;
    bool first = true;
    for (const ComponentIndex user : users) {
      if (activities && !is_activity(user)) continue;
      if (!first && schedule_of_[user] != shared) return nobody;
      shared = schedule_of_[user];
      first = false;
    }
    return shared;
  }

  void warn_of_backfill(const Draft& draft, const Component& component, const CompiledSchedule& followed) {
    const Instant start = followed.recurrence->start;
    if (component.policy.failure_mode != FailureMode::cascade || followed.starts_at_activation || start >= c_.options.now) return;
    c_.report.warning(draft.id, "CascadeBackfill", "failureAndRerunMode",
                      fmt::format("mode cascade meets a start in the past, {}: one failure can end the whole backfill", to_text(start)));
  }

  void judge_length(const Draft& draft, const CompiledSchedule& schedule) {
    if (!schedule.shorter_than_period) return;
    if (schedule.drives_timeseries) {
      c_.report.error(draft.id, "NoCompleteInterval", "endDateTime",
                      "start and end are less than one period apart, so nothing timeseries would ever run; move the end");
    } else {
      c_.report.warning(draft.id, "NoCompleteInterval", "endDateTime", "start and end are less than one period apart");
    }
  }

  Compilation& c_;
  std::vector<ComponentIndex> schedule_of_;
  std::vector<std::vector<ComponentIndex>> users_;
};

}  // namespace

void assign_calendars(Compilation& c) { CalendarReader{c}.read(); }

}  // namespace penstock::compiling
