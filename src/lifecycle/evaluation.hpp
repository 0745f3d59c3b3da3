// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Evaluates fields where they stand: names to values (S-207 to S-212), from object to object.

#include <cstddef>
#include <string>
#include <string_view>

#include "lifecycle/place.hpp"
#include "penstock/expression/evaluate.hpp"

namespace penstock {

/// One evaluation, with what it may still spend in time and memory, which are paid from one purse: fields refer to fields, so that a short
/// definition can ask for more than there is.
class Evaluation {
 public:
  explicit Evaluation(const Sight& sight) : sight_{sight} {}

  [[nodiscard]] const Sight& sight() const noexcept { return sight_; }

  /// All values of the field at `place`, with lists inside them flattened (S-200).
  [[nodiscard]] Result<List, ExpressionError> values(const Place& place, const CompiledField& field);
  /// The same as one value: a list where the slot takes several texts, or where there are not exactly one.
  [[nodiscard]] Result<Value, ExpressionError> value(const Place& place, const CompiledField& field);
  [[nodiscard]] Result<Value, ExpressionError> evaluate(const Place& place, const Template& text, SlotShape shape);

 private:
  friend class PlaceScope;

  /// A field that is being evaluated, and the one that asked for it.
  struct Frame {
    const Place& place;
    const CompiledField& field;
    const Frame* asked_by;
    int depth;
  };

  Result<List, ExpressionError> values(const Place& place, const CompiledField& field, const Frame* asked_by);
  Result<Value, ExpressionError> value(const Place& place, const CompiledField& field, const Frame* asked_by);
  [[nodiscard]] bool spend(std::size_t amount) noexcept;

  const Sight& sight_;
  std::size_t left_ = std::size_t{64} * 1024 * 1024;
};

/// The text with every expression that fails replaced by `!` and its code, so that an alarm is never lost (S-129).
[[nodiscard]] std::string tolerant_text(const Sight& sight, const Place& place, const Template& text);

}  // namespace penstock
