// SPDX-License-Identifier: Apache-2.0
#include "lifecycle/secrets.hpp"

#include <cstdint>

#include "lifecycle/evaluation.hpp"

namespace penstock {
namespace {

void add_field(SecretTexts& secrets, const Sight& sight, const Place& place, const CompiledField& field) {
  const auto values = Evaluation{sight}.values(place, field);
  if (!values) return;  // what cannot be evaluated was not used either
  for (const Value& value : *values) secrets.add(to_text(value));
}

}  // namespace

SecretTexts evaluated_secrets_of(const Sight& sight) {
  SecretTexts secrets;
  const Place own = own_place(sight);
  for (const auto& [component, position] : sight.plan->evaluated_secrets()) {
    const auto& field = (*sight.plan)[component].fields[position];
    if (component == own.component) {
      add_field(secrets, sight, own, field);
      continue;
    }
    const Matches places = matches(sight, own, component);
    for (std::int64_t i = 0; i < places.count; ++i) add_field(secrets, sight, places[i], field);
  }
  return secrets;
}

}  // namespace penstock
