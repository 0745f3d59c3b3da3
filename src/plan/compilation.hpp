// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What `compile` knows while it works. Each phase (phases.hpp) adds to it; nothing of it outlives the call.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/expression/expression.hpp"
#include "penstock/expression/value.hpp"
#include "penstock/plan/compile.hpp"
#include "penstock/plan/plan.hpp"
#include "plan/report.hpp"
#include "plan/vocabulary.hpp"

namespace penstock::compiling {

/// Position of an object in the definition, without those that have no id or one that was taken before.
using DraftIndex = std::uint32_t;
inline constexpr std::uint32_t nobody = ~std::uint32_t{0};

/// A text that is no expression although it looks like one.
struct Unparsed {
  std::unique_ptr<const ExpressionError> error;
};
/// A reference that was found.
struct Link {
  DraftIndex object = nobody;
};
using WrittenValue = std::variant<Template, Unparsed, Link, Value>;

/// A field where the author wrote it.
struct WrittenField {
  std::string_view name;            ///< without star
  const FieldType* type = nullptr;  ///< null: the writer's type does not know the field, or it has none
  bool secret = false;
  bool removes = false;     ///< null: takes an inherited field away (S-14)
  bool broken = false;      ///< already reported, nothing more is said about it (S-27)
  bool references = false;  ///< its slot is for references
  bool list = false;
  std::pmr::vector<WrittenValue> values;
};

/// A field as one object has it: its own or an inherited one.
struct FieldUse {
  WrittenField* written = nullptr;
  const FieldType* type = nullptr;  ///< null: the object's type does not know the field
  bool own = false;
  bool dropped = false;  ///< inherited, but nothing for objects of this kind (S-17)
};

/// One of 64 bits. Most fields that an object is asked for are not there, and most of these share their bit with none that is.
[[nodiscard]] constexpr std::uint64_t name_bit(std::string_view name) noexcept {
  if (name.empty()) return 1;
  const auto letter = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(name[at])); };
  return std::uint64_t{1} << ((name.size() + 7 * letter(0) + 3 * letter(name.size() - 1) + letter(name.size() / 2)) % 64);
}

/// An object on its way to become a component.
struct Draft {
  explicit Draft(std::pmr::memory_resource* memory) : written{memory}, fields{memory} {}

  const Object* object = nullptr;
  std::string_view id;
  std::uint32_t order = 0;

  DraftIndex parent = nobody;  ///< explicit or `Default` (S-10)
  bool explicit_parent = false;
  bool is_parent = false;  ///< another object names it as its parent
  bool uncertain = false;  ///< something above it is unknown, so nothing can be called missing

  enum class TypeState { none, unreadable, unknown, known };
  TypeState type_state = TypeState::none;
  const ObjectType* type = nullptr;

  std::pmr::vector<WrittenField> written;
  std::pmr::vector<FieldUse> fields;
  std::uint64_t names = 0;  ///< the bits of the names in `fields`, see `name_bit`

  ComponentIndex component = nobody;

  [[nodiscard]] bool is_component() const noexcept { return component != nobody; }
  /// `Default`, or an object without type that others inherit from (S-4).
  [[nodiscard]] bool is_base() const noexcept { return id == "Default" || (type_state == TypeState::none && is_parent); }
  /// The field of that name (without star) that the object has after inheritance; null if there is none.
  [[nodiscard]] const FieldUse* find(std::string_view name) const;

 private:
  // Made when an object with many fields is asked often: hostile ones have a hundred thousand fields, each with an expression that names
  // another. Made for all, it would cost more than all of `fields` where many objects inherit many.
  mutable std::unique_ptr<std::unordered_map<std::string_view, std::size_t>> positions_;
  mutable std::uint32_t searches_ = 0;
};

/// A schedule object as read.
struct CompiledSchedule {
  bool placeholder = false;  ///< of an on-demand pipeline (S-75)
  std::optional<Recurrence> recurrence;
  bool starts_at_activation = false;
  bool shorter_than_period = false;
  bool drives_timeseries = false;
};

/// A parameter, declared or not, by name.
struct KnownParameter {
  std::size_t index = 0;  ///< in `Compilation::parameters`
  bool declared = false;
  bool optional = false;
  bool faulty = false;  ///< its value was reported as wrong
};

struct Compilation {
  /// Of what is made for each object and each field. It lies in the order in which it is made and is given back all at once, which counts
  /// where there are ten thousand objects.
  std::pmr::monotonic_buffer_resource memory;

  Compilation(const Definition& definition, const Catalog& catalog, const CompileOptions& options);

  const Definition& definition;
  const CompileOptions& options;
  Defaults defaults;
  Vocabulary vocabulary;
  Report report;
  Suggestions suggestions;
  std::uint64_t evaluation_purse;  ///< what evaluating constants may still cost, see constants.cpp

  std::vector<Draft> drafts;
  std::pmr::unordered_map<std::string_view, DraftIndex> by_id{&memory};
  std::pmr::unordered_map<std::string_view, DraftIndex> by_name{&memory};
  DraftIndex default_object = nobody;
  std::vector<DraftIndex> parents_first;

  std::vector<ResolvedParameter> parameters;
  std::unordered_map<std::string_view, KnownParameter> parameter_by_name;

  std::vector<Component> components;
  std::vector<DraftIndex> draft_of;         ///< per component; nobody for one that left the definition
  std::vector<CompiledSchedule> schedules;  ///< per component; of use for schedules only
  std::vector<ComponentIndex> followed;     ///< per component, the schedule that it follows; nobody for most kinds
  RunPolicy runs;

  [[nodiscard]] bool service() const noexcept { return options.profile == Profile::service; }
  [[nodiscard]] Component& component(const Draft& draft) { return components[draft.component]; }
  /// Of all objects, for suggestions.
  [[nodiscard]] const std::vector<std::string>& ids();

  /// Calls `visit(draft, component)` for each component, in definition order.
  template <class Visit>
  void each_component(Visit visit) {
    for (Draft& draft : drafts) {
      if (draft.is_component()) visit(draft, components[draft.component]);
    }
  }

  /// Whether it has been said what is wrong with a reference that is of no use. Nothing is said about references to bases (S-28).
  [[nodiscard]] bool is_judged(const FieldUse& use) const;

  /// The components of one of `kinds` that the field refers to, in written order. References to bases lead nowhere.
  [[nodiscard]] std::vector<ComponentIndex> links(const Draft& draft, std::string_view field, std::initializer_list<Kind> kinds) const;

 private:
  std::vector<std::string> ids_;
};

/// Whether the name is that of a user field: `my` and a capital letter or an underscore (S-7).
[[nodiscard]] bool is_user_field(std::string_view name) noexcept;

/// `text` without the difference between capital and small letters (ASCII).
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace penstock::compiling
