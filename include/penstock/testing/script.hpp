// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the outside world does, written down beforehand: how long each attempt takes and how it ends, what each check answers, when
/// machines come up and die. Knows words and entries; knows no clock and no engine.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/activity/activity.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/precondition/precondition.hpp"
#include "penstock/time.hpp"

namespace penstock::testing {

/// A script that cannot be read; `what()` says where and what.
class ScriptError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One attempt of an activity.
struct ActivityEntry {
  enum class What {
    ends,     ///< after `takes`, as `outcome` says
    hangs,    ///< never, although it reports progress
    stalls,   ///< never, and it reports nothing (S-169)
    polled,   ///< a task runner takes it with `Engine::poll` and reports how it ends
    ignored,  ///< no task runner takes it
  };
  What what = What::ends;
  Duration takes{};
  Outcome outcome{};

  bool operator==(const ActivityEntry&) const = default;
};

/// What the attempts of an activity do, one entry for each attempt of an instance, also after a rerun; the last one repeats. Without
/// entries every attempt succeeds at once.
class ActivityScript {
 public:
  /// The next attempt ends well, after `takes` on the test's clock.
  ActivityScript& succeeds(Duration takes = Duration::zero());
  ActivityScript& then_succeeds(Duration takes = Duration::zero()) { return succeeds(takes); }
  /// The next attempt fails with this message, after `takes` on the test's clock.
  ActivityScript& fails(std::string message = "failed", Duration takes = Duration::zero());
  ActivityScript& then_fails(std::string message = "failed", Duration takes = Duration::zero()) { return fails(std::move(message), takes); }
  /// The next attempt never ends by itself.
  ActivityScript& hangs();
  /// The next attempt does what the entry says. Entries that are `polled` or `ignored` are for whole components, without any others.
  ActivityScript& then(ActivityEntry entry);
  /// Every attempt runs this function, which says how it ended, at once.
  ActivityScript& does(std::function<Outcome(ActivityContext&)> body);

  /// What attempt `number`, from 1, does.
  [[nodiscard]] const ActivityEntry& entry(int number) const;
  [[nodiscard]] const std::vector<ActivityEntry>& entries() const noexcept { return entries_; }
  /// The function given to `does`; empty if there is none.
  [[nodiscard]] const std::function<Outcome(ActivityContext&)>& body() const noexcept { return body_; }

 private:
  std::vector<ActivityEntry> entries_;
  std::function<Outcome(ActivityContext&)> body_;
};

/// One check of a precondition.
struct CheckEntry {
  CheckResult result{};
  std::optional<Instant> met_from{};  ///< instead of `result`: not met before this moment, met from then on

  bool operator==(const CheckEntry&) const = default;
};

/// What the checks of a precondition answer, one entry for each check of an instance, from the first again after a rerun; the last one
/// repeats. Without entries every check is met.
class CheckScript {
 public:
  CheckScript& is_met() { return then({.result = CheckResult::met()}); }
  CheckScript& is_not_met() { return then({.result = CheckResult::not_yet()}); }
  CheckScript& has_error(std::string message = "cannot look") { return then({.result = CheckResult::error(std::move(message))}); }
  /// Not met before this moment, met from then on.
  CheckScript& is_met_from(Instant moment) { return then({.result = {}, .met_from = moment}); }
  CheckScript& then(CheckEntry entry);

  /// What check `number`, from 0, answers at the time `now`.
  [[nodiscard]] CheckResult answer(std::size_t number, Instant now) const;
  [[nodiscard]] const std::vector<CheckEntry>& entries() const noexcept { return entries_; }

 private:
  std::vector<CheckEntry> entries_;
};

/// One attempt to hold a resource.
struct ResourceEntry {
  bool comes_up = true;                  ///< false: its creation fails
  Duration takes{};                      ///< until it is up, or has failed
  std::optional<Duration> dies_after{};  ///< so long after it was up; none: it stays

  bool operator==(const ResourceEntry&) const = default;
};

/// What becomes of a resource, one entry for each attempt of an instance; the last one repeats. Without entries it is up at once.
class ResourceScript {
 public:
  ResourceScript& comes_up(Duration takes = Duration::zero(), std::optional<Duration> dies_after = std::nullopt) {
    return then({.comes_up = true, .takes = takes, .dies_after = dies_after});
  }
  ResourceScript& fails(Duration takes = Duration::zero()) { return then({.comes_up = false, .takes = takes}); }
  ResourceScript& then(ResourceEntry entry);

  /// What attempt `number`, from 1, does.
  [[nodiscard]] ResourceEntry entry(int number) const;
  [[nodiscard]] const std::vector<ResourceEntry>& entries() const noexcept { return entries_; }

 private:
  std::vector<ResourceEntry> entries_;
};

/// An instance, in all the ways in which a script may name it.
struct ScriptedName {
  std::string component{};     ///< object id
  std::string instance{};      ///< `@X_2015-05-17T00:00:00`
  std::int64_t interval = -1;  ///< number of its interval or run, from 0; negative: not known
  std::string owner{};         ///< of a precondition instance: object id of the owner
};

/// Scripts of components and of single instances. A name is `X` for all instances of a component, `X#3` for the instance of its fourth
/// interval (on demand: of its fourth run), `P#3/X` for the precondition P of that instance, or an instance id. The most exact name wins:
/// the id, then `P#3/X`, then `X#3`, then `X`. A plain value; one thread at a time.
class Script {
 public:
  /// Reads a JSON object from names to entries, one text or a list of texts:
  ///
  ///     {"Load": ["10m fail E7 disk full", "5m ok"], "Box": "up 3m die 2h", "Arrived#2": ["false", "true"], "shutdown": {"Box": "2m"}}
  ///
  ///     activity      TIME "ok" | TIME "fail" [error-id [message...]] | "hang" | "stall" | "never" | "manual"
  ///     resource      "up" TIME ["die" TIME] | "fail" TIME
  ///     precondition  "true" | "false" | "error" | "true from" DATE-TIME
  ///     TIME          digits and s, m, h or d
  ///
  /// `manual` is work for `Engine::poll`, `never` is work that nobody takes. The key `shutdown` is no component: it says how long resources
  /// take to go. Throws ScriptError.
  [[nodiscard]] static Script read(std::string_view json);

  /// The script of that name; made if there is none yet.
  ActivityScript& activity(const std::string& name);
  CheckScript& precondition(const std::string& name);
  ResourceScript& resource(const std::string& name);
  /// How long instances of a resource take to go; no time if nothing is said.
  Script& shutdown(const std::string& component, Duration takes);

  /// The script of an instance, or null if nothing is said about it.
  [[nodiscard]] const ActivityScript* find_activity(const ScriptedName& name) const;
  [[nodiscard]] const CheckScript* find_precondition(const ScriptedName& name) const;
  [[nodiscard]] const ResourceScript* find_resource(const ScriptedName& name) const;
  [[nodiscard]] Duration shutdown_of(const std::string& component) const;

  /// Whether the number of an interval of that component stands in any name, so that it has to be known to find the script.
  [[nodiscard]] bool is_numbered(std::string_view component) const { return numbered_.contains(component); }
  /// Whether the work of that component waits for task runners.
  [[nodiscard]] bool is_polled(std::string_view component) const;

  /// What in this script cannot be meant for that plan: names that it does not have, entries for another kind of object, `manual` or
  /// `never` beside other entries. One sentence each.
  [[nodiscard]] std::vector<std::string> problems(const Plan& plan) const;

 private:
  template <class Entries>
  using Table = std::map<std::string, Entries, std::less<>>;
  template <class Entries>
  static const Entries* find(const Table<Entries>& table, const ScriptedName& name);
  void note_number(const std::string& name);
  void add(const std::string& name, const std::string& entry, const std::string& place);

  Table<ActivityScript> activities_;
  Table<CheckScript> preconditions_;
  Table<ResourceScript> resources_;
  Table<Duration> shutdowns_;
  std::set<std::string, std::less<>> numbered_;
};

/// `90s`, `10m`, `5h`, `2d`; none for anything else.
[[nodiscard]] std::optional<Duration> parse_script_duration(std::string_view text);

}  // namespace penstock::testing
