// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an object of a plan would see at a time, as if its work was about to begin there. Evaluates as the engine does; runs nothing.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/plan.hpp"

namespace penstock::cli {

/// An object, and for a precondition or an action the one that it belongs to.
struct Standpoint {
  ComponentIndex component = 0;
  std::optional<ComponentIndex> owner = std::nullopt;
};

/// One per owner; for what has no owner, one.
[[nodiscard]] std::vector<Standpoint> standpoints_of(const Plan& plan, ComponentIndex component);

/// The interval that holds `at`, with its number; `[at, at)` on demand (S-76). None if the component has no such interval.
struct NumberedInterval {
  std::int64_t number = 0;
  Interval interval;
};
[[nodiscard]] std::optional<NumberedInterval> interval_at(const Plan& plan, const Component& component, Instant at);

/// Why nothing can be seen from there: `no interval of Crunch holds 2024-03-01T00:00:00; …`.
[[nodiscard]] std::string why_unseen(const Plan& plan, Standpoint from, Instant at);

/// A field with its value, or with the reason why there is none.
struct EvaluatedField {
  std::string name{};
  std::optional<Value> value{};  ///< secrets in it are masked
  std::string problem{};         ///< empty if there is a value
};

/// A name that the template reads, directly or through fields that it reads, and that has no value before the work begins; empty if there
/// is none.
[[nodiscard]] std::string runtime_name_in(const Plan& plan, Standpoint from, const Template& text);

/// A plan at a time. A value; may be read from several threads.
class Preview {
 public:
  Preview(std::shared_ptr<const Plan> plan, std::string pipeline, Instant at);

  /// The object in its interval, or in its owner's; null if there is none. Kinds without intervals are always seen.
  [[nodiscard]] std::shared_ptr<const Sight> sight(Standpoint from) const;
  /// All fields of the object in sight, in its order. What is only known while it runs, such as `@actualStartTime`, is not made up: it is a
  /// problem.
  [[nodiscard]] std::vector<EvaluatedField> fields(const std::shared_ptr<const Sight>& sight) const;
  /// With every secret masked.
  [[nodiscard]] Value masked(const Value& value, const ObjectView& view) const;
  [[nodiscard]] std::string masked(const std::string& text, const ObjectView& view) const;

 private:
  std::shared_ptr<const Plan> plan_;
  std::string pipeline_;
  Instant at_;
  bool has_secrets_;  // looking for them in every text would take long for what mostly is not there
};

}  // namespace penstock::cli
