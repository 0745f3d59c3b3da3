// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/builder.hpp"

#include <algorithm>

namespace penstock {

Object& PipelineBuilder::insert(std::string_view id, Object object) {
  object.id = id;
  return objects_.emplace_back(std::move(object));
}

AnyHandle PipelineBuilder::object(std::string_view id, std::string_view type) {
  Object object;
  if (!type.empty()) set_field(object.fields, "type", {std::string{type}}, false);
  return AnyHandle{insert(id, std::move(object))};
}

Handle<DefaultObject{}> PipelineBuilder::defaults() {
  if (defaults_ == nullptr) defaults_ = &insert("Default", {});
  return Handle<DefaultObject{}>{*defaults_};
}

std::string PipelineBuilder::parameter(std::string_view id, const ParameterAttributes& attributes) {
  Parameter& parameter = parameters_.emplace_back();
  parameter.id = id;
  const auto add = [&](std::string_view name, const auto& slot) {
    std::vector<FieldValue> values = slot.values();
    const bool written_as_list = values.size() > 1;
    set_field(parameter.attributes, name, std::move(values), written_as_list);
  };
  add("type", attributes.type);
  add("default", attributes.defaults);
  add("optional", attributes.optional);
  add("isArray", attributes.is_array);
  add("allowedValues", attributes.allowed_values);
  add("description", attributes.description);
  add("watermark", attributes.watermark);
  add("helpText", attributes.help_text);
  add("helpLink", attributes.help_link);
  return "#{" + parameter.id + "}";
}

void PipelineBuilder::value(std::string_view parameter, const AnyValue& value) { set_field(values_, parameter, {value.value()}, false); }

void PipelineBuilder::value(std::string_view parameter, std::initializer_list<AnyValue> values) {
  std::vector<FieldValue> all;
  for (const AnyValue& each : values) all.push_back(each.value());
  set_field(values_, parameter, std::move(all), true);
}

void PipelineBuilder::value(std::string_view parameter, const std::vector<std::string>& values) {
  set_field(values_, parameter, {values.begin(), values.end()}, true);
}

Definition PipelineBuilder::build() const {
  Definition definition;
  definition.name = name_;
  definition.objects.assign(objects_.begin(), objects_.end());
  const auto is_default = [this](const Object& object) { return &object == defaults_; };
  const auto found = std::find_if(objects_.begin(), objects_.end(), is_default);
  if (found != objects_.end()) {
    const auto position = definition.objects.begin() + (found - objects_.begin());
    std::rotate(definition.objects.begin(), position, position + 1);
  }
  definition.parameters = parameters_;
  definition.values = values_;
  definition.delimiters = Delimiters::both;
  return definition;
}

}  // namespace penstock
