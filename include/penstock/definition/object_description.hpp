// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What makes an aggregate an object type: its kind, its name in definitions, and one list of its fields.
///
///     struct MailActivity {
///       static constexpr Kind kind = Kind::activity;
///       static constexpr std::string_view type_name = "MailActivity";
///       Text to = {};
///       TextList attachment = {};
///       static constexpr auto fields() {
///         return std::tuple{field("to", &MailActivity::to).required(), field("attachment", &MailActivity::attachment)};
///       }
///     };
///
/// `pipeline.add("Tell", MailActivity{.to = "ops@example.org"})` then works as for the types that come with Penstock, and
/// `catalog.add(object_type_of<MailActivity>())` makes the type known to whoever reads definitions.

#include <concepts>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/handle.hpp"
#include "penstock/definition/slots.hpp"

namespace penstock {

/// A reference to an object of one kind, as a member of an aggregate. Takes a handle or an id; a handle of another kind does not compile.
template <Kind target>
class Ref {
 public:
  static constexpr Slot slot = Slot::reference;
  static constexpr bool list = false;
  static constexpr Kind target_kind = target;

  Ref() = default;
  Ref(const ObjectId& id) : values_{AnyValue{id}.value()} {}
  template <auto kind>
  Ref(const Handle<kind>& object) : values_{AnyValue{object}.value()} {
    static_assert(points_to<Handle<kind>, target>, "Penstock: this field refers to an object of another kind");
  }

  [[nodiscard]] const std::vector<FieldValue>& values() const noexcept { return values_; }

 private:
  std::vector<FieldValue> values_;
};

/// Several references: `{a, b}`, or one object.
template <Kind target>
class RefList {
 public:
  static constexpr Slot slot = Slot::reference;
  static constexpr bool list = true;
  static constexpr Kind target_kind = target;

  RefList() = default;
  RefList(std::initializer_list<Ref<target>> references) {
    for (const Ref<target>& reference : references) values_.insert(values_.end(), reference.values().begin(), reference.values().end());
  }
  RefList(const ObjectId& id) : RefList{Ref<target>{id}} {}
  template <auto kind>
  RefList(const Handle<kind>& object) : RefList{Ref<target>{object}} {}

  [[nodiscard]] const std::vector<FieldValue>& values() const noexcept { return values_; }

 private:
  std::vector<FieldValue> values_;
};

/// A field of an aggregate and its name in definitions, with its `*` if it is a secret.
template <class Aggregate, class SlotType>
struct FieldOf {
  using slot_type = SlotType;

  std::string_view name;
  SlotType Aggregate::*member;
  bool is_required = false;

  /// For types of a host's: `compile` will insist on the field.
  [[nodiscard]] constexpr FieldOf required() const { return {name, member, true}; }
};

template <class Aggregate, class SlotType>
[[nodiscard]] constexpr FieldOf<Aggregate, SlotType> field(std::string_view name, SlotType Aggregate::*member) {
  return {name, member};
}

template <class T>
concept ObjectDescription = requires {
  { T::kind } -> std::convertible_to<Kind>;
  { T::type_name } -> std::convertible_to<std::string_view>;
  T::fields();
};

/// Calls `visit(field)` with each `FieldOf` of the type, in the order of the list.
template <ObjectDescription T, class Visitor>
constexpr void for_each_field(Visitor&& visit) {
  std::apply([&](const auto&... each) { (visit(each), ...); }, T::fields());
}

/// The catalog's entry for a type of the host's. What its kind has in common, such as `dependsOn` of activities, need not be listed.
template <ObjectDescription T>
[[nodiscard]] ObjectType object_type_of() {
  ObjectType type;
  type.name = T::type_name;
  type.kind = T::kind;
  for_each_field<T>([&](const auto& each) {
    using SlotType = typename std::remove_cvref_t<decltype(each)>::slot_type;
    FieldType& row = type.fields.emplace_back();
    row.name = each.name;
    row.slot = SlotType::slot;
    row.list = SlotType::list;
    row.required = each.is_required;
    if constexpr (SlotType::slot == Slot::reference) row.target.kinds = {SlotType::target_kind};
  });
  return type;
}

/// The object that an aggregate describes, without id.
template <ObjectDescription T>
[[nodiscard]] Object object_of(const T& description) {
  Object object;
  set_field(object.fields, "type", {std::string{T::type_name}}, false);
  for_each_field<T>([&](const auto& each) {
    const auto& slot = description.*each.member;
    std::vector<FieldValue> values = slot.values();
    if (values.empty()) return;
    const bool written_as_list = values.size() > 1;
    object.fields.push_back({.name = std::string{each.name}, .values = std::move(values), .written_as_list = written_as_list});
  });
  return object;
}

}  // namespace penstock
