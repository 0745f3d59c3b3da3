// SPDX-License-Identifier: Apache-2.0
#include "expression/lexer.hpp"

#include <fmt/format.h>

#include <charconv>

namespace penstock::expression {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view signs = "+-*/^().,";

Failure<ExpressionError> unreadable(std::string message, std::size_t position) {
  return Failure{ExpressionError{"ExpressionSyntax", std::move(message), position}};
}

constexpr bool is_ascii_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Bytes of a character outside ASCII, of which names may be made, unlike the dashes, blanks and quotes that word processors put in.
bool is_foreign_letter(std::string_view rest) {
  constexpr std::string_view general_punctuation = "\xE2\x80";
  constexpr std::string_view no_break_space = "\xC2\xA0";
  return !rest.empty() && static_cast<unsigned char>(rest[0]) >= 0x80 && rest.substr(0, 2) != general_punctuation &&
         rest.substr(0, 2) != no_break_space;
}

}  // namespace

bool Lexer::digit_at(std::size_t position) const noexcept {
  return position < text_.size() && text_[position] >= '0' && text_[position] <= '9';
}

bool Lexer::name_continues_at(std::size_t position) const noexcept {
  return position < text_.size() &&
         (is_ascii_letter(text_[position]) || text_[position] == '_' || digit_at(position) || is_foreign_letter(text_.substr(position)));
}

bool Lexer::name_begins_at(std::size_t position) const noexcept {
  if (position < text_.size() && text_[position] == '@') ++position;
  return name_continues_at(position) && !digit_at(position);
}

Result<Token, ExpressionError> Lexer::next() {
  position_ = std::min(text_.find_first_not_of(blanks, position_), text_.size());
  if (position_ == text_.size()) return unreadable(fmt::format("the expression is opened here and no '{}' closes it", close_), opening_);
  const char c = text_[position_];
  Token token;
  token.position = position_;
  if (c == close_) {
    token.end = ++position_;
    return token;
  }
  if (c == '\'' || c == '"') return literal();
  if (digit_at(position_) || (c == '.' && digit_at(position_ + 1))) return number();
  if (name_begins_at(position_)) {
    ++position_;
    while (name_continues_at(position_)) ++position_;
    token.kind = Token::Kind::name;
    token.end = position_;
    token.text = text_.substr(token.position, token.end - token.position);
    return token;
  }
  if (signs.find(c) == std::string_view::npos) return strange_character();
  token.kind = Token::Kind::sign;
  token.sign = c;
  token.end = ++position_;
  return token;
}

/// Inside a literal a doubled quote is a quote; a backslash keeps the meaning of a following quote or backslash from it and is itself
/// otherwise.
Result<Token, ExpressionError> Lexer::literal() {
  const char quote = text_[position_];
  Token token;
  token.kind = Token::Kind::text;
  token.position = position_++;
  std::size_t plain = position_;  // what was not yet copied
  unescaped_.clear();
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    const char following = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
    if (c == quote && following != quote) {
      token.text = text_.substr(plain, position_ - plain);
      if (!unescaped_.empty()) token.text = unescaped_ += token.text;
      token.end = ++position_;
      return token;
    }
    if (c == quote || (c == '\\' && (following == '\'' || following == '"' || following == '\\'))) {
      unescaped_ += text_.substr(plain, position_ - plain);
      plain = ++position_;
    }
  }
  return unreadable("the text that begins here has no closing quote", token.position);
}

Result<Token, ExpressionError> Lexer::number() {
  Token token;
  token.position = position_;
  while (digit_at(position_)) ++position_;
  bool real = false;
  if (position_ < text_.size() && text_[position_] == '.' && digit_at(position_ + 1)) {
    real = true;
    ++position_;
    while (digit_at(position_)) ++position_;
  }
  if (position_ < text_.size() && (text_[position_] == 'e' || text_[position_] == 'E')) {
    std::size_t exponent = position_ + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (digit_at(exponent)) {
      real = true;
      for (position_ = exponent; digit_at(position_);) ++position_;
    }
  }
  token.end = position_;
  const char* const first = text_.data() + token.position;
  const char* const last = text_.data() + token.end;
  token.kind = real ? Token::Kind::real : Token::Kind::integer;
  const auto read = real ? std::from_chars(first, last, token.real) : std::from_chars(first, last, token.integer);
  if (read.ec != std::errc{}) return unreadable("this number is too large or too small", token.position);
  return token;
}

Result<Token, ExpressionError> Lexer::strange_character() const {
  const std::string_view rest = text_.substr(position_);
  if (rest.substr(0, 2) == "#{" || rest.substr(0, 2) == "#<") {
    return unreadable("an expression cannot stand inside another; names need no brackets in here", position_);
  }
  constexpr std::string_view word_processor_quotes[] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};
  for (const std::string_view quote : word_processor_quotes) {
    if (rest.substr(0, quote.size()) == quote) {
      return unreadable("this is a typographic quote; texts stand between ' or \"", position_);
    }
  }
  const char c = rest[0];
  if (c >= ' ' && c <= '~') return unreadable(fmt::format("'{}' has no meaning here", c), position_);
  return unreadable(fmt::format("the byte 0x{:02X} has no meaning here", static_cast<unsigned char>(c)), position_);
}

}  // namespace penstock::expression
