// SPDX-License-Identifier: Apache-2.0
#include "function_handlers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <vector>

#include "constant_text.hpp"
#include "penstock/definition/diagnostics.hpp"

namespace penstock {
namespace {

template <class Function>
std::string not_registered(const FunctionTable<Function>& table, std::string_view what, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [registered, function] : table) names.push_back(registered);
  const auto meant = nearest(name, names);
  if (!meant.empty()) {
    return fmt::format("names the {} \"{}\", which this program has not registered; did you mean \"{}\"?", what, name, meant);
  }
  const auto known = names.empty() ? std::string{"it has registered none"} : fmt::format("it has \"{}\"", fmt::join(names, "\", \""));
  return fmt::format("names the {} \"{}\", which this program has not registered; {}", what, name, known);
}

template <class Function>
std::string refusal(const FunctionTable<Function>& table, std::string_view what, const Component& component, std::string_view field) {
  const auto name = constant_text(component, field);
  if (!name || table.find(*name) != table.end()) return {};
  return not_registered(table, what, *name);
}

/// The function that the evaluated field names; throws for a name that an expression made and nobody registered.
template <class Function>
const Function& named(const FunctionTable<Function>& table, std::string_view what, const ObjectView& object, std::string_view field) {
  const auto name = object.text(field);
  const auto found = table.find(name);
  if (found == table.end()) throw std::runtime_error{fmt::format("{} {}", object.id(), not_registered(table, what, name))};
  return *found->second;
}

bool is_false(std::string_view text) {
  constexpr std::string_view no = "false";
  return text.empty() || std::equal(text.begin(), text.end(), no.begin(), no.end(),
                                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

}  // namespace

Lane FunctionActivityHandler::lane(const Component& component) const {
  // A value that only an evaluation can tell may be true, and blocking work in the compute lane would hold up everybody.
  const auto blocking = constant_text(component, "blocking");
  return blocking && is_false(*blocking) ? Lane::compute : Lane::blocking;
}

std::string FunctionActivityHandler::refuse(const Component& component) const {
  return refusal(functions_, "function", component, "function");
}

Outcome FunctionActivityHandler::perform(ActivityContext& context) {
  return named(functions_, "function", context.object(), "function")(context);
}

std::string FunctionPreconditionHandler::refuse(const Component& component) const {
  return refusal(functions_, "check", component, "function");
}

CheckResult FunctionPreconditionHandler::check(CheckContext& context) {
  return named(functions_, "check", context.object(), "function")(context);
}

std::string CallbackActionHandler::refuse(const Component& component) const {
  return refusal(functions_, "callback", component, "callback");
}

void CallbackActionHandler::deliver(const Firing& firing, const ObjectView& object) {
  named(functions_, "callback", object, "callback")(firing, object);
}

}  // namespace penstock
