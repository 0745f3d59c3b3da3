// SPDX-License-Identifier: Apache-2.0
#include "definition/json_syntax.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace penstock::json {
namespace {

/// What surrounds a position, found by reading the text up to it once more. Only quotes, escapes and brackets matter, because
/// everything before the position is known to be sound.
struct Surroundings {
  std::optional<std::size_t> string_start;  ///< if the position is inside a string
  std::vector<std::size_t> open_brackets;
};

Surroundings surroundings(std::string_view text, std::size_t position) {
  Surroundings result;
  for (std::size_t i = 0; i < std::min(position, text.size()); ++i) {
    const char c = text[i];
    if (result.string_start) {
      if (c == '\\') ++i;
      if (c == '"') result.string_start.reset();
    } else if (c == '"') {
      result.string_start = i;
    } else if (c == '[' || c == '{') {
      result.open_brackets.push_back(i);
    } else if ((c == ']' || c == '}') && !result.open_brackets.empty()) {
      result.open_brackets.pop_back();
    }
  }
  return result;
}

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;
};

/// The character at a position; a byte that begins no sound UTF-8 sequence stands for itself.
Character character_at(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t offset) -> std::uint32_t {
    return position + offset < text.size() ? static_cast<unsigned char>(text[position + offset]) : 0;
  };
  const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if ((first & 0xE0U) == 0xC0U && continues(1)) return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
  if ((first & 0xF0U) == 0xE0U && continues(1) && continues(2)) {
    return {((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
  }
  return {first, 1};
}

bool is_typographic_quote(std::uint32_t code) {
  return (code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB || code == 0x2039 || code == 0x203A || code == 0x2033;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The last character before `position` that is no blank; none at the beginning of the text.
std::optional<std::size_t> before_blanks(std::string_view text, std::size_t position) {
  while (position > 0) {
    if (!is_blank(text[--position])) return position;
  }
  return std::nullopt;
}

Diagnostic syntax_error(std::string_view text, std::size_t position, std::string_view message) {
  return {Severity::error, "JsonSyntax", "", "", fmt::format("{}: {}", line_and_column(text, position), message)};
}

bool in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
}

std::string_view word_at(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && in_word(text[end])) ++end;
  return text.substr(start, end - start);
}

/// A number as JSON writes it, but beyond what a double holds.
bool is_too_large(std::string_view word) {
  const std::size_t digits = word.substr(0, 1) == "-" ? 1 : 0;
  if (word.size() == digits || word[digits] < '0' || word[digits] > '9') return false;
  const std::string number{word};
  char* end = nullptr;
  return std::isinf(std::strtod(number.c_str(), &end)) && *end == '\0';
}

std::string shortened(std::string_view word) {
  constexpr std::size_t longest = 40;
  return word.size() <= longest ? std::string{word} : std::string{word.substr(0, longest)} + "...";
}

/// A string or word is noticed at its last byte, or right after it, but people look for its first.
std::size_t start_of_token(std::string_view text, std::size_t position) {
  if (text[position] == '"') {
    for (std::size_t i = position; i > 0; --i) {
      if (text[i - 1] == '"' && (i < 2 || text[i - 2] != '\\')) return i - 1;
    }
  }
  while (position > 0 && in_word(text[position - 1])) --position;
  return position;
}

/// Whether the last character is the beginning of a UTF-8 sequence whose rest is missing.
bool ends_with_half_a_character(std::string_view text) {
  std::size_t length = 1;
  while (length < 4 && length < text.size() && (static_cast<unsigned char>(text[text.size() - length]) & 0xC0U) == 0x80U) ++length;
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text[text.size() - length]);
  const std::size_t wanted = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return length < wanted;
}

Diagnostic explain_in_string(std::string_view text, std::size_t position, std::size_t string_start) {
  if (ends_with_half_a_character(text.substr(0, position))) {
    return syntax_error(text, position - 1, "the bytes here are not UTF-8; save the file in UTF-8");
  }
  if (position >= text.size()) return syntax_error(text, string_start, "this string is never closed; a quote is missing");
  const char c = text[position];
  if (c == '\n' || c == '\r') return syntax_error(text, position, "a raw line break in a string; write it as \\n");
  if (c == '\t') return syntax_error(text, position, "a raw tab in a string; write it as \\t");
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20) return syntax_error(text, position, fmt::format("a control character in a string; write it as \\u{:04x}", byte));
  if (byte >= 0x80) return syntax_error(text, position, "the bytes here are not UTF-8; save the file in UTF-8");
  return syntax_error(text, position, "JSON has no such escape; a backslash itself is written \\\\");
}

Diagnostic explain_end(std::string_view text, const Surroundings& around) {
  if (around.open_brackets.empty()) return syntax_error(text, text.size(), "the text ends before it says anything");
  const std::size_t bracket = around.open_brackets.back();
  return syntax_error(
      text, text.size(),
      fmt::format("the text ends too early; the '{}' of {} is never closed", text[bracket], line_and_column(text, bracket)));
}

/// `\ud83d`, for example.
bool ends_with_escape(std::string_view text) { return text.size() >= 6 && text.substr(text.size() - 6, 2) == "\\u"; }

/// Whether the character could end a value, so that another value after it lacks a comma.
bool ends_value(char c) { return c == '"' || c == '}' || c == ']' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

std::string name_of(const Character& character, std::string_view text, std::size_t position) {
  if (character.code > 0x20 && (character.code < 0x7F || character.length > 1)) {
    return fmt::format("'{}'", text.substr(position, character.length));
  }
  return fmt::format("byte {:#04x}", character.code);
}

}  // namespace

std::string line_and_column(std::string_view text, std::size_t position) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < std::min(position, text.size()); ++i) {
    // A lone carriage return ends a line as well; in a pair the line feed does.
    if (text[i] == '\n' || (text[i] == '\r' && i + 1 < text.size() && text[i + 1] != '\n')) {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return fmt::format("line {}, column {}", line, column);
}

Diagnostic explain_syntax_error(std::string_view text, std::size_t position) {
  const Surroundings around = surroundings(text, position);
  // At its closing quote a string can be wrong in two ways: it should not be there at all, or its last character is only half there.
  const std::string_view before = text.substr(0, position);
  const bool complete = position < text.size() && text[position] == '"' && !ends_with_escape(before) && !ends_with_half_a_character(before);
  if (around.string_start && !complete) return explain_in_string(text, position, *around.string_start);
  if (position >= text.size()) return explain_end(text, around);

  const Character character = character_at(text, position);
  const std::optional<std::size_t> previous = before_blanks(text, position);
  const char c = text[position];
  if (is_typographic_quote(character.code)) {
    return syntax_error(text, position, fmt::format("a typographic quote U+{:04X}; JSON wants the straight one, \"", character.code));
  }
  if (c == '\'') return syntax_error(text, position, "a single quote; JSON wants the double one, \"");
  if ((c == '}' || c == ']') && previous && text[*previous] == ',') {
    return syntax_error(text, *previous, fmt::format("a trailing comma before '{}'; remove it", c));
  }
  if (c == '/' || c == '#') return syntax_error(text, position, "a comment; JSON has none. A field such as myComment can hold it");
  if (c == ',') return syntax_error(text, position, "a comma where a value or a name should stand");
  if (previous && around.open_brackets.empty() && ends_value(text[*previous])) {
    return syntax_error(text, start_of_token(text, position), "more text after the end of the definition; remove it or check the brackets");
  }

  const std::size_t start = start_of_token(text, position);
  const std::optional<std::size_t> before_token = before_blanks(text, start);
  const bool follows_value = before_token && ends_value(text[*before_token]);
  if (follows_value && (c == '"' || c == '{' || c == '[')) return syntax_error(text, start, "a comma or colon is missing before this");
  if (follows_value && in_word(c)) {
    return syntax_error(text, start, "a comma or colon is missing before this, or a quote inside a string is not written \\\"");
  }
  const std::string_view word = word_at(text, start);
  if (word.empty()) return syntax_error(text, position, fmt::format("unexpected {}", name_of(character, text, position)));
  if (is_too_large(word)) return syntax_error(text, start, fmt::format("the number {} is too large; write it as a text", shortened(word)));
  return syntax_error(text, start,
                      fmt::format("unexpected '{}'; only numbers, true, false and null stand without quotes", shortened(word)));
}

Diagnostics refuse_encoding(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    return {syntax_error(text, 0, "a byte order mark (BOM) before the definition; save the file as UTF-8 without one")};
  }
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return {syntax_error(text, 0, "the byte order mark (BOM) of UTF-16; save the file in UTF-8")};
  }
  // JSON begins with two characters of ASCII, so a zero byte is half of one.
  if (text.size() > 1 && (text[0] == '\0' || text[1] == '\0')) {
    return {syntax_error(text, 0, "this is UTF-16 or UTF-32; save the file in UTF-8")};
  }
  return {};
}

}  // namespace penstock::json
