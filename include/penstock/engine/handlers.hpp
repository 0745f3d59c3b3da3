// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Who does the work: object type → handler, and names of C++ functions. Explicit registration, no globals.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "penstock/action/action.hpp"
#include "penstock/activity/activity.hpp"
#include "penstock/precondition/precondition.hpp"
#include "penstock/resource/resource.hpp"

namespace penstock {

/// The body of a FunctionActivity.
using ActivityFunction = std::function<Outcome(ActivityContext&)>;
/// The body of a FunctionPrecondition.
using CheckFunction = std::function<CheckResult(CheckContext&)>;
/// The body of a CallbackAction.
using CallbackFunction = std::function<void(const Firing&, const ObjectView&)>;

/// A table of handlers. Fill it, then hand it to an engine, which keeps a copy. Not to be changed from several threads.
class Handlers {
 public:
  /// Knows FunctionActivity, FunctionPrecondition and CallbackAction, whose bodies are registered below, and LocalResource, which is this
  /// process.
  Handlers();

  /// Serves an object type; replaces an earlier handler of that type.
  Handlers& activity(std::string type, std::shared_ptr<ActivityHandler> handler);
  Handlers& precondition(std::string type, std::shared_ptr<PreconditionHandler> handler);
  Handlers& action(std::string type, std::shared_ptr<ActionHandler> handler);
  Handlers& resource(std::string type, std::shared_ptr<ResourceHandler> handler);

  /// A C++ function under the name that definitions use: `Outcome (ActivityContext&)`, or `void (ActivityContext&)`, which succeeds unless
  /// it throws.
  template <class F>
  Handlers& function(std::string name, F body) {
    if constexpr (std::is_void_v<std::invoke_result_t<F&, ActivityContext&>>) {
      return add_function(std::move(name), [body = std::move(body)](ActivityContext& context) mutable {
        body(context);
        return Outcome::success();
      });
    } else {
      return add_function(std::move(name), std::move(body));
    }
  }
  /// A check for FunctionPrecondition: `CheckResult (CheckContext&)`, or `bool (CheckContext&)`.
  template <class F>
  Handlers& check(std::string name, F body) {
    if constexpr (std::is_same_v<std::invoke_result_t<F&, CheckContext&>, bool>) {
      return add_check(std::move(name), [body = std::move(body)](CheckContext& context) mutable {
        return body(context) ? CheckResult::met() : CheckResult::not_yet();
      });
    } else {
      return add_check(std::move(name), std::move(body));
    }
  }
  /// A callback for CallbackAction.
  Handlers& callback(std::string name, CallbackFunction body);

  /// The handler of an object type, or null.
  [[nodiscard]] ActivityHandler* find_activity(std::string_view type) const noexcept;
  [[nodiscard]] PreconditionHandler* find_precondition(std::string_view type) const noexcept;
  [[nodiscard]] ActionHandler* find_action(std::string_view type) const noexcept;
  [[nodiscard]] ResourceHandler* find_resource(std::string_view type) const noexcept;

 private:
  struct Functions;
  Handlers& add_function(std::string name, ActivityFunction body);
  Handlers& add_check(std::string name, CheckFunction body);

  template <class Handler>
  using Table = std::map<std::string, std::shared_ptr<Handler>, std::less<>>;
  Table<ActivityHandler> activities_;
  Table<PreconditionHandler> preconditions_;
  Table<ActionHandler> actions_;
  Table<ResourceHandler> resources_;
  std::shared_ptr<Functions> functions_;
};

}  // namespace penstock
