// SPDX-License-Identifier: Apache-2.0
/// Sizes that AWS's service limits to protect itself (S-8). An embedded engine does without.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

constexpr std::size_t most_objects = 100;
constexpr std::size_t most_parameters = 50;
constexpr std::size_t most_fields = 50;
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_value = 10'240;
constexpr std::size_t largest_object = 15'360;
constexpr std::size_t largest_values = 15 * 1024;
constexpr std::size_t most_steps = 255;
constexpr std::array<std::string_view, 4> step_fields{"step", "preStepCommand", "postStepCommand", "bootstrapAction"};

std::size_t bytes(const FieldValue& value) {
  if (const auto* const reference = std::get_if<Reference>(&value)) return reference->id.size();
  if (const auto* const unreadable = std::get_if<Unreadable>(&value)) return unreadable->json.size();
  return to_text(value).size();
}

/// Each value of a list is a field of its own to the service, so a long list is no long field.
void check_object(Compilation& c, const Draft& draft) {
  const Object& object = *draft.object;
  const auto refuse = [&](std::string_view field, std::string message) {
    c.report.error(draft.id, "TooLarge", field.substr(0, longest_name), std::move(message));
  };
  std::size_t total = draft.id.size() + (object.name ? object.name->size() : 0);
  if (object.name && object.name->size() > longest_name) {
    refuse("name", fmt::format("has {} bytes; the service takes at most {}", object.name->size(), longest_name));
  }
  if (object.fields.size() > most_fields) {
    refuse("", fmt::format("has {} fields; the service takes at most {}", object.fields.size(), most_fields));
  }
  for (const Field& field : object.fields) {
    if (field.name.size() > longest_name) {
      refuse(field.name, fmt::format("the name of the field has {} bytes; the service takes at most {}", field.name.size(), longest_name));
    }
    if (field.values.size() > most_steps && std::find(step_fields.begin(), step_fields.end(), field.name) != step_fields.end()) {
      refuse(field.name, fmt::format("has {} values; the service takes at most {}", field.values.size(), most_steps));
    }
    for (const FieldValue& value : field.values) {
      const std::size_t size = bytes(value);
      total += field.name.size() + size;
      if (size > longest_value) refuse(field.name, fmt::format("has {} bytes; the service takes at most {}", size, longest_value));
    }
  }
  if (total > largest_object) {
    refuse("", fmt::format("has {} bytes with the names of its fields; the service takes at most {}", total, largest_object));
  }
}

}  // namespace

void check_limits(Compilation& c) {
  if (!c.service()) return;
  if (c.definition.objects.size() > most_objects) {
    c.report.error("", "TooManyObjects", "objects",
                   fmt::format("there are {} objects; the service takes at most {}", c.definition.objects.size(), most_objects));
  }
  if (c.definition.parameters.size() > most_parameters) {
    c.report.error("", "TooManyParameters", "parameters",
                   fmt::format("there are {} parameters; the service takes at most {}", c.definition.parameters.size(), most_parameters));
  }
  std::size_t values = 0;
  for (const Field& field : c.definition.values) {
    for (const FieldValue& value : field.values) values += field.name.size() + bytes(value);
  }
  if (values > largest_values) {
    c.report.error("", "TooLarge", "values", fmt::format("the values have {} bytes; the service takes at most {}", values, largest_values));
  }
  for (const Draft& draft : c.drafts) check_object(c, draft);
}

}  // namespace penstock::compiling
