// SPDX-License-Identifier: Apache-2.0
#include "lifecycle/secrets.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "lifecycle/evaluation.hpp"

namespace penstock {
namespace {

void add_field(std::vector<std::string>& secrets, const Sight& sight, const Place& place, const CompiledField& field) {
  const auto values = Evaluation{sight}.values(place, field);
  if (!values) return;  // what cannot be evaluated was not used either
  for (const Value& value : *values) secrets.push_back(to_text(value));
}

}  // namespace

std::vector<std::string> secrets_of(const Sight& sight) {
  std::vector<std::string> secrets;
  for (const ResolvedParameter& parameter : sight.plan->parameters()) {
    if (!parameter.secret) continue;
    for (const Value& value : parameter.values) secrets.push_back(to_text(value));
  }
  const Place own = own_place(sight);
  const auto& components = sight.plan->components();
  for (ComponentIndex index = 0; index < components.size(); ++index) {
    for (const CompiledField& field : components[index].fields) {
      if (!field.secret) continue;
      if (index == own.component) {
        add_field(secrets, sight, own, field);
        continue;
      }
      const Matches places = matches(sight, own, index);
      for (std::int64_t i = 0; i < places.count; ++i) add_field(secrets, sight, places[i], field);
    }
  }
  return secrets;
}

std::string hide(std::string_view text, const std::vector<std::string>& secrets) {
  // Marked first and replaced afterwards: where secrets overlap, no end of either may stay behind.
  std::vector<bool> hidden(text.size());
  bool any = false;
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    for (std::size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + 1)) {
      std::fill_n(hidden.begin() + static_cast<std::ptrdiff_t>(at), secret.size(), true);
      any = true;
    }
  }
  if (!any) return std::string{text};

  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!hidden[i]) {
      result += text[i];
    } else if (i == 0 || !hidden[i - 1]) {
      result += "******";
    }
  }
  return result;
}

}  // namespace penstock
