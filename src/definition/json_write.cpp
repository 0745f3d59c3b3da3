// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "definition/json_tree.hpp"
#include "penstock/definition/json.hpp"

namespace penstock {
namespace {

std::string to_json(const FieldValue& value) {
  struct Json {
    std::string operator()(const std::string& text) const { return json::quote(text); }
    std::string operator()(const Reference& reference) const { return "{\"ref\": " + json::quote(reference.id) + "}"; }
    std::string operator()(const Number& number) const { return number.text; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(Null) const { return "null"; }
    std::string operator()(const Unreadable& unreadable) const { return unreadable.json; }
  };
  return std::visit(Json{}, value);
}

/// Whether the list, under the name that the web service gives to its lists of fields, would be read as one. It can only have come from a
/// repeated key, since an array of such objects is never kept as a field.
bool looks_like_service_list(const Field& field) {
  return field.values.size() > 1 && std::all_of(field.values.begin(), field.values.end(), [](const FieldValue& value) {
           const Unreadable* const unreadable = std::get_if<Unreadable>(&value);
           return unreadable != nullptr && unreadable->json.substr(0, 1) == "{";
         });
}

/// Writes members and elements on lines of their own, indented by two blanks for each open bracket.
class Writer {
 public:
  void open(char bracket) {
    out_ += bracket;
    indent_ += 2;
    first_ = true;
  }
  void close(char bracket) {
    indent_ -= 2;
    if (!first_) out_ += '\n' + std::string(indent_, ' ');
    out_ += bracket;
    first_ = false;
  }
  void next() {
    if (!first_) out_ += ',';
    out_ += '\n' + std::string(indent_, ' ');
    first_ = false;
  }
  void key(std::string_view name) {
    next();
    out_ += json::quote(name) + ": ";
  }
  void text(std::string_view text) { out_ += text; }

  void field(const Field& field) {
    key(field.name);
    if (!field.written_as_list && field.values.size() == 1) {
      text(to_json(field.values.front()));
      return;
    }
    if (field.values.size() == 1) {
      text("[" + to_json(field.values.front()) + "]");
      return;
    }
    open('[');
    for (const FieldValue& value : field.values) {
      next();
      text(to_json(value));
    }
    close(']');
  }
  void fields(const std::vector<Field>& fields) {
    for (const Field& one : fields) field(one);
  }
  /// The same where the web service's form has a list of fields under the name `service_list`.
  void fields(const std::vector<Field>& fields, std::string_view service_list) {
    for (const Field& one : fields) {
      if (one.name == service_list && looks_like_service_list(one)) {
        repeat_key(one);
      } else {
        field(one);
      }
    }
  }

  std::string take() {
    out_ += '\n';
    return std::move(out_);
  }

 private:
  void repeat_key(const Field& field) {
    for (const FieldValue& value : field.values) {
      key(field.name);
      text(to_json(value));
    }
  }

  std::string out_;
  std::size_t indent_ = 0;
  bool first_ = true;
};

void write_object(Writer& writer, const Object& object) {
  writer.next();
  writer.open('{');
  if (object.id) {
    writer.key("id");
    writer.text(json::quote(*object.id));
  }
  if (object.name) {
    writer.key("name");
    writer.text(json::quote(*object.name));
  }
  writer.fields(object.fields, "fields");
  writer.close('}');
}

void write_parameter(Writer& writer, const Parameter& parameter) {
  writer.next();
  writer.open('{');
  if (!parameter.id.empty()) {
    writer.key("id");
    writer.text(json::quote(parameter.id));
  }
  writer.fields(parameter.attributes, "attributes");
  writer.close('}');
}

void write_values_member(Writer& writer, const ParameterValues& values) {
  writer.key("values");
  writer.open('{');
  writer.fields(values);
  writer.close('}');
}

}  // namespace

std::string write_definition(const Definition& definition) {
  Writer writer;
  writer.open('{');
  for (const auto& [name, value] : definition.other_members) {
    writer.key(name);
    writer.text(value);
  }
  if (definition.delimiters == Delimiters::both) {
    writer.key("delimiters");
    writer.text("\"both\"");
  }
  writer.key("objects");
  writer.open('[');
  for (const Object& object : definition.objects) write_object(writer, object);
  writer.close(']');
  if (!definition.parameters.empty()) {
    writer.key("parameters");
    writer.open('[');
    for (const Parameter& parameter : definition.parameters) write_parameter(writer, parameter);
    writer.close(']');
  }
  if (!definition.values.empty()) write_values_member(writer, definition.values);
  writer.close('}');
  return writer.take();
}

std::string write_values(const ParameterValues& values) {
  Writer writer;
  writer.open('{');
  write_values_member(writer, values);
  writer.close('}');
  return writer.take();
}

}  // namespace penstock
