// SPDX-License-Identifier: Apache-2.0
#include "definition/json_tree.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <nlohmann/json.hpp>

namespace penstock::json {
namespace {

using Nlohmann = nlohmann::json;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Stands for itself in a string, and is one byte long.
constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// Where the character of UTF-8 that begins at `position` ends; if it is none, `broken` is set and the result is the byte that is to blame.
std::size_t end_of_character(std::string_view text, std::size_t position, bool& broken) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const unsigned first = byte(position);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  broken = (first >= 0x80 && first < 0xC2) || first > 0xF4;
  // Neither longer than need be, nor half a surrogate pair, nor beyond the last character.
  unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  unsigned most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < length && !broken; ++i) {
    ++position;
    broken = byte(position) < least || byte(position) > most;
    least = 0x80;
    most = 0xBF;
  }
  return broken ? position : position + 1;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  const auto add_rest = [&](std::uint32_t shift) { add(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0U | (code >> 6U));
    return add_rest(0);
  }
  if (code < 0x10000) {
    add(0xE0U | (code >> 12U));
  } else {
    add(0xF0U | (code >> 18U));
    add_rest(12);
  }
  add_rest(6);
  add_rest(0);
}

/// Reads the grammar of RFC 8259. A reader of its own, because those of libraries sort members, drop repeated keys, or take apart numbers
/// that are to be kept as they were written.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  Result<Value, Refusal> read() {
    Value root;
    if (!value(root)) return Failure{refusal_};
    skip_blanks();
    if (position_ < text_.size()) {
      static_cast<void>(unexpected());
      return Failure{refusal_};
    }
    return root;
  }

 private:
  // Each gives false once `refusal_` is set.

  /// Its recursion is bounded by the depth.
  bool value(Value& value) {
    if (++count_ > most_values) return refuse(Refusal::Reason::too_many_values);
    skip_blanks();
    const char c = peek();
    if (c == '"') {
      value.type = Value::Type::string;
      return string(value.text);
    }
    if (c == '{') return members(value, Value::Type::object, '}');
    if (c == '[') return members(value, Value::Type::array, ']');
    if (c == '-' || is_digit(c)) return number(value);
    return word(value);
  }

  bool members(Value& parent, Value::Type type, char close) {
    if (depth_ == greatest_depth) return refuse(Refusal::Reason::too_deep);
    ++depth_;
    parent.type = type;
    ++position_;
    skip_blanks();
    while (peek() != close) {
      // Objects seldom have fewer members.
      constexpr std::size_t few = 4;
      if (type == Value::Type::object && parent.children.empty()) parent.children.reserve(few);
      Value& child = parent.children.emplace_back();
      if (type == Value::Type::object && !key(child.key)) return false;
      if (!value(child)) return false;
      skip_blanks();
      if (peek() == close) break;
      if (!take(',')) return false;
      skip_blanks();
      if (peek() == close) return unexpected();
    }
    ++position_;
    --depth_;
    return true;
  }

  bool key(std::string& name) {
    if (peek() != '"') return unexpected();
    if (!string(name)) return false;
    skip_blanks();
    return take(':');
  }

  bool string(std::string& out) {
    for (std::size_t plain = ++position_;;) {
      const char c = peek();
      if (c == '"' || c == '\\') {
        out.append(text_, plain, position_ - plain);
        ++position_;
        if (c == '"') return true;
        if (!escape(out)) return false;
        plain = position_;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        return refuse(Refusal::Reason::syntax);
      } else if (static_cast<unsigned char>(c) < 0x80) {
        skip_while(is_plain);
      } else {
        bool broken = false;
        position_ = end_of_character(text_, position_, broken);
        if (broken) return refuse(Refusal::Reason::syntax);
      }
    }
  }

  bool escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t which = names.find(peek());
    if (which != std::string_view::npos && position_ < text_.size()) {
      out.push_back(meanings[which]);
      ++position_;
      return true;
    }
    std::uint32_t code = 0;
    if (!code_unit(code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      if (peek() != '\\') return refuse(Refusal::Reason::syntax);
      ++position_;
      std::uint32_t second = 0;
      if (!code_unit(second)) return false;
      if (second < 0xDC00 || second > 0xDFFF) return refuse_last_byte();
      code = 0x10000U + ((code - 0xD800U) << 10U) + (second - 0xDC00U);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return refuse_last_byte();
    }
    append_utf8(out, code);
    return true;
  }

  /// `u` and four hexadecimal digits.
  bool code_unit(std::uint32_t& code) {
    if (peek() != 'u') return refuse(Refusal::Reason::syntax);
    ++position_;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const bool small = c >= 'a' && c <= 'f';
      if (!is_digit(c) && !small && (c < 'A' || c > 'F')) return refuse(Refusal::Reason::syntax);
      code = code * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - (small ? 'a' : 'A') + 10);
      ++position_;
    }
    return true;
  }

  bool number(Value& value) {
    const std::size_t begin = position_;
    if (peek() == '-') ++position_;
    if (peek() == '0') {
      ++position_;
    } else if (!digits()) {
      return false;
    }
    const bool fraction = peek() == '.';
    if (fraction) {
      ++position_;
      if (!digits()) return false;
    }
    const bool exponent = peek() == 'e' || peek() == 'E';
    if (exponent) {
      ++position_;
      if (peek() == '+' || peek() == '-') ++position_;
      if (!digits()) return false;
    }
    value.type = Value::Type::number;
    value.text = text_.substr(begin, position_ - begin);
    // What no double can hold would be infinite to whoever calculates with it. Fewer digits than this cannot be that large.
    constexpr std::size_t digits_of_the_largest = 308;
    if (!exponent && value.text.size() <= digits_of_the_largest) return true;
    return std::isfinite(std::strtod(value.text.c_str(), nullptr)) || refuse_last_byte();
  }

  bool digits() {
    if (!is_digit(peek())) return refuse(Refusal::Reason::syntax);
    skip_while(is_digit);
    return true;
  }

  bool word(Value& value) {
    const std::string_view rest = text_.substr(position_);
    for (const std::string_view known : {"true", "false", "null"}) {
      if (rest.substr(0, known.size()) != known) continue;
      position_ += known.size();
      if (known == "null") return true;
      value.type = Value::Type::boolean;
      value.text = known;
      return true;
    }
    return unexpected();
  }

  /// Refuses what begins here. A string is named by its end, like all else that is read before it turns out to be out of place.
  bool unexpected() {
    std::string ignored;
    if (peek() == '"') return string(ignored) && refuse_last_byte();
    return refuse(Refusal::Reason::syntax);
  }

  bool refuse(Refusal::Reason reason) {
    refusal_ = {reason, position_};
    return false;
  }

  bool refuse_last_byte() {
    --position_;
    return refuse(Refusal::Reason::syntax);
  }

  bool take(char wanted) {
    if (peek() != wanted) return unexpected();
    ++position_;
    return true;
  }

  /// A zero, which stands nowhere in JSON, at the end.
  [[nodiscard]] char peek() const noexcept { return position_ < text_.size() ? text_[position_] : '\0'; }

  void skip_blanks() noexcept {
    skip_while([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  }

  template <class Predicate>
  void skip_while(Predicate belongs) noexcept {
    std::size_t position = position_;
    while (position < text_.size() && belongs(text_[position])) ++position;
    position_ = position;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  std::size_t count_ = 0;
  Refusal refusal_;
};

void print_to(std::string& out, const Value& value) {
  switch (value.type) {
    case Value::Type::null:
      out += "null";
      return;
    case Value::Type::boolean:
    case Value::Type::number:
      out += value.text;
      return;
    case Value::Type::string:
      out += quote(value.text);
      return;
    case Value::Type::array:
    case Value::Type::object:
      break;
  }
  const bool object = value.type == Value::Type::object;
  const char* separator = "";
  out += object ? '{' : '[';
  for (const Value& child : value.children) {
    out += separator;
    if (object) out += quote(child.key) + ": ";
    print_to(out, child);
    separator = ", ";
  }
  out += object ? '}' : ']';
}

}  // namespace

Result<Value, Refusal> parse(std::string_view text) { return Reader{text}.read(); }

std::string print(const Value& value) {
  std::string out;
  print_to(out, value);
  return out;
}

std::string quote(std::string_view text) { return Nlohmann(text).dump(-1, ' ', false, Nlohmann::error_handler_t::replace); }

}  // namespace penstock::json
