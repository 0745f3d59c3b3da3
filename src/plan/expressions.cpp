// SPDX-License-Identifier: Apache-2.0
/// Names in expressions.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "expression/program.hpp"
#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

bool knows_node(const Draft& draft) {
  return draft.type != nullptr && (draft.type->kind == Kind::action || draft.type->kind == Kind::precondition);
}

/// What the author may have meant: fields of the object and parameters. A name of the author's own is never meant to be one of the type's.
std::string suggestion(Compilation& c, const Draft& draft, std::string_view name) {
  std::vector<std::string> candidates;
  if (const std::size_t count = draft.fields.size() + c.parameters.size(); c.suggestions.affords(count)) {
    candidates.reserve(count);
    for (const FieldUse& use : draft.fields) {
      if (!is_user_field(name) || is_user_field(use.written->name)) candidates.emplace_back(use.written->name);
    }
    for (const ResolvedParameter& parameter : c.parameters) candidates.push_back(parameter.name);
  }
  std::string meant = c.suggestions.did_you_mean(name, candidates);
  if (meant.empty() && is_user_field(name)) return "; declare it under \"parameters\" or give it a value under \"values\"";
  return meant;
}

/// Of several errors in one text the first counts (S-27).
void check_text(Compilation& c, const Draft& draft, const FieldUse& use, const Template& text) {
  const expression::Program& program = text.program();
  const auto* const unresolved = expression::find_name(program, [&](std::string_view name) { return !resolves(c, draft, name, use.own); });
  if (unresolved == nullptr) return;
  const std::string_view name = program.name(*unresolved);
  if (name == "node") {
    c.report.error(draft.id, "NodeNotAvailable", use.written->name,
                   fmt::format("position {}: \"node\" means something in actions and preconditions only; name a reference field instead",
                               unresolved->position));
  } else {
    c.report.error(draft.id, "UnresolvedName", use.written->name,
                   fmt::format("position {}: \"{}\" is no field, runtime field, parameter or value{}", unresolved->position, name,
                               suggestion(c, draft, name)));
  }
}

void check_field(Compilation& c, const Draft& draft, const FieldUse& use) {
  for (const WrittenValue& value : use.written->values) {
    if (const auto* const unparsed = std::get_if<Unparsed>(&value)) {
      const ExpressionError& error = *unparsed->error;
      const std::string what = use.written->secret ? std::string{"the text cannot be read"} : error.message;
      std::string message = fmt::format("position {}: {}", error.position, what);
      if (error.code == "ExpressionSyntax") {
        c.report.error_once(draft.id, error.code, use.written->name, std::move(message));
      } else {
        c.report.error(draft.id, error.code, use.written->name, std::move(message));
      }
    } else if (const auto* const text = std::get_if<Template>(&value)) {
      check_text(c, draft, use, *text);
    }
  }
}

}  // namespace

bool resolves(Compilation& c, const Draft& draft, std::string_view written, bool own) {
  const std::string_view name = without_star(written);
  if (name == "node") return knows_node(draft);
  if (name == "id" || name == "name" || name == "type" || name == "parent") return true;
  if (draft.find(name) != nullptr || c.parameter_by_name.count(name) != 0) return true;
  // A field on Default is inherited by objects that no instance is made of. There a runtime field is merely of no use, but where it is
  // written on such an object it can only be a mistake.
  const bool strict = own && draft.type != nullptr;
  if (is_runtime_field(strict ? std::optional<Kind>{draft.type->kind} : std::nullopt, name)) return true;
  const FieldType* const field = draft.type != nullptr ? c.vocabulary.field(*draft.type, name) : nullptr;
  return field != nullptr && field->runtime;
}

void check_expressions(Compilation& c) {
  c.each_component([&](const Draft& draft, const Component&) {
    for (const FieldUse& use : draft.fields) {
      if (use.dropped || use.written->broken || use.written->references) continue;
      // Of what comes from Default or a base, only that counts which means something to this object.
      if (!use.own && use.type == nullptr && !is_user_field(use.written->name)) continue;
      check_field(c, draft, use);
    }
  });
}

}  // namespace penstock::compiling
