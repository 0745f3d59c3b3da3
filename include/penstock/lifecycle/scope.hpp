// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What names mean for one instance, and one object as its handler sees it: with every field evaluated (S-207 to S-215).

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "penstock/expression/evaluate.hpp"
#include "penstock/lifecycle/batch.hpp"
#include "penstock/plan/plan.hpp"

namespace penstock {

/// A field of a definition could not be evaluated (S-215). Its text names the field and the reason; show it to people only after `masked`.
class EvaluationFailed : public std::runtime_error {
 public:
  EvaluationFailed(std::string field, ExpressionError error);
  [[nodiscard]] const ExpressionError& error() const noexcept { return error_; }
  [[nodiscard]] const std::string& field() const noexcept { return field_; }

 private:
  std::string field_;
  ExpressionError error_;
};

/// The instance that expressions stand in, with what they may read of it at this moment. A value; keeps its plan alive.
struct Sight {
  std::shared_ptr<const Plan> plan;
  std::string pipeline;  ///< @pipelineId
  InstanceRow instance;
  std::optional<AttemptRow> attempt;       ///< the last one
  std::optional<InstanceRow> node;         ///< of a precondition: its owner; of an action: the instance that fired it (S-209)
  std::optional<InstanceRow> node_owner;   ///< owner of `node`, where an action was fired by a precondition
  std::optional<AttemptRow> node_attempt;  ///< the last attempt of `node`
  std::string node_error;                  ///< S-85: of a CASCADE_FAILED `node`, what caused it
  std::string error;                       ///< the same of the instance itself

  // What no row tells (S-84). May be left empty when nobody will read it.
  std::vector<std::string> waiting_on;              ///< @waitingOn of the instance
  std::vector<std::string> cascade_failed_on;       ///< @cascadeFailedOn of the instance: ids from the nearest bad dependency to the origin
  std::vector<std::string> node_waiting_on;         ///< @waitingOn of `node`
  std::vector<std::string> node_cascade_failed_on;  ///< @cascadeFailedOn of `node`
};

struct Place;

/// An object of the definition as the work of one instance sees it. Immutable, cheap to copy; may be read from several threads. The
/// functions that evaluate throw EvaluationFailed; of an action they do not: an expression that fails shows as `!Code`, so that no alarm is
/// lost (S-129).
class ObjectView {
 public:
  explicit ObjectView(std::shared_ptr<const Sight> sight);

  [[nodiscard]] const std::string& id() const noexcept;    ///< object id
  [[nodiscard]] const std::string& type() const noexcept;  ///< object type
  /// `@Component_2015-05-17T00:00:00` (S-80, S-82); the object id for kinds without instances.
  [[nodiscard]] std::string instance_id() const;
  /// Its interval; that of the instance in sight for kinds without instances.
  [[nodiscard]] Interval scheduled() const;

  /// Whether the object has the field, own or inherited.
  [[nodiscard]] bool has(std::string_view field) const noexcept;
  /// The field's value: a list where its slot takes several texts or several objects are meant, else one value (S-201). Also `name`,
  /// `node`,
  /// `@status` and the like. None if the object has no such field or it has no value yet.
  [[nodiscard]] std::optional<Value> value(std::string_view field) const;
  /// The field as text; `otherwise` if the object has no such field.
  [[nodiscard]] std::string text(std::string_view field, std::string_view otherwise = {}) const;
  /// The field as a list of texts; empty if the object has no such field.
  [[nodiscard]] std::vector<std::string> texts(std::string_view field) const;
  /// The field as true or false, any case; `otherwise` if the object has no such field. Any other text is a `TypeError`.
  [[nodiscard]] bool flag(std::string_view field, bool otherwise = false) const;
  /// The objects that the field refers to: for runnables, the matching instances (S-42, S-48), oldest first; for `node`, the instance that
  /// it means.
  [[nodiscard]] std::vector<ObjectView> references(std::string_view field) const;
  /// The first of them; none if the object has no such field.
  [[nodiscard]] std::optional<ObjectView> reference(std::string_view field) const;
  /// Names of all its fields, own and inherited.
  [[nodiscard]] std::vector<std::string> fields() const;

  /// Any text with expressions, evaluated in the context of this object (S-174).
  [[nodiscard]] Value evaluate(const Template& text, SlotShape shape = SlotShape::single) const;

  /// Evaluates every field of this object and forgets the values: throws EvaluationFailed for the first that cannot be evaluated (S-213,
  /// S-215).
  void evaluate_all() const;

  /// Replaces every secret value of this definition that occurs in `text` by asterisks (S-26).
  [[nodiscard]] std::string masked(std::string_view text) const;

 private:
  struct Secrets;

  ObjectView(std::shared_ptr<const Sight> sight, std::shared_ptr<Secrets> secrets, const Place& place);
  [[nodiscard]] static std::shared_ptr<Secrets> secrets_in(const Sight& sight);
  [[nodiscard]] const Component& component() const noexcept;
  [[nodiscard]] Place place() const;
  [[nodiscard]] List values(const CompiledField& field) const;

  std::shared_ptr<const Sight> sight_;
  std::shared_ptr<Secrets> secrets_;  // null: no expression makes any
  std::int64_t interval_ = 0;
  ComponentIndex component_ = 0;
  std::optional<ComponentIndex> owner_;  // of a precondition instance
  bool out_of_time_ = false;             // the component itself, reached by `parent`
};

/// `@Component_start` (S-80); for a precondition instance `@Precondition_start@Owner` (S-82).
[[nodiscard]] std::string instance_id(std::string_view component, Instant start, std::string_view owner = {});
/// `…_Attempt=2` (S-81).
[[nodiscard]] std::string attempt_id(std::string_view instance_id, std::int32_t number);

}  // namespace penstock
