// SPDX-License-Identifier: Apache-2.0
#include "lifecycle/evaluation.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <utility>
#include <variant>

#include "expression/program.hpp"
#include "lifecycle/runtime_fields.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock {
namespace {

constexpr int deepest = 32;                    // S-210
constexpr std::size_t value_cost = 64;         // of holding a value, besides its text
constexpr std::size_t evaluation_cost = 1024;  // of evaluating a text, however little comes of it

Failure<ExpressionError> failure(const char* code, std::string message) { return Failure{ExpressionError{code, std::move(message), 0}}; }

Failure<ExpressionError> exhausted() {
  return failure("EvaluationTooDeep", "the fields refer to more values than one evaluation may hold");
}

std::size_t cost(const Value& value) noexcept {
  if (const auto* text = value.as<std::string>()) return value_cost + text->size();
  if (const auto* list = value.as<List>()) {
    std::size_t total = value_cost;
    for (const Value& element : *list) total += cost(element);
    return total;
  }
  return value_cost;
}

void append(List& values, Value value) {
  if (const auto* list = value.as<List>()) {
    values.insert(values.end(), list->begin(), list->end());
  } else {
    values.push_back(std::move(value));
  }
}

Value one_or_list(List values) {
  if (values.size() == 1) return std::move(values.front());
  return values;
}

}  // namespace

/// Names as an object at one place understands them.
class PlaceScope final : public Scope {
 public:
  PlaceScope(Evaluation& evaluation, const Place& place, const Evaluation::Frame* frame)
      : evaluation_{evaluation}, place_{place}, frame_{frame} {}

  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view name) const override {
    const std::string_view key = without_star(name);
    const Sight& sight = evaluation_.sight();
    if (const CompiledField* field = (*sight.plan)[place_.component].find(key)) return evaluation_.value(place_, *field, frame_);
    if (is_identity(key)) {
      if (auto value = identity(sight, place_, key)) return std::move(*value);
    }
    if (is_runtime_field(key)) return runtime_field(sight, place_, key);
    if (const ResolvedParameter* parameter = sight.plan->parameter(key)) return value_of(*parameter);
    return failure("UnresolvedName", fmt::format("{} is no field, parameter or value of {}", name, (*sight.plan)[place_.component].id));
  }

  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef& reference, std::string_view name) const override {
    const std::string_view key = without_star(name);
    const Sight& sight = evaluation_.sight();
    const Place there = unpack(*sight.plan, reference.target);
    if (const CompiledField* field = (*sight.plan)[there.component].find(key)) return evaluation_.value(there, *field, frame_);
    if (is_identity(key)) {
      if (auto value = identity(sight, there, key)) return std::move(*value);
    }
    if (is_runtime_field(key)) {
      if (there.way != Way::reference || key == "node") return runtime_field(sight, there, key);
      return failure("RuntimeFieldNotTransitive",
                     fmt::format("{} of {} cannot be read through a reference, only of the object itself and of node", key, reference.id));
    }
    return failure("UnresolvedName", fmt::format("{} has no field {}", reference.id, name));
  }

 private:
  static Result<Value, ExpressionError> value_of(const ResolvedParameter& parameter) {
    if (parameter.values.empty()) return failure("MissingParameterValue", fmt::format("{} has neither value nor default", parameter.name));
    if (parameter.array) return Value{List(parameter.values)};
    return one_or_list(List(parameter.values));
  }

  Evaluation& evaluation_;
  const Place& place_;
  const Evaluation::Frame* frame_;
};

bool Evaluation::spend(std::size_t amount) noexcept {
  if (amount > left_) return false;
  left_ -= amount;
  return true;
}

Result<List, ExpressionError> Evaluation::values(const Place& place, const CompiledField& field, const Frame* asked_by) {
  const Frame frame{place, field, asked_by, asked_by == nullptr ? 1 : asked_by->depth + 1};
  if (frame.depth > deepest) return failure("EvaluationTooDeep", fmt::format("{} is more than {} fields deep", field.name, deepest));
  for (const Frame* other = asked_by; other != nullptr; other = other->asked_by) {
    if (&other->field == &field && other->place.same_object(place)) {
      return failure("EvaluationTooDeep", fmt::format("{} refers to itself", field.name));
    }
  }

  List values;
  values.reserve(field.values.size());
  for (const CompiledValue& value : field.values) {
    if (const auto* text = std::get_if<Template>(&value)) {
      const bool literal = text->is_literal();
      if (!spend((literal ? value_cost : evaluation_cost) + text->text().size())) return exhausted();
      if (literal) {
        values.emplace_back(text->text());
        continue;
      }
      const PlaceScope scope{*this, place, &frame};
      auto result = penstock::evaluate(*text, scope, field.list ? SlotShape::list : SlotShape::single);
      if (!result) {
        if (asked_by != nullptr) result.error().message.insert(0, field.name + ": ");
        return Failure{std::move(result).error()};
      }
      if (!spend(cost(*result))) return exhausted();
      append(values, std::move(*result));
    } else if (const auto* target = std::get_if<ComponentIndex>(&value)) {
      const Matches found = matches(sight_, place, *target);
      for (std::int64_t i = 0; i < found.count; ++i) {
        auto reference = reference_to(sight_, found[i]);
        if (!reference) return Failure{std::move(reference).error()};
        if (!spend(cost(*reference))) return exhausted();
        values.push_back(std::move(*reference));
      }
    } else {
      const auto& constant = std::get<Value>(value);
      if (!spend(cost(constant))) return exhausted();
      append(values, constant);
    }
  }
  return values;
}

Result<Value, ExpressionError> Evaluation::value(const Place& place, const CompiledField& field, const Frame* asked_by) {
  auto found = values(place, field, asked_by);
  if (!found) return Failure{std::move(found).error()};
  if (field.list && field.slot != Slot::reference) return Value{std::move(*found)};
  return one_or_list(std::move(*found));
}

Result<List, ExpressionError> Evaluation::values(const Place& place, const CompiledField& field) { return values(place, field, nullptr); }

Result<Value, ExpressionError> Evaluation::value(const Place& place, const CompiledField& field) { return value(place, field, nullptr); }

Result<Value, ExpressionError> Evaluation::evaluate(const Place& place, const Template& text, SlotShape shape) {
  return penstock::evaluate(text, PlaceScope{*this, place, nullptr}, shape);
}

std::string tolerant_text(const Sight& sight, const Place& place, const Template& text) {
  if (auto whole = Evaluation{sight}.evaluate(place, text, SlotShape::single)) return to_text(*whole);
  std::string result;
  for (const expression::Piece& piece : text.program().code->pieces) {
    const std::string_view source = std::string_view{text.text()}.substr(piece.begin, piece.end - piece.begin);
    if (!piece.is_expression()) {
      result += source;
      continue;
    }
    const auto part = Template::parse(source, source.starts_with("#<") ? Delimiters::both : Delimiters::braces);
    const auto value =
        part ? Evaluation{sight}.evaluate(place, *part, SlotShape::single) : Result<Value, ExpressionError>{Failure{part.error()}};
    result += value ? to_text(*value) : "!" + value.error().code;
  }
  return result;
}

}  // namespace penstock
