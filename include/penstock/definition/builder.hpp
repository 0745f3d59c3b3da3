// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Definitions written in C++. An aggregate says what an object is, the handle that `add` returns says how it is wired, and `build` gives
/// the same value that reading JSON gives.
///
///     PipelineBuilder pipeline{"clickstream"};
///     const auto hourly = pipeline.add("Hourly", Schedule{.period = hours{1}, .start_date_time = utc("2024-03-01")});
///     const auto logs = pipeline.add("Logs", FileDataNode{.directory_path = "logs/#{@scheduledStartTime}"});
///     pipeline.defaults().schedule(hourly).schedule_type(ScheduleType::cron);
///     pipeline.add("Crunch", ShellCommandActivity{.command = "crunch.sh", .stage =
///     true}).input(logs).maximum_retries(3).retry_delay(10min); engine.deploy(pipeline.build());

#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/handle.hpp"
#include "penstock/definition/object_description.hpp"
#include "penstock/definition/objects/actions.hpp"
#include "penstock/definition/objects/activities.hpp"
#include "penstock/definition/objects/data_formats.hpp"
#include "penstock/definition/objects/data_nodes.hpp"
#include "penstock/definition/objects/databases.hpp"
#include "penstock/definition/objects/preconditions.hpp"
#include "penstock/definition/objects/resources.hpp"
#include "penstock/definition/objects/schedules.hpp"
#include "penstock/definition/objects/utilities.hpp"
#include "penstock/definition/slots.hpp"

namespace penstock {

/// The attributes of a parameter that a definition declares (S-18).
struct ParameterAttributes {
  Text type = {};          ///< String (the default), Integer, Double or AWS::S3::ObjectKey
  TextList defaults = {};  ///< the value, or values, where none are given
  BooleanValue optional = {};
  BooleanValue is_array = {};
  TextList allowed_values = {};
  Text description = {};
  Text watermark = {};
  Text help_text = {};
  Text help_link = {};
};

/// Collects the objects of one pipeline. To be used by one thread at a time.
class PipelineBuilder {
 public:
  explicit PipelineBuilder(std::string name = {}) : name_{std::move(name)} {}
  PipelineBuilder(PipelineBuilder&&) = default;
  PipelineBuilder& operator=(PipelineBuilder&&) = default;

  /// Adds an object of a type that has an aggregate. A second object of the same id is kept, for `compile` to complain of.
  template <ObjectDescription T>
  Handle<T::kind> add(std::string_view id, const T& description) {
    return Handle<T::kind>{insert(id, object_of(description))};
  }

  /// Adds an object of any type, by its name; without a type it is a base for `parent` (S-4). Fields come by `set`.
  AnyHandle object(std::string_view id, std::string_view type = {});

  /// The object `Default`, which comes into being with the first call.
  Handle<DefaultObject{}> defaults();

  /// Declares a parameter and returns the expression that reads it: `#{myStart}`.
  std::string parameter(std::string_view id, const ParameterAttributes& attributes = {});

  /// Gives a parameter a value, or a name that is not declared; replaces an earlier one.
  void value(std::string_view parameter, const AnyValue& value);
  void value(std::string_view parameter, std::initializer_list<AnyValue> values);
  void value(std::string_view parameter, const std::vector<std::string>& values);

  /// The definition so far, with both delimiters allowed, `Default` first. Cannot fail: `compile` finds what is wrong.
  [[nodiscard]] Definition build() const;

 private:
  Object& insert(std::string_view id, Object object);

  std::string name_;
  std::deque<Object> objects_;  // handles point into it
  Object* defaults_ = nullptr;
  std::vector<Parameter> parameters_;
  ParameterValues values_;
};

}  // namespace penstock
