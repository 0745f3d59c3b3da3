// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which fields mean what: the catalog with what the engine itself reads from an object of each kind.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "penstock/definition/catalog.hpp"

namespace penstock::compiling {

class Vocabulary {
 public:
  explicit Vocabulary(const Catalog& catalog) : catalog_{catalog} {}

  [[nodiscard]] const ObjectType* type(std::string_view name) const noexcept { return catalog_.find(name); }
  /// The field, also when a type of the host's does not list what every object of its kind has; null if it is unknown.
  [[nodiscard]] const FieldType* field(const ObjectType& type, std::string_view name) const;
  /// What a field is without regard to types, for `Default` and bases: what all types that have it agree on, else a text.
  [[nodiscard]] Slot common_slot(std::string_view name) const;

  /// Names of types and of a type's fields, for suggestions.
  [[nodiscard]] const std::vector<std::string>& type_names();
  [[nodiscard]] const std::vector<std::string>& field_names(const ObjectType& type);

 private:
  const Catalog& catalog_;
  // Collected when first asked for: a definition may hold thousands of misspelt words.
  std::vector<std::string> type_names_;
  std::unordered_map<const ObjectType*, std::vector<std::string>> field_names_;
};

/// Kinds that a reference in this field must point to by rule, whatever the type (S-28); null if no rule speaks of it.
[[nodiscard]] const std::vector<Kind>* ruled_targets(std::string_view field);

/// Whether objects of the type may not have the field (S-17). `known` is the type's row of that name, if it has one.
[[nodiscard]] bool forbidden(const ObjectType& type, const FieldType* known, std::string_view field);
/// Whether the field tells about runs of the whole pipeline (S-135): such fields count only on `Default`, and nobody inherits them.
[[nodiscard]] bool is_pipeline_notice(std::string_view field) noexcept;

/// Whether the engine sets a runtime field of that name on objects of the kind, or of any kind if none is given (S-84).
[[nodiscard]] bool is_runtime_field(std::optional<Kind> kind, std::string_view name);

}  // namespace penstock::compiling
