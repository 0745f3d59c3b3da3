// SPDX-License-Identifier: Apache-2.0
/// Parameters: what they must be, and which of the values given for them counts.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/numbers.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

enum class ParameterType { string, integer, real, object_key };

using ValuesByName = std::unordered_map<std::string_view, const Field*>;

ValuesByName by_name(const ParameterValues& values) {
  ValuesByName named;
  for (const Field& field : values) named.try_emplace(without_star(field.name), &field);
  return named;
}

const Field* find(const ValuesByName& values, std::string_view name) {
  const auto found = values.find(name);
  if (found == values.end()) return nullptr;
  const Field& field = *found->second;
  const bool null = field.values.size() == 1 && std::holds_alternative<Null>(field.values.front());
  return null ? nullptr : &field;
}

/// A value of an entry that nobody declared: numbers stay numbers (S-5).
std::optional<Value> untyped(const FieldValue& value) {
  if (const auto* const number = std::get_if<Number>(&value)) return number_value(*number);
  if (const auto* const text = std::get_if<std::string>(&value)) return Value{*text};
  if (std::holds_alternative<bool>(value)) return Value{to_text(value)};
  return std::nullopt;
}

class ParameterReader {
 public:
  ParameterReader(Compilation& c, const ValuesByName& given, const ValuesByName& said, const Parameter& parameter)
      : c_{c}, given_{given}, said_{said}, parameter_{parameter}, name_{without_star(parameter.id)} {}

  void read() {
    if (!is_user_field(name_)) {
      c_.report.error(name_, "BadParameterName", "id", "the id of a parameter must be \"my\" and a capital letter or an underscore");
    }
    const auto [known, first] = c_.parameter_by_name.try_emplace(
        name_, KnownParameter{.index = c_.parameters.size(), .declared = true, .optional = flag("optional")});
    if (!first) {
      c_.report.error_once(name_, "DuplicateId", "id", "more than one parameter has this id; the first is checked, rename the others");
      return;
    }
    resolved_.name = name_;
    resolved_.array = flag("isArray");
    resolved_.secret = is_secret(parameter_.id);
    read_type();
    read_allowed();

    // All are checked, although only the first counts (S-19): the others are mistakes that wait.
    const Field* const sources[]{find(given_, name_), find(said_, name_), default_value()};
    const Field* chosen = nullptr;
    for (const Field* const source : sources) {
      if (source == nullptr) continue;
      if (is_secret(source->name)) resolved_.secret = true;
    }
    for (const Field* const source : sources) {
      if (source == nullptr) continue;
      auto values = convert(*source);
      if (!values) known->second.faulty = true;
      if (chosen == nullptr) {
        chosen = source;
        if (values) resolved_.values = std::move(*values);
      }
    }
    if (chosen == nullptr && !known->second.optional) {
      known->second.faulty = true;
      if (c_.options.for_activation) {
        c_.report.error(name_, "MissingParameterValue", "", "has neither a value nor a default; give a value at activation");
      }
    }
    c_.parameters.push_back(std::move(resolved_));
  }

 private:
  [[nodiscard]] const Field* default_value() const {
    const Field* const field = parameter_.find("default");
    const bool null = field != nullptr && field->values.size() == 1 && std::holds_alternative<Null>(field->values.front());
    return null ? nullptr : field;
  }

  [[nodiscard]] bool flag(std::string_view attribute) const {
    const Field* const field = parameter_.find(attribute);
    return field != nullptr && field->values.size() == 1 && lower_case(to_text(field->values.front())) == "true";
  }

  void read_type() {
    const Field* const field = parameter_.find("type");
    if (field == nullptr || field->values.empty()) return;
    const std::string text = lower_case(to_text(field->values.front()));
    if (text == "string") {
      type_ = ParameterType::string;
    } else if (text == "integer") {
      type_ = ParameterType::integer;
    } else if (text == "double") {
      type_ = ParameterType::real;
    } else if (text == "aws::s3::objectkey") {
      type_ = ParameterType::object_key;
    } else {
      c_.report.error(name_, "BadEnum", "type", "the type of a parameter is String, Integer, Double or AWS::S3::ObjectKey");
    }
  }

  void read_allowed() {
    const Field* const field = parameter_.find("allowedValues");
    if (field == nullptr) return;
    allowed_.emplace();
    for (const FieldValue& value : field->values) {
      if (auto converted = typed(value)) {
        allowed_->push_back(std::move(*converted));
      } else {
        c_.report.error_once(name_, "ParameterType", "allowedValues", fmt::format("allows a value that is not {}", expected()));
      }
    }
    in_order_ = *allowed_;
    std::sort(in_order_.begin(), in_order_.end(), before);
  }

  /// All values of one parameter have the same type.
  static bool before(const Value& a, const Value& b) {
    if (const auto* const text = a.as<std::string>()) return *text < *b.as<std::string>();
    if (const auto* const integer = a.as<std::int64_t>()) return *integer < *b.as<std::int64_t>();
    return *a.as<double>() < *b.as<double>();
  }

  [[nodiscard]] bool allows(const Value& value) const {
    return !allowed_ || std::binary_search(in_order_.begin(), in_order_.end(), value, before);
  }

  /// The first of what is allowed: a message is no place for a thousand.
  [[nodiscard]] std::string choices() const {
    constexpr std::size_t most = 20;
    std::vector<std::string> shown;
    for (const Value& each : *allowed_) {
      if (shown.size() == most) return fmt::format("{} and {} more", fmt::join(shown, ", "), allowed_->size() - most);
      shown.push_back(to_text(each));
    }
    return fmt::format("{}", fmt::join(shown, ", "));
  }

  [[nodiscard]] std::string_view expected() const {
    switch (type_) {
      case ParameterType::string:
        return "a text";
      case ParameterType::integer:
        return "a whole number";
      case ParameterType::real:
        return "a number";
      case ParameterType::object_key:
        return "a text that is not empty";
    }
    return {};
  }

  [[nodiscard]] std::optional<Value> typed(const FieldValue& value) const {
    if (std::holds_alternative<Reference>(value) || std::holds_alternative<Unreadable>(value) || std::holds_alternative<Null>(value)) {
      return std::nullopt;
    }
    const auto* const number = std::get_if<Number>(&value);
    std::string text = number != nullptr ? canonical_text(*number) : to_text(value);
    switch (type_) {
      case ParameterType::string:
        return Value{std::move(text)};
      case ParameterType::object_key:
        return text.empty() ? std::nullopt : std::optional<Value>{std::move(text)};
      case ParameterType::integer:
        if (const auto integer = parse_integer(text)) return Value{*integer};
        return std::nullopt;
      case ParameterType::real:
        if (const auto real = parse_double(text)) return Value{*real};
        return std::nullopt;
    }
    return std::nullopt;
  }

  /// None if something is wrong with the values, which is reported.
  std::optional<std::vector<Value>> convert(const Field& field) {
    const std::string_view where = &field == parameter_.find("default") ? "default" : "";
    if (!resolved_.array && field.values.size() > 1) {
      c_.report.error_once(name_, "ParameterNotArray", where, "is given a list, but is not declared with \"isArray\": \"true\"");
      return std::nullopt;
    }
    std::vector<Value> values;
    for (const FieldValue& value : field.values) {
      auto converted = typed(value);
      if (!converted) {
        c_.report.error_once(name_, "ParameterType", where, fmt::format("{} is not {}", shown(value), expected()));
        return std::nullopt;
      }
      if (!allows(*converted)) {
        c_.report.error_once(name_, "ParameterNotAllowed", where,
                             resolved_.secret ? std::string{"the value is not among those allowed"}
                                              : fmt::format("{} is not allowed; choose from: {}", shown(value), choices()));
        return std::nullopt;
      }
      values.push_back(std::move(*converted));
    }
    return values;
  }

  /// The value as a message may show it: never a secret (S-26).
  [[nodiscard]] std::string shown(const FieldValue& value) const {
    return resolved_.secret ? std::string{"the value"} : fmt::format("\"{}\"", to_text(value));
  }

  Compilation& c_;
  const ValuesByName& given_;
  const ValuesByName& said_;
  const Parameter& parameter_;
  std::string_view name_;
  ParameterType type_ = ParameterType::string;
  std::optional<std::vector<Value>> allowed_;  ///< as written
  std::vector<Value> in_order_;
  ResolvedParameter resolved_;
};

/// Values that no parameter declares can be used all the same (S-24).
void add_undeclared(Compilation& c, const ParameterValues& values) {
  for (const Field& field : values) {
    const std::string_view name = without_star(field.name);
    const bool null = field.values.size() == 1 && std::holds_alternative<Null>(field.values.front());
    if (null || name.empty()) continue;
    if (!c.parameter_by_name.try_emplace(name, KnownParameter{.index = c.parameters.size()}).second) continue;
    ResolvedParameter parameter;
    parameter.name = name;
    parameter.array = field.written_as_list;
    parameter.secret = is_secret(field.name);
    for (const FieldValue& value : field.values) {
      if (auto plain = untyped(value)) {
        parameter.values.push_back(std::move(*plain));
      } else {
        c.report.error_once(name, "ParameterType", "", "the value of a parameter is a text, a number or a list of them");
        c.parameter_by_name[name].faulty = true;
      }
    }
    c.parameters.push_back(std::move(parameter));
  }
}

}  // namespace

void resolve_parameters(Compilation& c) {
  const ValuesByName given = by_name(c.options.values);
  const ValuesByName said = by_name(c.definition.values);
  for (const Parameter& parameter : c.definition.parameters) ParameterReader{c, given, said, parameter}.read();
  add_undeclared(c, c.options.values);
  add_undeclared(c, c.definition.values);
}

}  // namespace penstock::compiling
