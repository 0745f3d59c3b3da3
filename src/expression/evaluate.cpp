// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/evaluate.hpp"

#include <fmt/format.h>

#include <boost/container/small_vector.hpp>
#include <optional>

#include "expression/function_table.hpp"
#include "expression/operators.hpp"
#include "expression/program.hpp"
#include "expression/value_text.hpp"

namespace penstock {

namespace expression {

namespace {

ExpressionError at(ExpressionError error, std::size_t position) {
  error.position = position;
  return error;
}

/// Appends the value, or the elements of a list in its place, however deep the lists of a scope nest (S-200).
void append_flat(List& out, const Value& value) {
  if (const auto* inner = value.as<List>()) {
    for (const Value& element : *inner) append_flat(out, element);
  } else {
    out.push_back(value);
  }
}

bool holds_lists(const List& list) {
  for (const Value& element : list) {
    if (element.as<List>() != nullptr) return true;
  }
  return false;
}

Value flat(Value value) {
  const auto* list = value.as<List>();
  if (list == nullptr || !holds_lists(*list)) return value;
  List result;
  append_flat(result, value);
  return result;
}

/// Runs the instructions of one expression on a stack of operands.
class Machine {
 public:
  Machine(const Program& program, const Scope& scope, Allowance& allowance)
      : program_{program}, code_{*program.code}, scope_{scope}, allowance_{allowance} {}

  [[nodiscard]] Result<Value, ExpressionError> run(const Piece& piece) {
    for (std::size_t i = piece.first; i < piece.last; ++i) {
      const Instruction& instruction = code_.instructions[i];
      Evaluated result = allowance_.spend(1) ? step(instruction) : Evaluated{Allowance::exhausted()};
      if (!result) return Failure{at(std::move(result).error(), instruction.position)};
      stack_.push_back(*std::move(result));
    }
    Value value = std::move(stack_.back().value);
    stack_.pop_back();
    return value;
  }

 private:
  /// Takes its operands off the stack and gives what comes in their place.
  [[nodiscard]] Evaluated step(const Instruction& instruction) {
    switch (instruction.op) {
      case Op::push_constant:
        return constant(code_.constants[instruction.operand]);
      case Op::push_pattern:
        return Operand{};
      case Op::push_name:
        return admit(scope_.name(program_.name(instruction)));
      case Op::field:
        return field(pop(), program_.name(instruction));
      case Op::call:
        return call(instruction);
      case Op::negate:
        return negate(pop());
      default:
        break;
    }
    Operand right = pop();
    Operand left = pop();
    return combine(instruction.op, std::move(left), std::move(right), allowance_);
  }

  [[nodiscard]] Operand pop() {
    Operand operand = std::move(stack_.back());
    stack_.pop_back();
    return operand;
  }

  [[nodiscard]] Evaluated constant(const Value& value) {
    if (!allowance_.spend(weight(value))) return Allowance::exhausted();
    return Operand{value, {}};
  }

  /// Lets a value of the scope in.
  [[nodiscard]] Evaluated admit(Result<Value, ExpressionError> value) {
    if (!value) return Failure{std::move(value).error()};
    if (!allowance_.spend(weight(*value))) return Allowance::exhausted();
    return Operand{flat(*std::move(value)), {}};
  }

  [[nodiscard]] Evaluated field(const Operand& owner, std::string_view name) {
    const auto of = [&](const Value& value) -> Evaluated {
      if (const auto* reference = value.as<ObjectRef>()) return admit(scope_.field(*reference, name));
      return fault("TypeError", fmt::format("only references have fields, {} has no field \"{}\"", kind_of(value), name));
    };
    const auto* owners = owner.value.as<List>();
    if (owners == nullptr) return of(owner.value);
    List results;
    for (const Value& element : *owners) {
      Evaluated result = allowance_.spend(element_cost) ? of(element) : Evaluated{Allowance::exhausted()};
      if (!result) return result;
      append_flat(results, result->value);
    }
    return Operand{std::move(results), {}};
  }

  [[nodiscard]] Evaluated call(const Instruction& instruction) {
    const Function& function = function_table()[instruction.operand];
    const DatePattern* pattern = instruction.pattern == Instruction::no_pattern ? nullptr : &code_.patterns[instruction.pattern];
    const std::span<Operand> arguments{stack_.data() + (stack_.size() - instruction.count), instruction.count};
    Evaluated result = apply(function, arguments, pattern);
    stack_.resize(stack_.size() - instruction.count);
    if (!result) {
      ExpressionError error = std::move(result).error();
      error.message = fmt::format("{}: {}", function.signature.name, error.message);
      return Failure{std::move(error)};
    }
    return result;
  }

  /// A function works on each element of a list; two lists at once would leave open which elements belong together (S-200).
  [[nodiscard]] Evaluated apply(const Function& function, std::span<Operand> arguments, const DatePattern* pattern) {
    Operand* list = nullptr;
    for (Operand& argument : arguments) {
      if (argument.value.as<List>() == nullptr) continue;
      if (list != nullptr) return fault("TypeError", "only one argument may be a list");
      list = &argument;
    }
    if (list == nullptr) return function.body({arguments, pattern, allowance_});

    const Operand all = std::move(*list);
    List results;
    std::shared_ptr<const Zone> zone;
    for (const Value& element : *all.value.as<List>()) {
      if (!allowance_.spend(element_cost + weight(element))) return Allowance::exhausted();
      *list = Operand{element, all.zone};
      Evaluated result = function.body({arguments, pattern, allowance_});
      if (!result) return result;
      if (!results.empty() && result->zone != zone && !(result->zone && zone && *result->zone == *zone)) {
        return fault("TypeError", "the dates of one list must be in one time zone");
      }
      zone = std::move(result->zone);
      results.push_back(std::move(result->value));
    }
    return Operand{std::move(results), std::move(zone)};
  }

  const Program& program_;
  const Code& code_;
  const Scope& scope_;
  Allowance& allowance_;
  boost::container::small_vector<Operand, 4> stack_;
};

/// The texts of a template around the one list in it, once for every element (S-201).
class Lines {
 public:
  Lines() : texts_(1) {}

  void append(std::string_view text) {
    for (std::string& line : texts_) line += text;
  }

  /// False if there was a list before.
  [[nodiscard]] bool append_list(const List& list) {
    if (has_list_) return false;
    has_list_ = true;
    const std::string before = std::move(texts_.front());
    texts_.assign(list.size(), before);
    for (std::size_t i = 0; i < list.size(); ++i) append_text(texts_[i], list[i]);
    return true;
  }

  [[nodiscard]] std::size_t count() const noexcept { return texts_.size(); }

  [[nodiscard]] Value take() {
    if (!has_list_) return std::move(texts_.front());
    List list;
    list.reserve(texts_.size());
    for (std::string& line : texts_) list.emplace_back(std::move(line));
    return list;
  }

 private:
  std::vector<std::string> texts_;
  bool has_list_ = false;
};

Failure<ExpressionError> too_large(const Piece& piece) { return Failure{at(Allowance::exhausted().error, piece.begin)}; }

Result<Value, ExpressionError> one_text(const Program& program, Machine& machine, Allowance& allowance) {
  std::string out;
  out.reserve(program.text.size());
  for (const Piece& piece : program.code->pieces) {
    const std::size_t before = out.size();
    if (piece.is_expression()) {
      const auto value = machine.run(piece);
      if (!value) return Failure{value.error()};
      append_text(out, *value);
    } else {
      out.append(program.text, piece.begin, piece.end - piece.begin);
    }
    if (!allowance.spend(out.size() - before)) return too_large(piece);
  }
  return Value{std::move(out)};
}

Result<Value, ExpressionError> text_per_element(const Program& program, Machine& machine, Allowance& allowance) {
  Lines lines;
  std::size_t line_length = 0;
  const std::string_view text = program.text;
  for (const Piece& piece : program.code->pieces) {
    std::string written;
    if (!piece.is_expression()) {
      written = text.substr(piece.begin, piece.end - piece.begin);
    } else {
      const auto value = machine.run(piece);
      if (!value) return Failure{value.error()};
      if (const auto* list = value->as<List>()) {
        if (!allowance.spend(list->size() * (line_length + element_cost) + weight(*value))) return too_large(piece);
        if (lines.append_list(*list)) continue;
        return Failure{ExpressionError{"TwoListsInTemplate", "a text in a field that takes lists may hold one list, and this is the second",
                                       piece.begin}};
      }
      append_text(written, *value);
    }
    line_length += written.size();
    if (!allowance.spend(written.size() * lines.count())) return too_large(piece);
    lines.append(written);
  }
  return lines.take();
}

}  // namespace

}  // namespace expression

Result<Value, ExpressionError> evaluate(const Template& text, const Scope& scope, SlotShape shape) {
  if (text.is_literal()) return Value{text.text()};
  const expression::Program& program = text.program();
  const auto& pieces = program.code->pieces;
  expression::Allowance allowance;
  expression::Machine machine{program, scope, allowance};
  if (pieces.size() == 1) return machine.run(pieces[0]);
  return shape == SlotShape::list ? expression::text_per_element(program, machine, allowance)
                                  : expression::one_text(program, machine, allowance);
}

}  // namespace penstock
