// SPDX-License-Identifier: Apache-2.0
#include "cli/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/words.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::cli {

namespace {

constexpr const char* missing_value = "MissingParameterValue";

std::shared_ptr<const Catalog> standard_catalog() { return std::make_shared<const Catalog>(Catalog::standard()); }

CompileOptions options_for(Profile profile, const ParameterValues& values, Instant now, bool for_activation) {
  CompileOptions options;
  options.profile = profile;
  options.values = values;
  options.now = now;
  options.for_activation = for_activation;
  return options;
}

Judgement judgement_of(Result<Compiled, Diagnostics> compiled) {
  if (!compiled) return {.diagnostics = std::move(compiled).error(), .plan = nullptr, .notes = {}};
  return {.diagnostics = std::move(compiled->warnings), .plan = std::move(compiled->plan), .notes = {}};
}

}  // namespace

std::string to_text(const Note& note, std::string_view word) {
  auto where = fmt::format("{}", fmt::join(note.objects, ", "));
  if (!note.field.empty()) {
    where = note.objects.size() > 1 ? fmt::format("{} of {}", note.field, where)
                                    : fmt::format("{}{}{}", where, where.empty() ? "" : ".", note.field);
  }
  return fmt::format("{}  {}{}{}  [{}]", word, where, where.empty() ? "" : ": ", note.message, note.code);
}

Judgement judge_for_running(const Definition& definition, const ParameterValues& values, Profile profile, Instant now) {
  return judgement_of(compile(definition, standard_catalog(), options_for(profile, values, now, true)));
}

Judgement judge_for_reading(const Definition& definition, const ParameterValues& values, Profile profile, Instant now) {
  auto full = judge_for_running(definition, values, profile, now);
  const auto lacks_value = [](const Diagnostic& diagnostic) { return diagnostic.code == missing_value; };
  if (full.plan || std::none_of(full.diagnostics.begin(), full.diagnostics.end(), lacks_value)) return full;

  auto saved = judgement_of(compile(definition, standard_catalog(), options_for(profile, values, now, false)));
  for (const auto& diagnostic : full.diagnostics) {
    if (!lacks_value(diagnostic)) continue;
    saved.notes.push_back({.code = missing_value,
                           .objects = {diagnostic.object},
                           .field = {},
                           .message = "has no value yet; give it with --set or --values to check that the definition can be activated"});
  }
  return saved;
}

Judgement judge(const Definition& definition, const ParameterValues& values, Profile profile, Instant now) {
  return values.empty() ? judge_for_reading(definition, values, profile, now) : judge_for_running(definition, values, profile, now);
}

namespace {

/// What the service reports and the embedded profile does not.
void add_complaints(std::vector<Note>& notes, const Diagnostics& there, const Diagnostics& here) {
  for (const auto& diagnostic : there) {
    const bool known = std::any_of(here.begin(), here.end(), [&](const Diagnostic& each) {
      return each.code == diagnostic.code && each.object == diagnostic.object && each.field == diagnostic.field;
    });
    if (known) continue;
    const auto verb = diagnostic.severity == Severity::error ? "the service would refuse it" : "the service would warn";
    notes.push_back({.code = diagnostic.code,
                     .objects = diagnostic.object.empty() ? std::vector<std::string>{} : std::vector{diagnostic.object},
                     .field = diagnostic.field,
                     .message = fmt::format("{}: {}", verb, diagnostic.message)});
  }
}

/// Adds one note for all objects that leave the field to the default.
template <class Relies>
void add_default(std::vector<Note>& notes, const Plan& plan, std::string_view field, std::string message, Relies relies) {
  Note note{.code = "ServiceDefault", .objects = {}, .field = std::string{field}, .message = std::move(message)};
  for (const auto& component : plan.components()) {
    if (component.find(field) == nullptr && relies(component)) note.objects.push_back(component.id);
  }
  if (!note.objects.empty()) notes.push_back(std::move(note));
}

void add_defaults(std::vector<Note>& notes, const Plan& plan) {
  const Defaults here;
  const auto there = service_defaults();
  const auto is_tried = [](const Component& component) { return component.kind == Kind::activity || component.kind == Kind::precondition; };

  if (here.maximum_retries != there.maximum_retries) {
    add_default(
        notes, plan, "maximumRetries",
        fmt::format("not set: {} here, {} on the service", counted(here.maximum_retries, "retry", "retries"), there.maximum_retries),
        is_tried);
  }
  if (here.retry_delay != there.retry_delay) {
    add_default(notes, plan, "retryDelay",
                fmt::format("not set: {} here, {} on the service", in_words(here.retry_delay), in_words(there.retry_delay)),
                [](const Component& component) {
                  // Without retries nobody waits between them; a precondition waits between its checks.
                  return component.kind == Kind::precondition || (component.kind == Kind::activity && component.policy.maximum_retries > 0);
                });
  }
  if (here.max_active_instances != there.max_active_instances && !plan.runs().on_demand) {
    add_default(notes, plan, "maxActiveInstances",
                fmt::format("not set: no bound on instances under way at a time here, {} on the service", there.max_active_instances),
                [](const Component& component) { return component.kind == Kind::activity || component.kind == Kind::data_node; });
  }
  if (!here.report_progress_timeout && there.report_progress_timeout) {
    add_default(notes, plan, "reportProgressTimeout",
                fmt::format("not set: progress is not asked for here; the service fails an attempt that is silent for {}",
                            in_words(*there.report_progress_timeout)),
                [](const Component& component) { return component.kind == Kind::activity; });
  }
}

/// S-69, which is off under the embedded profile.
void add_backfill(std::vector<Note>& notes, const Plan& plan, Instant now) {
  Note note{.code = "BackfillTooOld", .objects = {}, .field = {}, .message = {}};
  std::optional<Instant> first;
  for (const auto& component : plan.components()) {
    if (!component.calendar || component.calendar->recurrence.start >= now - std::chrono::days{1}) continue;
    note.objects.push_back(component.id);
    first = std::min(first.value_or(component.calendar->recurrence.start), component.calendar->recurrence.start);
  }
  if (!first) return;
  note.message = fmt::format(
      "the service would refuse to activate it: the first interval begins at {}, more than a day ago; here it is caught up with",
      penstock::to_text(*first));
  notes.push_back(std::move(note));
}

}  // namespace

std::vector<Note> service_differences(const Definition& definition, const ParameterValues& values, const Plan& plan,
                                      const Diagnostics& here, Instant now) {
  std::vector<Note> notes;
  const auto there = judgement_of(compile(definition, standard_catalog(), options_for(Profile::service, values, now, false)));
  add_complaints(notes, there.diagnostics, here);
  add_defaults(notes, plan);
  add_backfill(notes, plan, now);
  return notes;
}

}  // namespace penstock::cli
