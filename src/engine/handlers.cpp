// SPDX-License-Identifier: Apache-2.0
#include "penstock/engine/handlers.hpp"

#include "function_handlers.hpp"
#include "local_resource.hpp"

namespace penstock {
namespace {

constexpr const char* function_activity = "FunctionActivity";
constexpr const char* function_precondition = "FunctionPrecondition";
constexpr const char* callback_action = "CallbackAction";

template <class Handler, class Table>
Handler* find_in(const Table& table, std::string_view type) noexcept {
  const auto found = table.find(type);
  return found == table.end() ? nullptr : found->second.get();
}

/// Puts the table's handler for the longer list of functions in place of the one for the shorter, unless the program serves the type
/// itself.
template <class Ours, class Table, class Functions>
void renew(Table& table, const char* type, const Functions& functions) {
  auto& handler = table[type];
  if (handler == nullptr || dynamic_cast<const Ours*>(handler.get()) != nullptr) handler = std::make_shared<Ours>(functions);
}

}  // namespace

Handlers::Handlers() : functions_{std::make_shared<Functions>()} {
  renew<FunctionActivityHandler>(activities_, function_activity, functions_->activities);
  renew<FunctionPreconditionHandler>(preconditions_, function_precondition, functions_->checks);
  renew<CallbackActionHandler>(actions_, callback_action, functions_->callbacks);
  resources_.emplace("LocalResource", std::make_shared<LocalResourceHandler>());
}

Handlers& Handlers::activity(std::string type, std::shared_ptr<ActivityHandler> handler) {
  activities_.insert_or_assign(std::move(type), std::move(handler));
  return *this;
}

Handlers& Handlers::precondition(std::string type, std::shared_ptr<PreconditionHandler> handler) {
  preconditions_.insert_or_assign(std::move(type), std::move(handler));
  return *this;
}

Handlers& Handlers::action(std::string type, std::shared_ptr<ActionHandler> handler) {
  actions_.insert_or_assign(std::move(type), std::move(handler));
  return *this;
}

Handlers& Handlers::resource(std::string type, std::shared_ptr<ResourceHandler> handler) {
  resources_.insert_or_assign(std::move(type), std::move(handler));
  return *this;
}

// Each of these works on a copy: a table that an engine already took keeps the functions it had.

Handlers& Handlers::add_function(std::string name, ActivityFunction body) {
  functions_ = std::make_shared<Functions>(*functions_);
  functions_->activities.insert_or_assign(std::move(name), std::make_shared<const ActivityFunction>(std::move(body)));
  renew<FunctionActivityHandler>(activities_, function_activity, functions_->activities);
  return *this;
}

Handlers& Handlers::add_check(std::string name, CheckFunction body) {
  functions_ = std::make_shared<Functions>(*functions_);
  functions_->checks.insert_or_assign(std::move(name), std::make_shared<const CheckFunction>(std::move(body)));
  renew<FunctionPreconditionHandler>(preconditions_, function_precondition, functions_->checks);
  return *this;
}

Handlers& Handlers::callback(std::string name, CallbackFunction body) {
  functions_ = std::make_shared<Functions>(*functions_);
  functions_->callbacks.insert_or_assign(std::move(name), std::make_shared<const CallbackFunction>(std::move(body)));
  renew<CallbackActionHandler>(actions_, callback_action, functions_->callbacks);
  return *this;
}

ActivityHandler* Handlers::find_activity(std::string_view type) const noexcept { return find_in<ActivityHandler>(activities_, type); }

PreconditionHandler* Handlers::find_precondition(std::string_view type) const noexcept {
  return find_in<PreconditionHandler>(preconditions_, type);
}

ActionHandler* Handlers::find_action(std::string_view type) const noexcept { return find_in<ActionHandler>(actions_, type); }

ResourceHandler* Handlers::find_resource(std::string_view type) const noexcept { return find_in<ResourceHandler>(resources_, type); }

}  // namespace penstock
