// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How an object of a builder is wired to others. Verbs are the guide's field names; a verb that makes no sense for the kind of the
/// object, or an object of the wrong kind given to it, does not compile and says why.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/slots.hpp"
#include "penstock/ids.hpp"
#include "penstock/schedule/recurrence.hpp"

namespace penstock {

/// The kind of an object whose type is known only as text.
struct AnyKind {
  bool operator==(const AnyKind&) const = default;
};
/// The object `Default`, from which all others inherit (S-10).
struct DefaultObject {
  bool operator==(const DefaultObject&) const = default;
};

/// Whether an object with the first mark may turn out to be of the second kind.
constexpr bool may_be(Kind kind, Kind other) noexcept { return kind == other; }
constexpr bool may_be(AnyKind, Kind) noexcept { return true; }
constexpr bool may_be(DefaultObject, Kind kind) noexcept { return is_runnable(kind) || kind == Kind::precondition; }

template <auto kind>
class Handle;
using AnyHandle = Handle<AnyKind{}>;

/// Whether a verb accepts the argument as an object of one of the kinds: a handle, or the id of an object that is defined elsewhere.
template <class Argument, Kind... kinds>
struct PointsTo : std::is_same<Argument, ObjectId> {};
template <auto kind, Kind... kinds>
struct PointsTo<Handle<kind>, kinds...> : std::bool_constant<(may_be(kind, kinds) || ...)> {};
template <Kind... kinds>
struct PointsTo<Handle<DefaultObject{}>, kinds...> : std::false_type {};
template <class Argument, Kind... kinds>
inline constexpr bool points_to = PointsTo<std::remove_cvref_t<Argument>, kinds...>::value;

/// What a failure does to those who wait for it, and a rerun to those who ran (S-118).
enum class FailureAndRerunMode { none, cascade };

/// A value for `Handle::set`.
class AnyValue {
 public:
  template <TextLike T>
  AnyValue(const T& text) : value_{std::string{std::string_view{text}}} {}
  template <std::same_as<bool> T>
  AnyValue(T truth) : value_{truth ? "true" : "false"} {}
  template <WholeNumber T>
  AnyValue(T number) : value_{Number{std::to_string(number)}} {}
  AnyValue(double number);
  /// Takes away what the object would inherit (S-14).
  AnyValue(std::nullptr_t) : value_{Null{}} {}
  AnyValue(const ObjectId& id) : value_{Reference{id.text()}} {}
  template <auto kind>
  AnyValue(const Handle<kind>& object) : value_{Reference{object.id().text()}} {}
  AnyValue(const Period& period) : value_{to_text(period)} {}
  template <class Rep, class Ratio>
  AnyValue(std::chrono::duration<Rep, Ratio> duration) : value_{PeriodValue{duration}.values().front()} {}
  template <class Precision>
  AnyValue(std::chrono::sys_time<Precision> time) : value_{DateTimeValue{time}.values().front()} {}

  [[nodiscard]] const FieldValue& value() const noexcept { return value_; }

 private:
  FieldValue value_;
};

/// Replaces the values of a field; removes it when there are none. Numbers stay numbers in fields of the author's own (`my…`), where
/// expressions calculate with them; elsewhere they become texts, as AWS's tools want them.
void set_field(std::vector<Field>& fields, std::string_view name, std::vector<FieldValue> values, bool written_as_list);
/// Adds a value to a field.
void append_to_field(std::vector<Field>& fields, std::string_view name, FieldValue value);

/// An object in a `PipelineBuilder`, as light as a pointer. Valid while the builder lives, also when that is moved.
/// References add up (`.input(a).input(b)` is `.input(a, b)`); all else replaces what was set before.
template <auto kind>
class Handle {
 public:
  explicit Handle(Object& object) : object_{&object} {}

  [[nodiscard]] ObjectId id() const { return ObjectId{object_->id.value_or("")}; }

  /// A label for people; without it the id serves.
  Handle name(std::string_view label) const {
    object_->name = label;
    return *this;
  }
  /// Inherits the fields of another object in place of those of `Default` (S-11).
  template <class Other>
  Handle parent(const Other& other) const {
    set_field(object_->fields, "parent", {AnyValue{other}.value()}, false);
    return *this;
  }
  /// Any field by its name in the guide, or one of the author's own: `.set("myRegion", "north")`.
  Handle set(std::string_view field, const AnyValue& value) const {
    set_field(object_->fields, field, {value.value()}, false);
    return *this;
  }
  Handle set(std::string_view field, std::initializer_list<AnyValue> values) const {
    std::vector<FieldValue> all;
    for (const AnyValue& value : values) all.push_back(value.value());
    set_field(object_->fields, field, std::move(all), true);
    return *this;
  }
  Handle set(std::string_view field, const std::vector<std::string>& texts) const {
    set_field(object_->fields, field, {texts.begin(), texts.end()}, true);
    return *this;
  }

  template <class... Nodes>
  Handle input(const Nodes&... nodes) const {
    static_assert(is_one_of<Kind::activity>, "Penstock: only activities have input()");
    static_assert((points_to<Nodes, Kind::data_node> && ...), "Penstock: input() takes data nodes");
    return append("input", nodes...);
  }
  template <class... Nodes>
  Handle output(const Nodes&... nodes) const {
    static_assert(is_one_of<Kind::activity>, "Penstock: only activities have output()");
    static_assert((points_to<Nodes, Kind::data_node> && ...), "Penstock: output() takes data nodes");
    return append("output", nodes...);
  }
  template <class... Others>
  Handle depends_on(const Others&... others) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node>, "Penstock: only activities and data nodes have depends_on()");
    static_assert((points_to<Others, Kind::activity, Kind::data_node> && ...), "Penstock: depends_on() takes activities and data nodes");
    return append("dependsOn", others...);
  }
  /// Begins once all that it depends on has ended, well or badly: for clean-up.
  Handle finally(const BooleanValue& yes = true) const {
    static_assert(is_one_of<Kind::activity>, "Penstock: only activities have finally()");
    return put_slot("finally", yes);
  }
  template <class... Preconditions>
  Handle precondition(const Preconditions&... preconditions) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node>, "Penstock: only activities and data nodes have precondition()");
    static_assert((points_to<Preconditions, Kind::precondition> && ...), "Penstock: precondition() takes preconditions");
    return append("precondition", preconditions...);
  }

  template <class Calendar>
  Handle schedule(const Calendar& schedule) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node, Kind::resource>,
                  "Penstock: only activities, data nodes and resources have schedule()");
    static_assert(points_to<Calendar, Kind::schedule>, "Penstock: schedule() takes a schedule");
    return put("schedule", schedule);
  }
  Handle schedule_type(ScheduleType type) const {
    return schedule_type(type == ScheduleType::cron ? "cron" : type == ScheduleType::timeseries ? "timeseries" : "ondemand");
  }
  Handle schedule_type(const Text& type) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node, Kind::resource>,
                  "Penstock: only activities, data nodes and resources have schedule_type()");
    return put_slot("scheduleType", type);
  }
  /// How many instances may be under way at a time (S-71).
  Handle max_active_instances(const IntegerValue& count) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node, Kind::resource>,
                  "Penstock: only activities, data nodes and resources have max_active_instances()");
    return put_slot("maxActiveInstances", count);
  }
  Handle pipeline_log_uri(const Text& uri) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node, Kind::resource>,
                  "Penstock: only activities, data nodes and resources have pipeline_log_uri()");
    return put_slot("pipelineLogUri", uri);
  }

  template <class Resource>
  Handle runs_on(const Resource& resource) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node>, "Penstock: only activities and data nodes have runs_on()");
    static_assert(points_to<Resource, Kind::resource>, "Penstock: runs_on() takes a resource");
    return put("runsOn", resource);
  }
  Handle worker_group(const Text& group) const {
    static_assert(is_one_of<Kind::activity, Kind::data_node>, "Penstock: only activities and data nodes have worker_group()");
    return put_slot("workerGroup", group);
  }

  template <class... Actions>
  Handle on_fail(const Actions&... actions) const {
    static_assert(has_attempts, "Penstock: only what has attempts has on_fail()");
    static_assert((points_to<Actions, Kind::action> && ...), "Penstock: on_fail() takes actions");
    return append("onFail", actions...);
  }
  template <class... Actions>
  Handle on_success(const Actions&... actions) const {
    static_assert(has_attempts, "Penstock: only what has attempts has on_success()");
    static_assert((points_to<Actions, Kind::action> && ...), "Penstock: on_success() takes actions");
    return append("onSuccess", actions...);
  }
  /// Needs `late_after_timeout` (S-131).
  template <class... Actions>
  Handle on_late_action(const Actions&... actions) const {
    static_assert(has_attempts, "Penstock: only what has attempts has on_late_action()");
    static_assert((points_to<Actions, Kind::action> && ...), "Penstock: on_late_action() takes actions");
    return append("onLateAction", actions...);
  }
  Handle late_after_timeout(const PeriodValue& period) const {
    static_assert(has_attempts, "Penstock: only what has attempts has late_after_timeout()");
    return put_slot("lateAfterTimeout", period);
  }

  /// Taken once for each run of the pipeline: when something of it ends badly (S-135).
  template <class... Actions>
  Handle on_pipeline_fail(const Actions&... actions) const {
    static_assert(is_default, "Penstock: only defaults() has on_pipeline_fail()");
    static_assert((points_to<Actions, Kind::action> && ...), "Penstock: on_pipeline_fail() takes actions");
    return append("onPipelineFail", actions...);
  }
  /// Taken once for each run of the pipeline: when all of it has ended well (S-135).
  template <class... Actions>
  Handle on_pipeline_success(const Actions&... actions) const {
    static_assert(is_default, "Penstock: only defaults() has on_pipeline_success()");
    static_assert((points_to<Actions, Kind::action> && ...), "Penstock: on_pipeline_success() takes actions");
    return append("onPipelineSuccess", actions...);
  }

  /// Retries, not tries: 3 allows four attempts (S-89).
  Handle maximum_retries(const IntegerValue& count) const {
    static_assert(has_attempts, "Penstock: only what has attempts has maximum_retries()");
    return put_slot("maximumRetries", count);
  }
  Handle retry_delay(const PeriodValue& period) const {
    static_assert(has_attempts, "Penstock: only what has attempts has retry_delay()");
    return put_slot("retryDelay", period);
  }
  Handle attempt_timeout(const PeriodValue& period) const {
    static_assert(has_attempts, "Penstock: only what has attempts has attempt_timeout()");
    return put_slot("attemptTimeout", period);
  }
  Handle report_progress_timeout(const PeriodValue& period) const {
    static_assert(has_attempts, "Penstock: only what has attempts has report_progress_timeout()");
    return put_slot("reportProgressTimeout", period);
  }
  Handle failure_and_rerun_mode(FailureAndRerunMode mode) const {
    return failure_and_rerun_mode(mode == FailureAndRerunMode::cascade ? "cascade" : "none");
  }
  Handle failure_and_rerun_mode(const Text& mode) const {
    static_assert(has_attempts, "Penstock: only what has attempts has failure_and_rerun_mode()");
    return put_slot("failureAndRerunMode", mode);
  }
  Handle precondition_timeout(const PeriodValue& period) const {
    static_assert(is_one_of<Kind::precondition>, "Penstock: only preconditions have precondition_timeout()");
    return put_slot("preconditionTimeout", period);
  }

 private:
  template <Kind... kinds>
  static constexpr bool is_one_of = (may_be(kind, kinds) || ...);
  static constexpr bool is_default = std::is_same_v<std::remove_cv_t<decltype(kind)>, DefaultObject>;
  static constexpr bool has_attempts = is_one_of<Kind::activity, Kind::data_node, Kind::resource, Kind::precondition>;

  template <class... Objects>
  Handle append(std::string_view field, const Objects&... objects) const {
    (append_to_field(object_->fields, field, AnyValue{objects}.value()), ...);
    return *this;
  }
  template <class Target>
  Handle put(std::string_view field, const Target& target) const {
    set_field(object_->fields, field, {AnyValue{target}.value()}, false);
    return *this;
  }
  template <class SlotType>
  Handle put_slot(std::string_view field, const SlotType& value) const {
    set_field(object_->fields, field, value.values(), false);
    return *this;
  }

  Object* object_;
};

}  // namespace penstock
