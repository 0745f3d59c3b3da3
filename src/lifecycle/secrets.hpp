// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Secrets that are known only where an instance stands, because expressions make them (S-26).

#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/secret_texts.hpp"

namespace penstock {

/// What the secret fields of the definition that have expressions evaluate to from the instance in sight, as far as they can be.
[[nodiscard]] SecretTexts evaluated_secrets_of(const Sight& sight);

}  // namespace penstock
