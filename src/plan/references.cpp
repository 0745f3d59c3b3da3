// SPDX-License-Identifier: Apache-2.0
#include "plan/references.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace penstock::compiling {

Found find_object(Compilation& c, const Draft& writer, std::string_view field, std::string_view id, Spelling spelling) {
  if (const auto found = c.by_id.find(id); found != c.by_id.end()) {
    if (spelling == Spelling::plain_text) {
      c.report.warning(writer.id, "BareReference", field,
                       fmt::format("\"{}\" is a plain text and is taken as a reference; write {{\"ref\": \"{}\"}}", id, id));
    }
    return {found->second, {}};
  }
  if (const auto named = c.by_name.find(id); named != c.by_name.end()) {
    c.report.error(writer.id, "NameUsedAsId", field,
                   fmt::format("\"{}\" is the name of an object, and references go by id: write \"{}\"", id, c.drafts[named->second].id));
    return {nobody, "NameUsedAsId"};
  }
  c.report.error(writer.id, "BadReference", field,
                 fmt::format("refers to \"{}\", which is not defined{}", id, c.suggestions.did_you_mean(id, c.ids())));
  return {nobody, "BadReference"};
}

void check_target(Compilation& c, const Draft& writer, std::string_view field, const FieldType* type, const Draft& target) {
  // What a base will become depends on the objects below it, so nothing can be said about a reference to one.
  if (target.type == nullptr || target.is_base()) return;
  const std::vector<Kind>* kinds = ruled_targets(field);
  if (kinds == nullptr && type != nullptr) kinds = &type->target.kinds;
  if (kinds == nullptr || kinds->empty() || std::find(kinds->begin(), kinds->end(), target.type->kind) != kinds->end()) return;

  std::vector<std::string_view> expected;
  for (const Kind kind : *kinds) expected.push_back(to_text(kind));
  c.report.error_once(writer.id, "WrongReferenceType", field,
                      fmt::format("\"{}\" is of type {} ({}), but the field takes a reference to: {}", target.id, target.type->name,
                                  to_text(target.type->kind), fmt::join(expected, " or ")));
}

}  // namespace penstock::compiling
