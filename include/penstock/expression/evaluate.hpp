// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Turns a template into a value. Knows its scope through an interface; knows nothing of instances or engines.

#include <string_view>

#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// What names mean where an expression stands. Implemented by whoever owns the fields. Errors carry a code; the evaluator adds the
/// position. Names come with their `@` and without their `*`, which is no part of them (S-26).
class Scope {
 public:
  virtual ~Scope() = default;

  /// The value of a name standing alone or first in a chain: own field, runtime field, `node`, `parent`, parameter (S-207, S-209).
  [[nodiscard]] virtual Result<Value, ExpressionError> name(std::string_view name) const = 0;

  /// The value of field `name` of the object that `reference` points to, evaluated there (S-208, S-210).
  [[nodiscard]] virtual Result<Value, ExpressionError> field(const ObjectRef& reference, std::string_view name) const = 0;
};

/// Where the value goes. It says what text around a list means: in a slot for one value the elements are joined with commas, in a slot for
/// many there is one text per element (S-201).
enum class SlotShape { single, list };

/// Evaluates the template. A text that is one expression keeps its type, anything else is text (S-202). That includes lists, in either
/// shape: whoever owns the slot puts their elements in place or joins them with `to_text`. Lists inside lists are flattened (S-200). Steps
/// and memory of one evaluation are bounded: beyond them the error is `EvaluationTooDeep`; how deep a scope evaluates the fields of other
/// objects is the scope's to bound (S-210). Positions of errors count from the start of the template's own text. Never throws for what a
/// definition says. Safe to call from several threads if the scope is.
[[nodiscard]] Result<Value, ExpressionError> evaluate(const Template& text, const Scope& scope, SlotShape shape = SlotShape::single);

}  // namespace penstock
