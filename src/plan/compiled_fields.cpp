// SPDX-License-Identifier: Apache-2.0
/// The fields of components: own and inherited, resolved.

#include <algorithm>
#include <string>
#include <utility>

#include "expression/program.hpp"
#include "plan/compilation.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

bool resolves_all(Compilation& c, const Draft& draft, const WrittenField& written) {
  return std::all_of(written.values.begin(), written.values.end(), [&](const WrittenValue& value) {
    if (std::holds_alternative<Unparsed>(value)) return false;
    const Template* const text = std::get_if<Template>(&value);
    const auto is_unknown = [&](std::string_view name) { return !resolves(c, draft, name, false); };
    return text == nullptr || expression::find_name(text->program(), is_unknown) == nullptr;
  });
}

/// A field from Default or a base that means nothing to the type stays readable for expressions, unless it makes no sense here: nobody has
/// checked it.
bool is_kept(Compilation& c, const Draft& draft, const FieldUse& use) {
  if (use.dropped) return false;
  if (use.own || use.type != nullptr || is_user_field(use.written->name)) return true;
  return resolves_all(c, draft, *use.written);
}

CompiledValue compile_value(const Compilation& c, WrittenValue& value, bool own) {
  if (const Link* const link = std::get_if<Link>(&value)) {
    const Draft& target = c.drafts[link->object];
    if (target.is_component()) return target.component;
    return Template::literal(std::string{target.id});
  }
  if (const Value* const number = std::get_if<Value>(&value)) return *number;
  Template& text = std::get<Template>(value);
  return own ? std::move(text) : text;
}

CompiledField compile_field(const Compilation& c, const FieldUse& use) {
  WrittenField& written = *use.written;
  CompiledField field;
  field.name = written.name;
  field.slot = use.type != nullptr ? use.type->slot : written.references ? Slot::reference : Slot::string;
  field.list = use.type != nullptr ? use.type->list : written.list || written.values.size() > 1;
  field.secret = written.secret || (use.type != nullptr && is_secret(use.type->name));
  field.values.reserve(written.values.size());
  for (WrittenValue& value : written.values) field.values.push_back(compile_value(c, value, use.own));
  return field;
}

}  // namespace

void compile_fields(Compilation& c) {
  // Children first: what an object wrote itself moves into the plan, and by then nobody inherits it any more.
  for (auto index = c.parents_first.rbegin(); index != c.parents_first.rend(); ++index) {
    const Draft& draft = c.drafts[*index];
    if (!draft.is_component()) continue;
    Component& component = c.component(draft);
    component.fields.reserve(draft.fields.size());
    for (const FieldUse& use : draft.fields) {
      if (is_kept(c, draft, use)) component.fields.push_back(compile_field(c, use));
    }
  }
}

}  // namespace penstock::compiling
