// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Object types whose body is a C++ function of the program, found by the name that the definition gives.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "penstock/engine/handlers.hpp"

namespace penstock {

template <class Function>
using FunctionTable = std::map<std::string, std::shared_ptr<const Function>, std::less<>>;

/// What a program registered. Immutable once handlers look at it, so that engines may read while a program fills its own table further.
struct Handlers::Functions {
  FunctionTable<ActivityFunction> activities;
  FunctionTable<CheckFunction> checks;
  FunctionTable<CallbackFunction> callbacks;
};

class FunctionActivityHandler final : public ActivityHandler {
 public:
  explicit FunctionActivityHandler(FunctionTable<ActivityFunction> functions) : functions_{std::move(functions)} {}
  [[nodiscard]] Lane lane(const Component& component) const override;
  [[nodiscard]] std::string refuse(const Component& component) const override;
  [[nodiscard]] Outcome perform(ActivityContext& context) override;

 private:
  const FunctionTable<ActivityFunction> functions_;
};

class FunctionPreconditionHandler final : public PreconditionHandler {
 public:
  explicit FunctionPreconditionHandler(FunctionTable<CheckFunction> functions) : functions_{std::move(functions)} {}
  [[nodiscard]] std::string refuse(const Component& component) const override;
  [[nodiscard]] CheckResult check(CheckContext& context) override;

 private:
  const FunctionTable<CheckFunction> functions_;
};

class CallbackActionHandler final : public ActionHandler {
 public:
  explicit CallbackActionHandler(FunctionTable<CallbackFunction> functions) : functions_{std::move(functions)} {}
  [[nodiscard]] std::string refuse(const Component& component) const override;
  void deliver(const Firing& firing, const ObjectView& object) override;

 private:
  const FunctionTable<CallbackFunction> functions_;
};

}  // namespace penstock
