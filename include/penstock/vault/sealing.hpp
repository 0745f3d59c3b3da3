// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Secrets of a definition (S-26), sealed before a store sees it and opened when an engine reads it back. Knows what is secret; knows
/// neither keys nor stores.

#include <string>
#include <string_view>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/result.hpp"
#include "penstock/vault/vault.hpp"

namespace penstock {

/// How a sealed value begins, in place of the text, number or truth value that the author wrote.
inline constexpr std::string_view sealed_mark = "penstock:v1:";

/// Seals and opens what is secret in one pipeline; what was sealed for one does not open in another.
///
/// Secret are: fields with a `*`, and those of a name that any type of the catalog has with one; default, allowed and given values of a
/// parameter that has the `*` anywhere. References and `null` stay as they are. A text that begins like a sealed one is sealed as well, so
/// that it is not taken for one.
///
/// One thread at a time.
class Sealing {
 public:
  /// Borrows the vault. Null: there is no key, so what has no secrets passes unchanged, and all else is refused with `NoKey`, once for each
  /// field and parameter.
  Sealing(std::string pipeline, Vault* vault) : pipeline_{std::move(pipeline)}, vault_{vault} {}

  /// `given`: values of the activation, whose names may have the `*` too.
  [[nodiscard]] Result<Definition, Diagnostics> seal(Definition definition, const ParameterValues& given, const Catalog& catalog) const;
  /// Values given from outside, of parameters of that definition.
  [[nodiscard]] Result<ParameterValues, Diagnostics> seal(ParameterValues given, const Definition& definition) const;

  /// What is sealed in there, in clear. `NoKey` without a vault, `WrongKey` if the vault cannot open it.
  [[nodiscard]] Result<Definition, Diagnostics> open(Definition definition) const;
  [[nodiscard]] Result<ParameterValues, Diagnostics> open(ParameterValues given) const;

 private:
  std::string pipeline_;
  Vault* vault_;
};

/// A sealed definition as it can be compiled for reading without a key: what sealed values of parameters must be is not asked, since they
/// are texts whatever they were.
[[nodiscard]] Definition without_limits_of_sealed(Definition definition, const ParameterValues& given);

}  // namespace penstock
