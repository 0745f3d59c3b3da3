// SPDX-License-Identifier: Apache-2.0
#include "definition/json_tree.hpp"

#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace penstock::json {
namespace {

using Nlohmann = nlohmann::json;

/// Builds the tree from nlohmann's events. Its own tree cannot serve: it sorts members and drops repeated keys.
class TreeBuilder {
 public:
  bool null() { return append(Value::Type::null); }
  bool boolean(bool truth) { return append(Value::Type::boolean, truth ? "true" : "false"); }
  // A zero that arrives as a signed number was written `-0`.
  bool number_integer(std::int64_t number) { return append_number(number == 0 ? "-0" : std::to_string(number)); }
  bool number_unsigned(std::uint64_t number) { return append_number(std::to_string(number)); }
  bool number_float(double, const std::string& digits) { return append_number(digits); }
  // Texts are copied although they could be moved: the lexer keeps its buffer, and copies are no longer than they must be.
  bool string(const std::string& text) { return append(Value::Type::string, text); }
  bool binary(Nlohmann::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Value::Type::object); }
  bool start_array(std::size_t) { return open(Value::Type::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name) {
    key_ = name;
    return true;
  }

  bool parse_error(std::size_t bytes_read, const std::string&, const Nlohmann::exception&) {
    refusal_ = {Refusal::Reason::syntax, bytes_read == 0 ? 0 : bytes_read - 1};
    return false;
  }

  Value take() { return std::move(root_); }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  bool append_number(const std::string& digits) { return append(Value::Type::number, digits); }

  bool append(Value::Type type, std::string_view text = {}) {
    if (++count_ > most_values) {
      refusal_ = {Refusal::Reason::too_many_values, 0};
      return false;
    }
    Value& value = open_.empty() ? root_ : add_child(*open_.back());
    value.type = type;
    value.key = key_;
    value.text = text;
    key_.clear();
    return true;
  }

  static Value& add_child(Value& parent) {
    // Objects seldom have fewer members.
    constexpr std::size_t few = 4;
    if (parent.type == Value::Type::object && parent.children.empty()) parent.children.reserve(few);
    return parent.children.emplace_back();
  }

  bool open(Value::Type type) {
    if (open_.size() == greatest_depth) {
      refusal_ = {Refusal::Reason::too_deep, 0};
      return false;
    }
    if (!append(type)) return false;
    // Stays valid: nothing is added to a parent while a child of it is open.
    open_.push_back(open_.empty() ? &root_ : &open_.back()->children.back());
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Value root_;
  std::vector<Value*> open_;
  std::string key_;
  std::size_t count_ = 0;
  Refusal refusal_;
};

/// nlohmann does not say where it stopped when the builder refuses: the bracket that opens one level too many.
std::size_t position_of_depth(std::string_view text, std::size_t depth) {
  std::size_t open = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++open > depth) return i;
    } else if (c == ']' || c == '}') {
      --open;
    }
  }
  return text.size();
}

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

Result<Value, Refusal> parse(std::string_view text) {
  TreeBuilder builder;
  if (Nlohmann::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  Refusal refusal = builder.refusal();
  if (refusal.reason == Refusal::Reason::too_deep) refusal.position = position_of_depth(text, greatest_depth);
  return Failure{refusal};
}

std::string print(const Value& value) {
  std::string out;
  print_to(out, value);
  return out;
}

std::string quote(std::string_view text) { return Nlohmann(text).dump(-1, ' ', false, Nlohmann::error_handler_t::replace); }

}  // namespace penstock::json
