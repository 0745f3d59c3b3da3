// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Turns a template into a value. Knows its scope through an interface; knows nothing of instances or engines.

#include <string_view>

#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// What names mean where an expression stands. Implemented by whoever owns the fields. Errors carry a code; the evaluator adds the position.
class Scope {
 public:
  virtual ~Scope() = default;

  /// The value of a name standing alone or first in a chain: own field, runtime field, `node`, `parent`, parameter (S-207, S-209).
  [[nodiscard]] virtual Result<Value, ExpressionError> name(std::string_view name) const = 0;

  /// The value of field `name` of the object that `reference` points to, evaluated there (S-208, S-210).
  [[nodiscard]] virtual Result<Value, ExpressionError> field(const ObjectRef& reference, std::string_view name) const = 0;
};

/// Where the value goes: a slot for one value joins lists with commas, a slot for many takes one value per element (S-201).
enum class SlotShape { single, list };

/// Evaluates the template. A text that is one expression keeps its type, anything else is text (S-202). Steps, depth and size are bounded:
/// beyond them the error is `EvaluationTooDeep`. Never throws for what a definition says. Safe to call from several threads if the scope is.
[[nodiscard]] Result<Value, ExpressionError> evaluate(const Template& text, const Scope& scope, SlotShape shape = SlotShape::single);

}  // namespace penstock
