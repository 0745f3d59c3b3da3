// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the evaluator holds while it runs, and what operators and functions take and give.

#include <cstddef>
#include <memory>
#include <string>

#include "expression/zone.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/result.hpp"

namespace penstock::expression {

/// A value, and for date-times that `inTimeZone` has moved there (also for a list of them) the zone whose clocks they are seen on. Only
/// dates inside one expression have a zone; the value that leaves it is a moment and nothing else.
struct Operand {
  Value value;
  std::shared_ptr<const Zone> zone;  ///< null: UTC
};

/// Errors that operators and functions give have no position yet; the evaluator adds it.
using Evaluated = Result<Operand, ExpressionError>;

[[nodiscard]] inline Failure<ExpressionError> fault(const char* code, std::string message) {
  return Failure{ExpressionError{code, std::move(message), 0}};
}

/// What one evaluation may still do. Steps, list elements and bytes of text are paid from one purse, so time and memory are both bounded.
class Allowance {
 public:
  [[nodiscard]] bool spend(std::size_t amount) noexcept {
    if (amount > left_) return false;
    left_ -= amount;
    return true;
  }
  [[nodiscard]] static Failure<ExpressionError> exhausted() {
    return fault("EvaluationTooDeep", "evaluating this takes more steps or memory than one text is allowed");
  }

 private:
  std::size_t left_ = std::size_t{16} * 1024 * 1024;
};

/// What one element of a list costs to make.
inline constexpr std::size_t element_cost = sizeof(Value);

/// What a value costs to copy.
[[nodiscard]] inline std::size_t weight(const Value& value) noexcept {
  if (const auto* text = value.as<std::string>()) return text->size();
  if (const auto* list = value.as<List>()) {
    std::size_t total = list->size() * element_cost;
    for (const Value& element : *list) total += weight(element);
    return total;
  }
  return 0;
}

}  // namespace penstock::expression
