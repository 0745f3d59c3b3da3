// SPDX-License-Identifier: Apache-2.0
/// Schedule objects.

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "plan/compilation.hpp"
#include "plan/constants.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t shortest_date = std::string_view{"2013-01-01T00:00:00"}.size();

/// The length of a period on one scale, generous by the leap days that it may hold.
bool longer_than_years(const Period& period, std::int64_t years) {
  if (period.unit == Period::Unit::years) return period.count > years;
  if (period.unit == Period::Unit::months) return period.count > 12 * years;
  return nominal_length(period) > std::chrono::days{365 * years + (years + 3) / 4};
}

class ScheduleReader {
 public:
  ScheduleReader(Compilation& c, const Draft& draft, CompiledSchedule& schedule) : c_{c}, draft_{draft}, schedule_{schedule} {}

  void read() {
    const auto start_at = read_start_at();
    const auto period_said = constant(c_, draft_, "period", "BadPeriod");
    schedule_.placeholder = start_at == StartAt::on_demand || (period_said && lower_case(period_said->text()) == "ondemand_period");
    if (schedule_.placeholder) {
      if (!c_.runs.on_demand) {
        fail("OnDemandSchedule", "",
             "is for on-demand pipelines; give a period and a start, or set \"scheduleType\": \"ondemand\" on Default");
      }
      return;
    }
    const auto period = read_period(period_said);
    const auto start = read_start(start_at);
    read_stop();
    if (!period || !start) return;
    schedule_.recurrence = Recurrence{.start = *start, .period = *period, .stop = stop_};
    judge_end();
  }

 private:
  enum class StartAt { absent, first_activation, on_demand, wrong };

  void fail(std::string_view code, std::string_view field, std::string message) {
    c_.report.error(draft_.id, code, field, std::move(message));
  }
  [[nodiscard]] bool has(std::string_view field) const { return draft_.find(field) != nullptr; }

  StartAt read_start_at() {
    if (!has("startAt")) return StartAt::absent;
    const auto said = constant(c_, draft_, "startAt", "BadEnum");
    if (!said) return StartAt::wrong;
    const std::string start = lower_case(said->text());
    if (start == "first_activation_date_time") return StartAt::first_activation;
    if (start == "ondemand_activation_time") return StartAt::on_demand;
    fail("BadEnum", "startAt", fmt::format("{} is not FIRST_ACTIVATION_DATE_TIME; for a fixed time use startDateTime", said->shown()));
    return StartAt::wrong;
  }

  std::optional<Period> read_period(const std::optional<Constant>& said) {
    if (!said) {
      if (!has("period") && !draft_.uncertain) fail("BadPeriod", "period", "is missing; give a number and a unit, like \"1 day\"");
      return std::nullopt;
    }
    const auto period = parse_period(said->text());
    // A schedule is never finer than a second, but a delay may be.
    if (!period || !knows_unit(c_, period->unit) || period->unit == Period::Unit::milliseconds) {
      fail("BadPeriod", "period", fmt::format("{} is no period; write a number and a unit: {}", said->shown(), known_units(c_)));
      return std::nullopt;
    }
    const bool in_range =
        c_.service() ? nominal_length(*period) >= 15min && !longer_than_years(*period, 3) : !longer_than_years(*period, 100);
    if (!in_range) {
      fail("PeriodOutOfRange", "period",
           fmt::format("{} is out of range; a period is {}", said->shown(),
                       c_.service() ? "15 minutes at least and 3 years at most" : "1 second at least and 100 years at most"));
    }
    return period;
  }

  std::optional<Instant> read_date(std::string_view field) {
    const auto said = constant(c_, draft_, field, "BadDateTime");
    if (!said) return std::nullopt;
    if (const Instant* const instant = said->value.as<Instant>()) return *instant;
    const std::string text = said->text();
    // A date alone is no point in time here, although it is elsewhere.
    const auto instant = text.size() < shortest_date ? std::nullopt : parse_instant(text);
    if (!instant) {
      fail("BadDateTime", field, fmt::format("{} is no date and time; write it in UTC, like 2013-01-31T00:00:00", said->shown()));
    }
    return instant;
  }

  std::optional<Instant> read_start(StartAt start_at) {
    const auto date = read_date("startDateTime");
    if (has("startDateTime") == (start_at != StartAt::absent)) {
      if (!has("startDateTime") && draft_.uncertain) return std::nullopt;
      fail("ExactlyOneOfStartAtStartDateTime", "startDateTime",
           has("startDateTime") ? "startAt and startDateTime exclude each other; keep one" : "has no start; give startDateTime");
      return std::nullopt;
    }
    if (start_at != StartAt::first_activation) return date;
    schedule_.starts_at_activation = true;
    return std::chrono::floor<std::chrono::seconds>(c_.options.first_activation.value_or(c_.options.now));
  }

  void read_stop() {
    const auto end = read_date("endDateTime");
    const auto times = constant_integer(c_, draft_, "occurrences", 1);
    if (has("endDateTime") && has("occurrences")) {
      fail("EndAndOccurrences", "occurrences", "endDateTime and occurrences exclude each other; keep one");
    }
    if (end) {
      stop_ = Until{*end};
    } else if (times) {
      stop_ = Times{*times};
    }
  }

  void judge_end() {
    const Until* const until = std::get_if<Until>(&stop_);
    // Before the first activation nobody knows when it will be.
    const bool known = !schedule_.starts_at_activation || c_.options.for_activation || c_.options.first_activation;
    if (until == nullptr || !known) return;
    const Recurrence& recurrence = *schedule_.recurrence;
    if (until->end <= recurrence.start) {
      fail("EndBeforeStart", "endDateTime",
           fmt::format("the end {} is not later than the start {}", to_text(until->end), to_text(recurrence.start)));
      return;
    }
    schedule_.shorter_than_period = add(recurrence.start, recurrence.period) > until->end;
  }

  Compilation& c_;
  const Draft& draft_;
  CompiledSchedule& schedule_;
  Stop stop_ = Forever{};
};

}  // namespace

void read_schedules(Compilation& c) {
  c.each_component([&](const Draft& draft, const Component& component) {
    if (component.kind == Kind::schedule) ScheduleReader{c, draft, c.schedules[draft.component]}.read();
  });
}

}  // namespace penstock::compiling
