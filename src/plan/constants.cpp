// SPDX-License-Identifier: Apache-2.0
#include "plan/constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "penstock/expression/evaluate.hpp"
#include "plan/numbers.hpp"

namespace penstock::compiling {
namespace {

using namespace std::string_view_literals;

/// Codes that stay in this file: the mistake is reported where it was made, and the field needs what only an instance has.
constexpr auto already_reported = "already reported"sv;
constexpr auto needs_instance = "needs an instance"sv;

constexpr std::array reported_with_names{"ExpressionSyntax"sv, "UnknownFunction"sv, "UnresolvedName"sv, "NodeNotAvailable"sv};

constexpr int deepest = 32;

Failure<ExpressionError> failure(std::string_view code, std::string message) {
  return {ExpressionError{.code = std::string{code}, .message = std::move(message)}};
}

Result<Value, ExpressionError> field_value(const Compilation& c, const Draft& draft, const FieldUse& use, int depth);

class ConstantScope final : public Scope {
 public:
  ConstantScope(const Compilation& c, const Draft& draft, int depth) : c_{c}, draft_{draft}, depth_{depth} {}

  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view written) const override {
    const std::string_view name = without_star(written);
    if (name == "id") return Value{std::string{draft_.id}};
    if (name == "name") return Value{draft_.object->name.value_or(std::string{draft_.id})};
    if (const FieldUse* const use = draft_.find(name)) return field_value(c_, draft_, *use, depth_ + 1);
    const auto known = c_.parameter_by_name.find(name);
    if (known == c_.parameter_by_name.end()) {
      return failure(needs_instance, fmt::format("\"{}\" is known only to what runs", written));
    }
    if (known->second.faulty) return failure(already_reported, {});
    const ResolvedParameter& parameter = c_.parameters[known->second.index];
    if (parameter.values.empty()) return failure("MissingParameterValue", fmt::format("parameter \"{}\" has no value", name));
    if (parameter.array) return Value{List(parameter.values)};
    return parameter.values.front();
  }

  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef&, std::string_view name) const override {
    return failure(needs_instance, fmt::format("\"{}\" is a field of another object", name));
  }

 private:
  const Compilation& c_;
  const Draft& draft_;
  int depth_;
};

Result<Value, ExpressionError> field_value(const Compilation& c, const Draft& draft, const FieldUse& use, int depth) {
  if (depth > deepest) {
    return failure("EvaluationTooDeep", fmt::format("values refer to each other in a cycle or more than {} deep", deepest));
  }
  if (use.written->broken) return failure(already_reported, {});
  List list;
  for (const WrittenValue& value : use.written->values) {
    if (std::holds_alternative<Unparsed>(value)) return failure(already_reported, {});
    if (std::holds_alternative<Link>(value))
      return failure(needs_instance, fmt::format("\"{}\" refers to another object", use.written->name));
    if (const Value* const number = std::get_if<Value>(&value)) {
      list.push_back(*number);
      continue;
    }
    auto result = evaluate(std::get<Text>(value).text, ConstantScope{c, draft, depth});
    if (!result) return result;
    list.push_back(std::move(*result));
  }
  if (list.size() == 1) return std::move(list.front());
  return Value{std::move(list)};
}

}  // namespace

std::optional<Value> constant(Compilation& c, const Draft& draft, std::string_view field, std::string_view code) {
  const FieldUse* const use = draft.find(field);
  if (use == nullptr) return std::nullopt;
  auto result = field_value(c, draft, *use, 0);
  if (!result) {
    const ExpressionError& error = result.error();
    if (error.code == already_reported) return std::nullopt;
    if (std::find(reported_with_names.begin(), reported_with_names.end(), error.code) != reported_with_names.end()) return std::nullopt;
    if (error.code == "MissingParameterValue") {
      if (c.options.for_activation) c.report.error(draft.id, error.code, field, error.message);
      return std::nullopt;
    }
    c.report.error(draft.id, code, field,
                   error.code == needs_instance
                       ? fmt::format("must be known before anything runs, so it may use parameters and constants only; {}", error.message)
                       : fmt::format("cannot be evaluated: {}", error.message));
    return std::nullopt;
  }
  if (result->as<List>() != nullptr) {
    c.report.error(draft.id, code, field, "takes one value, not a list");
    return std::nullopt;
  }
  return std::move(*result);
}

std::optional<std::string> constant_text(Compilation& c, const Draft& draft, std::string_view field, std::string_view code) {
  const auto value = constant(c, draft, field, code);
  if (!value) return std::nullopt;
  return to_text(*value);
}

std::optional<Value> constant_if_known(const Compilation& c, const Draft& draft, std::string_view field) {
  const FieldUse* const use = draft.find(field);
  if (use == nullptr) return std::nullopt;
  auto result = field_value(c, draft, *use, 0);
  if (!result) return std::nullopt;
  return std::move(*result);
}

std::optional<std::int32_t> constant_integer(Compilation& c, const Draft& draft, std::string_view field, std::int32_t least) {
  const auto text = constant_text(c, draft, field, "BadInteger");
  if (!text) return std::nullopt;
  const auto number = parse_integer(*text);
  if (!number || *number < least || *number > std::numeric_limits<std::int32_t>::max()) {
    c.report.error(draft.id, "BadInteger", field, fmt::format("\"{}\" is not a whole number of at least {}", *text, least));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*number);
}

bool knows_unit(const Compilation& c, Period::Unit unit) noexcept { return !c.service() || unit >= Period::Unit::minutes; }

std::string_view known_units(const Compilation& c) noexcept {
  return c.service() ? "minutes, hours, days, weeks, months or years"sv : "seconds, minutes, hours, days, weeks, months or years"sv;
}

std::optional<Duration> constant_duration(Compilation& c, const Draft& draft, std::string_view field) {
  const auto text = constant_text(c, draft, field, "BadPeriod");
  if (!text) return std::nullopt;
  const auto period = parse_period(*text);
  if (!period || !knows_unit(c, period->unit)) {
    c.report.error(draft.id, "BadPeriod", field,
                   fmt::format("\"{}\" is no length of time; write a number and a unit: {}", *text, known_units(c)));
    return std::nullopt;
  }
  return nominal_length(*period);
}

}  // namespace penstock::compiling
