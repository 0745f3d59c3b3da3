// SPDX-License-Identifier: Apache-2.0
#include "penstock/lifecycle/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <variant>

#include "lifecycle/evaluation.hpp"
#include "lifecycle/place.hpp"
#include "lifecycle/runtime_fields.hpp"
#include "lifecycle/secrets.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock {
namespace {

std::string describe(const std::string& field, const ExpressionError& error) {
  if (field.empty()) return fmt::format("{} ({} at {})", error.message, error.code, error.position);
  return fmt::format("{}: {} ({} at {})", field, error.message, error.code, error.position);
}

/// The values of a field in the shape of its slot (S-201).
Value shaped(const Component& component, const CompiledField& field, List values) {
  const bool several_objects = field.slot == Slot::reference && values.size() != 1;
  // A field of the author's own that was written as a list stays one; a slot of the type's that takes one value joins whatever it gets.
  const bool several_written =
      field.values.size() > 1 && (component.object_type == nullptr || component.object_type->find(field.name) == nullptr);
  if (several_objects || several_written || (field.list && field.slot != Slot::reference)) return values;
  if (values.size() == 1) return std::move(values.front());
  return to_text(Value{std::move(values)});
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

}  // namespace

EvaluationFailed::EvaluationFailed(std::string field, ExpressionError error)
    : std::runtime_error{describe(field, error)}, field_{std::move(field)}, error_{std::move(error)} {}

ObjectView::ObjectView(std::shared_ptr<const Sight> sight) : ObjectView{sight, secrets_in(*sight), own_place(*sight)} {}

ObjectView::ObjectView(std::shared_ptr<const Sight> sight, std::shared_ptr<Secrets> secrets, const Place& place)
    : sight_{std::move(sight)},
      secrets_{std::move(secrets)},
      interval_{place.interval},
      component_{place.component},
      owner_{place.owner},
      out_of_time_{place.way == Way::component} {}

const Component& ObjectView::component() const noexcept { return sight_->plan->components()[component_]; }

Place ObjectView::place() const { return {component_, interval_, owner_, out_of_time_ ? Way::component : Way::self}; }

const std::string& ObjectView::id() const noexcept { return component().id; }

const std::string& ObjectView::type() const noexcept { return component().type; }

std::string ObjectView::instance_id() const { return id_of(*sight_, place()); }

Interval ObjectView::scheduled() const {
  const Place here = place();
  return is_instance(*sight_->plan, here) ? scheduled_at(*sight_, here) : sight_->instance.scheduled;
}

bool ObjectView::has(std::string_view field) const noexcept { return component().find(without_star(field)) != nullptr; }

/// All values of one of its fields; of an action, with `!Code` for what cannot be evaluated.
List ObjectView::values(const CompiledField& field) const {
  const Place here = place();
  auto found = Evaluation{*sight_}.values(here, field);
  if (found) return std::move(*found);
  if (component().kind != Kind::action) throw EvaluationFailed{field.name, std::move(found).error()};
  List texts;
  for (const CompiledValue& value : field.values) {
    if (const auto* text = std::get_if<Template>(&value)) texts.emplace_back(tolerant_text(*sight_, here, *text));
  }
  return texts;
}

std::optional<Value> ObjectView::value(std::string_view field) const {
  const std::string_view key = without_star(field);
  if (const CompiledField* found = component().find(key)) return shaped(component(), *found, values(*found));
  if (is_identity(key)) return identity(*sight_, place(), key);
  if (!is_runtime_field(key)) return std::nullopt;
  auto found = runtime_field(*sight_, place(), key);
  if (!found) return std::nullopt;
  return std::move(*found);
}

std::string ObjectView::text(std::string_view field, std::string_view otherwise) const {
  // Most fields are plain text, of which nothing is to be evaluated.
  if (const CompiledField* plain = component().find(without_star(field)); plain != nullptr && !plain->list && plain->values.size() == 1) {
    const auto* text = std::get_if<Template>(&plain->values.front());
    if (text != nullptr && text->is_literal()) return text->text();
  }
  const auto found = value(field);
  return found ? to_text(*found) : std::string{otherwise};
}

std::vector<std::string> ObjectView::texts(std::string_view field) const {
  List found;
  if (const CompiledField* compiled = component().find(without_star(field))) {
    found = values(*compiled);
  } else if (auto other = value(field)) {
    if (const auto* list = other->as<List>()) {
      found = *list;
    } else {
      found.push_back(std::move(*other));
    }
  }
  std::vector<std::string> result;
  result.reserve(found.size());
  for (const Value& each : found) result.push_back(to_text(each));
  return result;
}

bool ObjectView::flag(std::string_view field, bool otherwise) const {
  const auto found = value(field);
  if (!found) return otherwise;
  const std::string written = to_text(*found);
  if (equal_ignoring_case(written, "true")) return true;
  if (equal_ignoring_case(written, "false")) return false;
  throw EvaluationFailed{std::string{field}, {"TypeError", fmt::format("\"{}\" is neither true nor false", written), 0}};
}

std::vector<ObjectView> ObjectView::references(std::string_view field) const {
  std::vector<ObjectView> result;
  const auto add = [&](const Value& value) {
    if (const auto* reference = value.as<ObjectRef>()) result.push_back(ObjectView{sight_, secrets_, unpack(*sight_->plan, reference->target)});
  };
  const CompiledField* found = component().find(without_star(field));
  if (found == nullptr) {
    if (const auto other = value(field)) add(*other);
    return result;
  }
  const bool written_out = std::all_of(found->values.begin(), found->values.end(),
                                       [](const CompiledValue& value) { return std::holds_alternative<ComponentIndex>(value); });
  if (!written_out) {
    for (const Value& value : values(*found)) add(value);
    return result;
  }
  for (const CompiledValue& value : found->values) {
    const Matches places = matches(*sight_, place(), std::get<ComponentIndex>(value));
    for (std::int64_t i = 0; i < places.count; ++i) result.push_back(ObjectView{sight_, secrets_, places[i]});
  }
  return result;
}

std::optional<ObjectView> ObjectView::reference(std::string_view field) const {
  auto found = references(field);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::string> ObjectView::fields() const {
  std::vector<std::string> names;
  names.reserve(component().fields.size());
  for (const CompiledField& field : component().fields) names.push_back(field.name);
  return names;
}

Value ObjectView::evaluate(const Template& text, SlotShape shape) const {
  auto result = Evaluation{*sight_}.evaluate(place(), text, shape);
  if (!result) throw EvaluationFailed{{}, std::move(result).error()};
  return std::move(*result);
}

void ObjectView::evaluate_all() const {
  for (const CompiledField& field : component().fields) {
    const bool may_fail = std::any_of(field.values.begin(), field.values.end(), [](const CompiledValue& value) {
      const auto* text = std::get_if<Template>(&value);
      return text != nullptr && !text->is_literal();
    });
    if (may_fail) (void)values(field);
  }
}

/// Evaluated when they are first asked for, once for all views of one sight: whoever masks one text is likely to mask more.
struct ObjectView::Secrets {
  std::once_flag once;
  SecretTexts texts;
};

std::shared_ptr<ObjectView::Secrets> ObjectView::secrets_in(const Sight& sight) {
  return sight.plan->evaluated_secrets().empty() ? nullptr : std::make_shared<Secrets>();
}

std::string ObjectView::masked(std::string_view text) const {
  const auto& plain = sight_->plan->plain_secrets();
  if (text.empty() || (plain.empty() && secrets_ == nullptr)) return std::string{text};
  std::vector<bool> hidden(text.size());
  bool any = plain.mark(text, hidden);
  if (secrets_ != nullptr) {
    std::call_once(secrets_->once, [this] { secrets_->texts = evaluated_secrets_of(*sight_); });
    any = secrets_->texts.mark(text, hidden) || any;
  }
  return any ? without_marked(text, hidden) : std::string{text};
}

std::string instance_id(std::string_view component, Instant start, std::string_view owner) {
  std::string id = fmt::format("@{}_{}", component, to_text(start));
  if (!owner.empty()) {
    id += '@';
    id += owner;
  }
  return id;
}

std::string attempt_id(std::string_view instance_id, std::int32_t number) { return fmt::format("{}_Attempt={}", instance_id, number); }

}  // namespace penstock
