// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where an expression stands and what a reference points to: an object of the plan in one interval, or the object alone. Knows which
/// instances match which (S-42, S-47, S-48); knows nothing of expressions.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// How the reader got there, which decides what may be read there (S-210).
enum class Way : std::uint8_t {
  reference,  ///< a field of another object: no runtime fields
  self,       ///< the object itself, or `node`
  component,  ///< `parent`: the component, out of time
};

struct Place {
  ComponentIndex component = 0;
  std::int64_t interval = 0;                           ///< of a runnable, or of the owner of a precondition; else 0
  std::optional<ComponentIndex> owner = std::nullopt;  ///< of a precondition instance
  Way way = Way::reference;

  /// Whether both are the same instance or component, however they were reached.
  [[nodiscard]] bool same_object(const Place& other) const noexcept {
    return component == other.component && interval == other.interval && owner == other.owner &&
           (way == Way::component) == (other.way == Way::component);
  }
};

/// A place in 64 bits, as `ObjectRef::target` holds it; from the top: 2 bits way, 8 bits 1 + position of a precondition among those of its
/// owner (0: the object itself), 20 bits component (of a precondition: its owner), 34 bits interval. None if it does not fit.
[[nodiscard]] std::optional<std::uint64_t> pack(const Plan& plan, const Place& place);
[[nodiscard]] Place unpack(const Plan& plan, std::uint64_t packed);

/// Of the instance that `sight` is about.
[[nodiscard]] Place own_place(const Sight& sight);
/// Of `sight.node`. Only where there is one.
[[nodiscard]] Place node_place(const Sight& sight);
/// What `node` means there (S-209); none where there is no node.
[[nodiscard]] std::optional<Place> node_of(const Sight& sight, const Place& place);

/// Whether the place is an instance: of a runnable, or of a precondition for an owner.
[[nodiscard]] bool is_instance(const Plan& plan, const Place& place);
/// The interval of an instance. Only where `is_instance` holds.
[[nodiscard]] Interval scheduled_at(const Sight& sight, const Place& place);
/// Id of the instance, or of the object where there is none (S-80, S-82, S-212).
[[nodiscard]] std::string id_of(const Sight& sight, const Place& place);

/// Instances of one component, or the component itself if there is no interval to match.
struct Matches {
  Place first;
  std::int64_t count = 1;  ///< intervals from that of `first` on

  [[nodiscard]] Place operator[](std::int64_t i) const {
    Place place = first;
    place.interval += i;
    return place;
  }
};
/// What a reference to `target` means at `from` (S-208).
[[nodiscard]] Matches matches(const Sight& sight, const Place& from, ComponentIndex target);

}  // namespace penstock
