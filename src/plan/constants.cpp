// SPDX-License-Identifier: Apache-2.0
#include "plan/constants.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "penstock/expression/evaluate.hpp"
#include "plan/numbers.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

using namespace std::string_view_literals;

/// Codes that stay in this file: the mistake is reported where it was made, and the field needs what only an instance has.
constexpr auto already_reported = "already reported"sv;
constexpr auto needs_instance = "needs an instance"sv;

constexpr int deepest = 32;

/// Fields that name others twice, which name others twice, … are evaluated a million times within that depth. All constants of a definition
/// are paid from one purse, for each field that another one asks for and by its bytes.
constexpr std::size_t nested_cost = 4096;

Failure<ExpressionError> failure(std::string_view code, std::string message) {
  return {ExpressionError{.code = std::string{code}, .message = std::move(message)}};
}

/// Evaluates fields of one object, from the outermost inwards, and notices when something secret is read.
class Evaluation {
 public:
  Evaluation(Compilation& c, const Draft& draft) : c_{c}, draft_{draft} {}

  Result<Value, ExpressionError> field(const FieldUse& use);
  [[nodiscard]] bool secret() const noexcept { return secret_; }

 private:
  class Names;
  Result<Value, ExpressionError> one(const WrittenValue& value, const FieldUse& use);
  Result<Value, ExpressionError> name(std::string_view written, const FieldUse& reader);
  Result<Value, ExpressionError> parameter(std::string_view name, const KnownParameter& known);
  [[nodiscard]] bool spend(std::size_t amount);

  Compilation& c_;
  const Draft& draft_;
  int depth_ = 0;
  bool secret_ = false;
};

/// What names mean where one field stands.
class Evaluation::Names final : public Scope {
 public:
  Names(Evaluation& evaluation, const FieldUse& reader) : evaluation_{evaluation}, reader_{reader} {}

  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view name) const override { return evaluation_.name(name, reader_); }
  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef&, std::string_view name) const override {
    return failure(needs_instance, fmt::format("\"{}\" is a field of another object", name));
  }

 private:
  Evaluation& evaluation_;
  const FieldUse& reader_;
};

bool Evaluation::spend(std::size_t amount) {
  if (amount > c_.evaluation_purse) return false;
  c_.evaluation_purse -= amount;
  return true;
}

Result<Value, ExpressionError> Evaluation::field(const FieldUse& use) {
  constexpr const char* exhausted = "the fields of this definition refer to more values than can be checked";
  if (use.written->broken) return failure(already_reported, {});
  if (depth_ > 0 && !spend(nested_cost)) return failure("EvaluationTooDeep", exhausted);
  if (depth_ > deepest) {
    return failure("EvaluationTooDeep", fmt::format("values refer to each other in a cycle or more than {} deep", deepest));
  }
  if (use.written->secret) secret_ = true;
  ++depth_;
  List list;
  for (const WrittenValue& value : use.written->values) {
    auto result = one(value, use);
    if (!result) return result;
    const std::string* const text = result->as<std::string>();
    if (text != nullptr && depth_ > 1 && !spend(text->size())) return failure("EvaluationTooDeep", exhausted);
    if (use.written->values.size() == 1) {
      --depth_;
      return result;
    }
    list.push_back(std::move(*result));
  }
  --depth_;
  return Value{std::move(list)};
}

Result<Value, ExpressionError> Evaluation::one(const WrittenValue& value, const FieldUse& use) {
  if (std::holds_alternative<Unparsed>(value)) return failure(already_reported, {});
  if (std::holds_alternative<Link>(value)) {
    return failure(needs_instance, fmt::format("\"{}\" refers to another object", use.written->name));
  }
  if (const Value* const number = std::get_if<Value>(&value)) return *number;
  return evaluate(std::get<Template>(value), Names{*this, use});
}

Result<Value, ExpressionError> Evaluation::name(std::string_view written, const FieldUse& reader) {
  const std::string_view name = without_star(written);
  if (name == "id") return Value{std::string{draft_.id}};
  if (name == "name") return Value{draft_.object->name.value_or(std::string{draft_.id})};
  if (const FieldUse* const use = draft_.find(name)) return field(*use);
  if (const auto known = c_.parameter_by_name.find(name); known != c_.parameter_by_name.end()) return parameter(name, known->second);
  // A name that means nothing at all is reported where names are checked.
  if (!resolves(c_, draft_, written, reader.own)) return failure(already_reported, {});
  return failure(needs_instance, fmt::format("\"{}\" is known only to what runs", written));
}

Result<Value, ExpressionError> Evaluation::parameter(std::string_view name, const KnownParameter& known) {
  if (known.faulty) return failure(already_reported, {});
  const ResolvedParameter& parameter = c_.parameters[known.index];
  if (parameter.secret) secret_ = true;
  if (parameter.values.empty()) return failure("MissingParameterValue", fmt::format("parameter \"{}\" has no value", name));
  if (parameter.array) return Value{List(parameter.values)};
  return parameter.values.front();
}

}  // namespace

std::string Constant::shown() const { return secret ? std::string{"the value"} : fmt::format("\"{}\"", text()); }

std::optional<Constant> constant(Compilation& c, const Draft& draft, std::string_view field, std::string_view code) {
  const FieldUse* const use = draft.find(field);
  if (use == nullptr) return std::nullopt;
  Evaluation evaluation{c, draft};
  auto result = evaluation.field(*use);
  if (!result) {
    const ExpressionError& error = result.error();
    if (error.code == already_reported) return std::nullopt;
    if (error.code == "MissingParameterValue") {
      if (c.options.for_activation) c.report.error(draft.id, error.code, field, error.message);
    } else if (error.code == needs_instance) {
      c.report.error(draft.id, code, field,
                     fmt::format("must be known before anything runs, so it may use parameters and constants only; {}", error.message));
    } else {
      c.report.error(draft.id, code, field,
                     evaluation.secret() ? std::string{"cannot be evaluated"} : fmt::format("cannot be evaluated: {}", error.message));
    }
    return std::nullopt;
  }
  if (result->as<List>() != nullptr) {
    c.report.error(draft.id, code, field, "takes one value, not a list");
    return std::nullopt;
  }
  return Constant{std::move(*result), evaluation.secret()};
}

std::optional<Constant> constant_if_known(Compilation& c, const Draft& draft, std::string_view field) {
  const FieldUse* const use = draft.find(field);
  if (use == nullptr) return std::nullopt;
  Evaluation evaluation{c, draft};
  auto result = evaluation.field(*use);
  if (!result) return std::nullopt;
  return Constant{std::move(*result), evaluation.secret()};
}

std::optional<std::int32_t> constant_integer(Compilation& c, const Draft& draft, std::string_view field, std::int32_t least) {
  const auto value = constant(c, draft, field, "BadInteger");
  if (!value) return std::nullopt;
  const auto number = parse_integer(value->text());
  if (!number || *number < least || *number > std::numeric_limits<std::int32_t>::max()) {
    c.report.error(draft.id, "BadInteger", field, fmt::format("{} is not a whole number of at least {}", value->shown(), least));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*number);
}

bool knows_unit(const Compilation& c, Period::Unit unit) noexcept { return !c.service() || unit >= Period::Unit::minutes; }

std::string_view known_units(const Compilation& c) noexcept {
  return c.service() ? "minutes, hours, days, weeks, months or years"sv : "seconds, minutes, hours, days, weeks, months or years"sv;
}

std::optional<Duration> constant_duration(Compilation& c, const Draft& draft, std::string_view field) {
  const auto value = constant(c, draft, field, "BadPeriod");
  if (!value) return std::nullopt;
  const auto period = parse_period(value->text());
  if (!period || !knows_unit(c, period->unit)) {
    c.report.error(draft.id, "BadPeriod", field,
                   fmt::format("{} is no length of time; write a number and a unit: {}", value->shown(), known_units(c)));
    return std::nullopt;
  }
  return nominal_length(*period);
}

}  // namespace penstock::compiling
