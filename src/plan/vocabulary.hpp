// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which fields mean what: the catalog, indexed, with what the engine itself reads from an object of each kind.

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "penstock/definition/catalog.hpp"

namespace penstock::compiling {

/// A field name without regard to types, for `Default` and bases: what all types that have the field agree on.
struct CommonMeaning {
  Slot slot = Slot::string;
  bool agreed = true;  ///< otherwise it means different things to different types
};

class Vocabulary {
 public:
  explicit Vocabulary(const Catalog& catalog);

  [[nodiscard]] const ObjectType* type(std::string_view name);
  /// The field, also when a type of the host's does not list what every object of its kind has; null if it is unknown.
  [[nodiscard]] const FieldType* field(const ObjectType& type, std::string_view name);
  [[nodiscard]] Slot common_slot(std::string_view name) const;

  /// Names of types and of a type's fields, for suggestions.
  [[nodiscard]] const std::vector<std::string>& type_names() const noexcept { return type_names_; }
  [[nodiscard]] const std::vector<std::string>& field_names(const ObjectType& type);

 private:
  const Catalog& catalog_;
  std::unordered_map<std::string_view, const ObjectType*> types_;
  std::unordered_map<const ObjectType*, std::unordered_map<std::string_view, const FieldType*>> fields_;
  std::unordered_map<std::string_view, CommonMeaning> common_;
  std::vector<std::string> type_names_;
  std::unordered_map<const ObjectType*, std::vector<std::string>> field_names_;
};

/// Kinds that a reference in this field must point to by rule, whatever the type (S-28); null if no rule speaks of it.
[[nodiscard]] const std::vector<Kind>* ruled_targets(std::string_view field);

/// Whether objects of the type may not have the field (S-17). `known` is the type's row of that name, if it has one.
[[nodiscard]] bool forbidden(const ObjectType& type, const FieldType* known, std::string_view field);

/// Whether the engine sets a runtime field of that name on objects of the kind, or of any kind if none is given (S-84).
[[nodiscard]] bool is_runtime_field(std::optional<Kind> kind, std::string_view name);

}  // namespace penstock::compiling
