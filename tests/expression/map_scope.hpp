// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A scope for tests: names and fields are what the test says they are.

#include <map>
#include <string>
#include <string_view>

#include "penstock/expression/evaluate.hpp"

namespace penstock {

class MapScope final : public Scope {
 public:
  /// `path` is "name", or "object.field" for a field of the reference with id "object".
  MapScope& set(const std::string& path, Value value) {
    values_.insert_or_assign(path, std::move(value));
    return *this;
  }

  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view name) const override { return find(std::string{name}); }

  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef& reference, std::string_view name) const override {
    return find(reference.id + "." + std::string{name});
  }

 private:
  [[nodiscard]] Result<Value, ExpressionError> find(const std::string& path) const {
    if (const auto found = values_.find(path); found != values_.end()) return found->second;
    return Failure{ExpressionError{"UnresolvedName", "there is no \"" + path + "\"", 0}};
  }

  std::map<std::string, Value> values_;
};

/// Parses and evaluates; an error of either step is the error.
inline Result<Value, ExpressionError> evaluated(std::string_view text, const Scope& scope = MapScope{},
                                                SlotShape shape = SlotShape::single) {
  const auto parsed = Template::parse(text);
  if (!parsed) return Failure{parsed.error()};
  return evaluate(*parsed, scope, shape);
}

/// A value as the text tables and messages of tests spell it: texts in quotes, lists in brackets, an error as its code behind "!".
inline std::string spelled(const Value& value) {
  if (const auto* text = value.as<std::string>()) return "\"" + *text + "\"";
  if (const auto* list = value.as<List>()) {
    std::string out = "[";
    for (const Value& element : *list) out += (out.size() > 1 ? ", " : "") + spelled(element);
    return out + "]";
  }
  return value.as<ObjectRef>() != nullptr ? "&" + to_text(value) : to_text(value);
}

inline std::string spelled(const Result<Value, ExpressionError>& result) { return result ? spelled(*result) : "!" + result.error().code; }

}  // namespace penstock
