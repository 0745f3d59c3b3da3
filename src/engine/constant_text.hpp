// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can be told of a component before any instance of it exists.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "penstock/plan/plan.hpp"

namespace penstock {

/// The first value of a field as text: empty if the component has no such field, none if an expression has to be evaluated for it.
[[nodiscard]] inline std::optional<std::string> constant_text(const Component& component, std::string_view name) {
  const auto* field = component.find(name);
  if (field == nullptr || field->values.empty()) return std::string{};
  const auto& value = field->values.front();
  if (const auto* text = std::get_if<Template>(&value)) return text->is_literal() ? std::optional{text->text()} : std::nullopt;
  if (const auto* constant = std::get_if<Value>(&value)) return to_text(*constant);
  return std::nullopt;
}

}  // namespace penstock
