// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/json.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "definition/json_fields.hpp"
#include "definition/json_syntax.hpp"
#include "definition/json_tree.hpp"

namespace penstock {
namespace {

using json::Value;

constexpr std::size_t longest_text = 64U << 20U;

Diagnostics refuse(std::string code, std::string message) { return {{Severity::error, std::move(code), "", "", std::move(message)}}; }

Diagnostics too_large() { return refuse("TooLarge", fmt::format("a definition may have at most {} MiB", longest_text >> 20U)); }

Result<Value, Diagnostics> parse(std::string_view text) {
  if (text.size() > longest_text) return Failure{too_large()};
  if (Diagnostics encoding = json::refuse_encoding(text); !encoding.empty()) return Failure{std::move(encoding)};
  auto parsed = json::parse(text);
  if (parsed) return std::move(*parsed);
  const json::Refusal refusal = parsed.error();
  switch (refusal.reason) {
    case json::Refusal::Reason::syntax:
      return Failure{Diagnostics{json::explain_syntax_error(text, refusal.position)}};
    case json::Refusal::Reason::too_deep:
      return Failure{refuse("JsonSyntax", fmt::format("{}: more than {} brackets stand inside each other",
                                                      json::line_and_column(text, refusal.position), json::greatest_depth))};
    case json::Refusal::Reason::too_many_values:
      break;
  }
  return Failure{refuse("TooLarge", fmt::format("a definition may have at most {} values", json::most_values))};
}

bool is_array_of_objects(const Value& value) {
  return value.type == Value::Type::array &&
         std::all_of(value.children.begin(), value.children.end(), [](const Value& child) { return child.type == Value::Type::object; });
}

/// Sets the member of the model if it is still free and the value is a text for it.
bool take_text(std::optional<std::string>& target, Value& value) {
  if (target || !value.is_scalar()) return false;
  target = std::move(value.text);
  return true;
}

Object read_object(Value& json) {
  Object object;
  object.fields.reserve(json.children.size());
  json::FieldReader fields{object.fields};
  for (Value& member : json.children) {
    if (member.key == "id" && take_text(object.id, member)) continue;
    if (member.key == "name" && take_text(object.name, member)) continue;
    if (member.key == "fields" && json::is_service_list(member)) {
      fields.add_service_list(member);
    } else {
      fields.add(member);
    }
  }
  return object;
}

Parameter read_parameter(Value& json) {
  Parameter parameter;
  std::optional<std::string> id;
  json::FieldReader attributes{parameter.attributes};
  for (Value& member : json.children) {
    if (member.key == "id" && take_text(id, member)) continue;
    if (member.key == "attributes" && json::is_service_list(member)) {
      attributes.add_service_list(member);
    } else {
      attributes.add(member);
    }
  }
  parameter.id = std::move(id).value_or("");
  return parameter;
}

/// False if the member is neither a map of values nor the web service's list of them.
bool add_parameter_values(json::FieldReader& values, Value& member) {
  if (member.type == Value::Type::object) {
    for (Value& value : member.children) values.add(value);
    return true;
  }
  if (!is_array_of_objects(member)) return false;
  return std::all_of(member.children.begin(), member.children.end(), [&](Value& entry) { return values.add_service_value(entry); });
}

/// Sorts the top-level members into a definition and takes their texts. They have a second name each, that of the web service.
class DefinitionReader {
 public:
  Result<Definition, Diagnostics> read(Value& root) {
    if (root.type == Value::Type::object) {
      for (Value& member : root.children) add(member);
    }
    if (!has_objects_) problems_.push_back(missing_objects("there is no array \"objects\""));
    if (!problems_.empty()) return Failure{std::move(problems_)};
    return std::move(definition_);
  }

 private:
  static Diagnostic missing_objects(std::string message) { return {Severity::error, "MissingObjects", "", "", std::move(message)}; }

  void add(Value& member) {
    if (member.key == "objects" || member.key == "pipelineObjects") {
      add_objects(member);
    } else if (member.key == "parameters" || member.key == "parameterObjects") {
      if (!is_array_of_objects(member)) return wrong_shape(member, "an array of JSON objects");
      for (Value& parameter : member.children) definition_.parameters.push_back(read_parameter(parameter));
    } else if (member.key == "values" || member.key == "parameterValues") {
      if (!add_parameter_values(values_, member)) wrong_shape(member, "a JSON object of values");
    } else if (member.key == "delimiters" && (member.text == "both" || member.text == "braces")) {
      definition_.delimiters = member.text == "both" ? Delimiters::both : Delimiters::braces;
    } else {
      definition_.other_members.emplace_back(member.key, json::print(member));
    }
  }

  void add_objects(Value& member) {
    has_objects_ = true;
    if (member.type != Value::Type::array) {
      problems_.push_back(missing_objects(fmt::format("\"{}\" must be an array of JSON objects", member.key)));
      return;
    }
    if (definition_.objects.empty()) definition_.objects.reserve(member.children.size());
    for (std::size_t i = 0; i < member.children.size(); ++i) {
      if (member.children[i].type == Value::Type::object) {
        definition_.objects.push_back(read_object(member.children[i]));
      } else {
        problems_.push_back(missing_objects(fmt::format("element {} of \"{}\" is no JSON object", i + 1, member.key)));
        return;
      }
    }
  }

  void wrong_shape(const Value& member, std::string_view wanted) {
    // A member that stands there again and again is wrong once.
    constexpr std::size_t most_problems = 10;
    if (problems_.size() == most_problems) return;
    problems_.push_back({Severity::error, "JsonSyntax", "", "", fmt::format("\"{}\" must be {}", member.key, wanted)});
  }

  Definition definition_;
  json::FieldReader values_{definition_.values};
  Diagnostics problems_;
  bool has_objects_ = false;
};

std::string read_file(const std::filesystem::path& file) {
  const auto fail = [&file](int error) { throw std::system_error(error, std::generic_category(), "cannot read " + file.string()); };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{std::fopen(file.c_str(), "rb"), &std::fclose};
  if (!stream) fail(errno);
  std::string text;
  // One byte more than allowed is enough for `parse` to refuse it, even if the file is a device without an end.
  while (text.size() <= longest_text) {
    const std::size_t length = text.size();
    text.resize(std::min(longest_text + 1, std::max<std::size_t>(2 * length, 1U << 16U)));
    const std::size_t count = std::fread(text.data() + length, 1, text.size() - length, stream.get());
    if (count == 0 && std::ferror(stream.get()) != 0) fail(errno);
    text.resize(length + count);
    if (count == 0) break;
  }
  return text;
}

}  // namespace

Result<Definition, Diagnostics> read_definition(std::string_view text) {
  auto root = parse(text);
  if (!root) return Failure{std::move(root).error()};
  return DefinitionReader{}.read(*root);
}

Result<Definition, Diagnostics> read_definition_file(const std::filesystem::path& file) { return read_definition(read_file(file)); }

Result<std::vector<Parameter>, Diagnostics> read_parameters(std::string_view text) {
  auto root = parse(text);
  if (!root) return Failure{std::move(root).error()};
  Value* list = &*root;
  for (Value& member : root->children) {
    if (member.key == "parameters" || member.key == "parameterObjects") list = &member;
  }
  if (!is_array_of_objects(*list)) {
    return Failure{refuse("JsonSyntax", "parameters are an array of JSON objects: {\"parameters\": [{\"id\": \"myName\"}]}")};
  }
  std::vector<Parameter> parameters;
  for (Value& parameter : list->children) parameters.push_back(read_parameter(parameter));
  return parameters;
}

Result<ParameterValues, Diagnostics> read_values(std::string_view text) {
  auto root = parse(text);
  if (!root) return Failure{std::move(root).error()};
  ParameterValues values;
  json::FieldReader reader{values};
  const auto wrapped = std::find_if(root->children.begin(), root->children.end(), [](const Value& member) {
    return (member.key == "values" || member.key == "parameterValues") && !member.is_scalar();
  });
  if (!add_parameter_values(reader, wrapped == root->children.end() ? *root : *wrapped)) {
    return Failure{refuse("JsonSyntax", "parameter values are a JSON object: {\"values\": {\"myName\": \"text\"}}")};
  }
  return values;
}

}  // namespace penstock
