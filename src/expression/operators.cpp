// SPDX-License-Identifier: Apache-2.0
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "civil.hpp"
#include "expression/value_text.hpp"

namespace penstock::expression {

namespace {

constexpr char sign_of(Op op) {
  switch (op) {
    case Op::add:
      return '+';
    case Op::subtract:
      return '-';
    case Op::multiply:
      return '*';
    case Op::divide:
      return '/';
    default:
      return '^';
  }
}

bool same_zone(const Operand& a, const Operand& b) { return a.zone == b.zone || (a.zone && b.zone && *a.zone == *b.zone); }

Failure<ExpressionError> division_by_zero() { return fault("DivisionByZero", "the divisor is zero"); }

Evaluated integers(Op op, std::int64_t a, std::int64_t b) {
  std::optional<std::int64_t> result;
  if (op == Op::add) result = civil::sum(a, b);
  if (op == Op::subtract) result = civil::difference(a, b);
  if (op == Op::multiply) result = civil::product(a, b);
  if (op == Op::divide) {
    if (b == 0) return division_by_zero();
    // The one quotient that has no positive counterpart; dividing would trap.
    result = b == -1 ? civil::difference(0, a) : std::optional{a / b};
  }
  if (!result) return fault("Overflow", fmt::format("the result of '{}' does not fit into 64 bits", sign_of(op)));
  return Operand{*result, {}};
}

Evaluated doubles(Op op, double a, double b) {
  double result = 0;
  switch (op) {
    case Op::add:
      result = a + b;
      break;
    case Op::subtract:
      result = a - b;
      break;
    case Op::multiply:
      result = a * b;
      break;
    case Op::divide:
      if (b == 0) return division_by_zero();
      result = a / b;
      break;
    default:
      if (a == 0 && b < 0) return division_by_zero();
      result = std::pow(a, b);
  }
  if (std::isnan(result)) return fault("TypeError", "a negative number has no power that is no whole number");
  if (std::isinf(result)) return fault("Overflow", fmt::format("the result of '{}' is larger than a Double can be", sign_of(op)));
  return Operand{result, {}};
}

std::optional<double> number(const Value& value) {
  if (const auto* integer = value.as<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* real = value.as<double>()) return *real;
  return std::nullopt;
}

Evaluated combine_scalars(Op op, const Value& left, const Value& right, Allowance& allowance) {
  const auto* a = left.as<std::int64_t>();
  const auto* b = right.as<std::int64_t>();
  if (a != nullptr && b != nullptr && op != Op::power) return integers(op, *a, *b);
  const auto x = number(left);
  const auto y = number(right);
  if (x && y) return doubles(op, *x, *y);
  if (op != Op::add) {
    return fault("TypeError", fmt::format("'{}' works on numbers, not on {}", sign_of(op), kind_of(x ? right : left)));
  }
  std::string text;
  append_text(text, left);
  append_text(text, right);
  if (!allowance.spend(text.size())) return Allowance::exhausted();
  return Operand{std::move(text), {}};
}

/// `element(value)` gives the result for one element.
template <class Element>
Evaluated map(const List& list, const Element& element) {
  List results;
  results.reserve(list.size());
  for (const Value& value : list) {
    Evaluated result = element(value);
    if (!result) return result;
    results.push_back(std::move(result->value));
  }
  return Operand{std::move(results), {}};
}

}  // namespace

Evaluated combine(Op op, Operand left, Operand right, Allowance& allowance) {
  const List* const lefts = left.value.as<List>();
  const List* const rights = right.value.as<List>();
  if (lefts == nullptr && rights == nullptr) return combine_scalars(op, left.value, right.value, allowance);
  if (!allowance.spend(((lefts ? lefts->size() : 0) + (rights ? rights->size() : 0)) * element_cost)) return Allowance::exhausted();
  if (lefts == nullptr) {
    return map(*rights, [&](const Value& element) { return combine_scalars(op, left.value, element, allowance); });
  }
  if (rights == nullptr) {
    return map(*lefts, [&](const Value& element) { return combine_scalars(op, element, right.value, allowance); });
  }
  if (op != Op::add) return fault("TypeError", fmt::format("'{}' cannot work on two lists", sign_of(op)));
  if (!allowance.spend(weight(left.value) + weight(right.value))) return Allowance::exhausted();
  List joined = *lefts;
  joined.insert(joined.end(), rights->begin(), rights->end());
  return Operand{std::move(joined), same_zone(left, right) ? left.zone : nullptr};
}

Evaluated negate(Operand operand) {
  const auto one = [](const Value& value) -> Evaluated {
    if (const auto* integer = value.as<std::int64_t>()) return integers(Op::subtract, 0, *integer);
    if (const auto* real = value.as<double>()) return Operand{-*real, {}};
    return fault("TypeError", fmt::format("'-' works on numbers, not on {}", kind_of(value)));
  };
  if (const auto* list = operand.value.as<List>()) return map(*list, one);
  return one(operand.value);
}

}  // namespace penstock::expression
