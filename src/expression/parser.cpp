// SPDX-License-Identifier: Apache-2.0
#include "expression/parser.hpp"

#include <fmt/format.h>

#include "expression/function_table.hpp"

namespace penstock::expression {

namespace {

/// Counts how deep the text nests, so that the parser's own recursion is bounded.
class Level {
 public:
  explicit Level(int& depth) : depth_{++depth} {}
  ~Level() { --depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  int& depth_;
};

std::string describe(const Token& token) {
  switch (token.kind) {
    case Token::Kind::close:
      return "the end of the expression";
    case Token::Kind::sign:
      return fmt::format("'{}'", token.sign);
    case Token::Kind::name:
      return fmt::format("the name \"{}\"", token.text);
    case Token::Kind::text:
      return "a text";
    case Token::Kind::integer:
    case Token::Kind::real:
      break;
  }
  return "a number";
}

}  // namespace

Result<std::size_t, ExpressionError> Parser::parse() {
  if (!advance()) return Failure{*error_};
  if (token_.kind == Token::Kind::close) {
    return Failure{ExpressionError{"ExpressionSyntax", "there is nothing between the brackets", opening_}};
  }
  if (!sum()) return Failure{*error_};
  if (token_.kind != Token::Kind::close) {
    static_cast<void>(unexpected("an operator or the end of the expression"));
    return Failure{*error_};
  }
  return token_.end;
}

bool Parser::sum() {
  const Level level{depth_};
  if (depth_ > deepest)
    return fail("ExpressionSyntax", fmt::format("brackets and calls nest deeper than {} levels", deepest), token_.position);
  if (!product()) return false;
  while (token_.is('+') || token_.is('-')) {
    const Token sign = token_;
    if (!advance() || !product()) return false;
    emit(sign.is('+') ? Op::add : Op::subtract, 0, sign.position);
  }
  return true;
}

bool Parser::product() {
  if (!unary()) return false;
  while (token_.is('*') || token_.is('/')) {
    const Token sign = token_;
    if (!advance() || !unary()) return false;
    emit(sign.is('*') ? Op::multiply : Op::divide, 0, sign.position);
  }
  return true;
}

bool Parser::unary() {
  if (!token_.is('-')) return power();
  const Level level{depth_};
  if (depth_ > deepest)
    return fail("ExpressionSyntax", fmt::format("more than {} signs and brackets inside each other", deepest), token_.position);
  const std::size_t position = token_.position;
  if (!advance()) return false;
  constexpr std::uint64_t beyond_largest = std::uint64_t{1} << 63U;
  if (token_.kind == Token::Kind::integer && token_.integer == beyond_largest) {
    // The smallest integer: without its sign it is one too large.
    push_constant(Value{INT64_MIN}, position);
    if (!advance()) return false;
    return token_.is('^') || token_.is('.') ? unexpected("an operator other than '^' after the smallest Integer") : true;
  }
  if (!unary()) return false;
  emit(Op::negate, 0, position);
  return true;
}

bool Parser::power() {
  if (!postfix()) return false;
  if (!token_.is('^')) return true;
  const Level level{depth_};
  if (depth_ > deepest)
    return fail("ExpressionSyntax", fmt::format("more than {} powers and brackets inside each other", deepest), token_.position);
  const std::size_t position = token_.position;
  if (!advance() || !unary()) return false;
  emit(Op::power, 0, position);
  return true;
}

bool Parser::postfix() {
  if (!primary()) return false;
  bool chain = chain_;
  while (token_.is('.')) {
    if (!member(chain)) return false;
  }
  return true;
}

/// `.field` or `.function(…)`; `chain` says whether only names and dots stand in front of it.
bool Parser::member(bool& chain) {
  if (!advance()) return false;
  if (at_starred_name() && !advance()) return false;
  if (token_.kind != Token::Kind::name) return unexpected("the name of a field or function after '.'");
  const Token name = token_;
  if (!advance()) return false;
  if (token_.is('(')) {
    chain = false;
    return call(name, 1);
  }
  emit(Op::field, name.text.size(), name.position, chain ? 1 : 0);
  return true;
}

bool Parser::primary() {
  chain_ = false;
  if (at_starred_name() && !advance()) return false;
  const Token token = token_;
  switch (token.kind) {
    case Token::Kind::integer:
      if (token.integer > static_cast<std::uint64_t>(INT64_MAX)) {
        return fail("ExpressionSyntax", "this number is too large or too small", token.position);
      }
      push_constant(Value{static_cast<std::int64_t>(token.integer)}, token.position);
      return advance();
    case Token::Kind::real:
      push_constant(Value{token.real}, token.position);
      return advance();
    case Token::Kind::text:
      push_constant(Value{std::string{token.text}}, token.position);
      return advance();
    case Token::Kind::name: {
      if (!advance()) return false;
      if (token_.is('(')) return call(token, 0);
      chain_ = true;
      emit(Op::push_name, token.text.size(), token.position);
      return true;
    }
    case Token::Kind::sign:
      if (!token.is('(')) break;
      if (!advance() || !sum()) return false;
      if (!token_.is(')')) return unexpected("')'");
      chain_ = false;
      return advance();
    case Token::Kind::close:
      break;
  }
  return unexpected("a name, a number, a text or '('");
}

/// Reads the arguments in brackets; `arguments` are there already, in front of the dot of a method call.
bool Parser::call(const Token& name, std::size_t arguments) {
  const Function* const function = find_function(name.text);
  if (function == nullptr) {
    const auto nearest = nearest_function(name.text);
    return fail("UnknownFunction",
                nearest.empty() ? fmt::format("there is no function \"{}\"", name.text)
                                : fmt::format("there is no function \"{}\"; did you mean \"{}\"?", name.text, nearest),
                name.position);
  }
  std::uint32_t pattern = Instruction::no_pattern;
  if (!advance()) return false;
  if (!token_.is(')')) {
    for (;;) {
      const std::size_t begin = code_.instructions.size();
      if (!sum()) return false;
      if (++arguments == 2 && function->takes_pattern) {
        pattern_ = Instruction::no_pattern;
        keep_pattern(begin);
        pattern = pattern_;
      }
      if (!token_.is(',')) break;
      if (!advance()) return false;
    }
  }
  if (!token_.is(')')) return unexpected("',' or ')'");
  if (arguments < function->fewest || arguments > function->most) {
    return fail("UnknownFunction",
                fmt::format("{}({}) takes {} argument{}, not {}", name.text, function->signature.parameters, argument_count(*function),
                            function->most == 1 ? "" : "s", arguments),
                name.position);
  }
  emit(Op::call, static_cast<std::size_t>(function - function_table().data()), name.position, arguments);
  code_.instructions.back().pattern = pattern;
  chain_ = false;
  return advance();
}

/// If the argument whose code begins at `begin` is a literal date pattern, it is read here, once. A pattern that cannot be read stays a
/// text: the guide reports that when the expression is evaluated, not before.
void Parser::keep_pattern(std::size_t begin) {
  if (code_.instructions.size() != begin + 1 || code_.instructions.back().op != Op::push_constant) return;
  Instruction& argument = code_.instructions.back();
  const auto* literal = code_.constants[argument.operand].as<std::string>();
  if (literal == nullptr) return;
  auto pattern = DatePattern::parse(*literal);
  if (!pattern || pattern->has_open_quote()) return;
  pattern_ = static_cast<std::uint32_t>(code_.patterns.size());
  code_.patterns.push_back(*std::move(pattern));
  code_.constants.pop_back();
  argument.op = Op::push_pattern;
  argument.operand = pattern_;
}

/// A star directly in front of a name where an operand is due marks a secret field; it is no part of the name (S-26).
bool Parser::at_starred_name() const noexcept { return token_.is('*') && lexer_.name_begins_at(token_.end); }

bool Parser::advance() {
  auto token = lexer_.next();
  if (!token) {
    error_ = token.error();
    if (lexer_.at_end() && text_.size() > opening_ + longest_expression) {
      return fail("ExpressionSyntax", fmt::format("an expression may not be longer than {} bytes", longest_expression), opening_);
    }
    return false;
  }
  token_ = *std::move(token);
  return true;
}

bool Parser::fail(const char* code, std::string message, std::size_t position) {
  error_ = ExpressionError{code, std::move(message), position};
  return false;
}

bool Parser::unexpected(std::string_view wanted) {
  return fail("ExpressionSyntax", fmt::format("{} is expected here, not {}", wanted, describe(token_)), token_.position);
}

void Parser::push_constant(Value value, std::size_t position) {
  emit(Op::push_constant, code_.constants.size(), position);
  code_.constants.push_back(std::move(value));
}

void Parser::emit(Op op, std::size_t operand, std::size_t position, std::size_t count) {
  Instruction instruction;
  instruction.op = op;
  instruction.count = static_cast<std::uint8_t>(count);
  instruction.operand = static_cast<std::uint32_t>(operand);
  instruction.position = static_cast<std::uint32_t>(position);
  code_.instructions.push_back(instruction);
}

}  // namespace penstock::expression
