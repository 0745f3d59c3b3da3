// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A definition that was checked, resolved and typed. Immutable. Knows the graph; knows nothing of time passing.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/plan/secret_texts.hpp"
#include "penstock/schedule/recurrence.hpp"
#include "penstock/time.hpp"

namespace penstock {

/// Position of a component in its plan. Components keep their position when a pipeline is edited; new ones come after them.
using ComponentIndex = std::uint32_t;

/// How far from AWS's service the engine may depart (profiles.md).
enum class Profile { embedded, service };

/// What becomes of a consumer whose dependency failed (S-118): it waits, or it fails as well.
enum class FailureMode { none, cascade };

/// A value of a compiled field: text to evaluate, another component, or a typed constant (a JSON number or boolean).
using CompiledValue = std::variant<Template, ComponentIndex, Value>;

struct CompiledField {
  std::string name;  ///< without star
  std::vector<CompiledValue> values = {};
  Slot slot = Slot::string;
  bool list = false;    ///< its slot takes several values (S-201)
  bool secret = false;  ///< never shown (S-26)
};

/// A parameter with its value for this activation (S-19). No values: an optional one that was not given.
struct ResolvedParameter {
  std::string name;  ///< without star
  std::vector<Value> values = {};
  bool array = false;
  bool secret = false;
};

/// When the intervals of a component come.
struct Calendar {
  Recurrence recurrence;
  /// Which intervals there are and when each is released. Always cron for resources, whatever the author said (S-61, S-62).
  ScheduleType type = ScheduleType::timeseries;
  /// What the author said. Differs from `type` for resources only, where it decides what an activation timestamp skips (S-151).
  ScheduleType declared = type;
};

/// How attempts are repeated and bounded.
struct Policy {
  std::int32_t maximum_retries = 0;  ///< retries, not tries: 3 allows four attempts (S-89)
  Duration retry_delay{10'000};
  std::optional<Duration> attempt_timeout = std::nullopt;          ///< S-95
  std::optional<Duration> report_progress_timeout = std::nullopt;  ///< S-168; none: progress is not asked for
  std::optional<Duration> precondition_timeout = std::nullopt;     ///< S-102
  std::optional<Duration> late_after = std::nullopt;               ///< S-133
  FailureMode failure_mode = FailureMode::none;
  std::int32_t max_active_instances = 0;  ///< 0: not bounded (S-71); of a resource, how many exist at a time (S-110)

  // Of resources.
  std::optional<Duration> init_timeout = std::nullopt;     ///< from CREATING on; then the creation has failed (S-111)
  std::optional<Duration> terminate_after = std::nullopt;  ///< from CREATING on; then TIMEDOUT (S-112)
  bool retry_resource = true;                              ///< actionOnResourceFailure: whether it is created again (S-113)
  bool terminate_on_task_failure = false;                  ///< actionOnTaskFailure (S-116)
  std::int32_t max_tasks = 0;                              ///< activities that run on it at a time (S-117); 0: not bounded
};

struct Component {
  std::string id;
  std::string name;
  std::string type;
  Kind kind = Kind::utility;
  const ObjectType* object_type = nullptr;  ///< in the plan's catalog
  std::uint32_t order = 0;                  ///< position in the definition
  std::vector<CompiledField> fields;        ///< own and inherited, resolved; without id, name, type, parent

  std::optional<Calendar> calendar;  ///< runnables of scheduled pipelines
  Policy policy;

  std::vector<ComponentIndex> dependencies;   ///< what it waits for, in the order of S-37, each once
  std::vector<ComponentIndex> consumers;      ///< who waits for it
  std::vector<ComponentIndex> preconditions;  ///< its own, in written order
  /// Where its work is done; at most one of the two is set (S-40), and neither when it is done in this process. For a data node it is where
  /// its user-managed preconditions are checked, if need be the place of an activity that reads or writes it (S-105).
  std::optional<ComponentIndex> runs_on;
  std::string worker_group;
  std::vector<ComponentIndex>
      users;  ///< of a resource: activities that run on it and data nodes whose preconditions are checked on it, in definition order
  std::vector<ComponentIndex> on_success;
  std::vector<ComponentIndex> on_fail;
  std::vector<ComponentIndex> on_late;
  bool finally = false;  ///< an activity that begins once its dependencies have ended, whatever became of them

  /// The field of that name, or null.
  [[nodiscard]] const CompiledField* find(std::string_view field) const noexcept;
};

/// What `Default` says of the runs of the whole pipeline: of each interval of a schedule, or of each activation on demand.
struct RunPolicy {
  bool on_demand = false;                       ///< instances come from activations instead of schedules (S-74)
  std::int32_t max = 1;                         ///< of an on-demand pipeline, how many may be under way at a time (S-77); at least 1
  std::vector<ComponentIndex> on_success = {};  ///< actions taken when all of a run has ended well (S-135)
  std::vector<ComponentIndex> on_fail = {};     ///< actions taken when something of a run ends badly, once until it is mended
};

/// A field of a component, by its position there.
struct FieldPlace {
  ComponentIndex component = 0;
  std::size_t field = 0;
};

/// Shared by the engine, its instances and readers; never changes after `compile`.
class Plan {
 public:
  /// Throws `std::invalid_argument` when components wait for each other in a cycle; `compile` reports it before.
  Plan(std::vector<Component> components, std::vector<ResolvedParameter> parameters, RunPolicy runs,
       std::shared_ptr<const Catalog> catalog);

  [[nodiscard]] const std::vector<Component>& components() const noexcept { return components_; }
  [[nodiscard]] const Component& operator[](ComponentIndex index) const { return components_[index]; }
  [[nodiscard]] std::optional<ComponentIndex> find(std::string_view id) const noexcept;

  /// Declared parameters and entries of `values` that nobody declared (S-24), sorted by name.
  [[nodiscard]] const std::vector<ResolvedParameter>& parameters() const noexcept { return parameters_; }
  [[nodiscard]] const ResolvedParameter* parameter(std::string_view name) const noexcept;

  /// Activities, data nodes and resources in definition order, except that each comes after what it waits for.
  [[nodiscard]] const std::vector<ComponentIndex>& topological_order() const noexcept { return topological_order_; }

  [[nodiscard]] const RunPolicy& runs() const noexcept { return runs_; }

  /// Values of secret parameters, and of secret fields that are plain texts.
  [[nodiscard]] const SecretTexts& plain_secrets() const noexcept { return plain_secrets_; }
  /// Where the other secret fields are: what they hold depends on who looks.
  [[nodiscard]] const std::vector<FieldPlace>& evaluated_secrets() const noexcept { return evaluated_secrets_; }

 private:
  void find_secrets();

  std::vector<Component> components_;
  std::vector<ResolvedParameter> parameters_;
  std::vector<ComponentIndex> topological_order_;
  std::vector<std::pair<std::string, ComponentIndex>> by_id_;
  RunPolicy runs_;
  SecretTexts plain_secrets_;
  std::vector<FieldPlace> evaluated_secrets_;
  std::shared_ptr<const Catalog> catalog_;
};

/// Which interval of its resource an instance of `component` in interval `n` uses: the one that contains its start, else the first that
/// overlaps it; none if there is no such interval (S-48). Only for components with `runs_on`.
[[nodiscard]] std::optional<std::int64_t> resource_interval(const Plan& plan, const Component& component, std::int64_t n);

/// The converse: which intervals of `component` use interval `n` of its resource.
[[nodiscard]] IntervalRange users_of(const Plan& plan, const Component& component, std::int64_t n);

/// Which instances of `dependency` an instance of `component` in interval `n` waits for (S-42, S-46, S-47).
[[nodiscard]] IntervalRange matching(const Component& component, std::int64_t n, const Component& dependency);

}  // namespace penstock
