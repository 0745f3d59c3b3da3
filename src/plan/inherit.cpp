// SPDX-License-Identifier: Apache-2.0
/// Parents, and what objects have from them.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/phases.hpp"
#include "plan/references.hpp"

namespace penstock::compiling {
namespace {

/// Inherited fields are copied, so that a short text with a long chain of parents asks for a lot of memory. Sensible definitions stay far
/// below.
constexpr std::size_t most_fields = 4'000'000;

constexpr std::string_view multiple_parents = "MultipleParents";
constexpr std::string_view bad_reference = "BadReference";

/// Reads the field `parent`; the result is the code of what is wrong with it, if that stands in the way of inheriting.
std::string_view read_parent(Compilation& c, Draft& draft) {
  const Field* const field = draft.object->find("parent");
  if (field == nullptr) return {};
  const auto refuse = [&](std::string_view code, std::string message) {
    c.report.error(draft.id, code, "parent", std::move(message));
    return code;
  };
  if (field->values.empty()) return refuse("EmptyField", "is an empty list; leave it out to inherit from Default");
  if (field->values.size() > 1)
    return refuse(multiple_parents, "is a list; an object inherits from one parent, which may have a parent itself");
  const FieldValue& value = field->values.front();
  if (std::holds_alternative<Null>(value)) return {};
  if (std::holds_alternative<Unreadable>(value)) return refuse("NotAReference", "is not of the form {\"ref\": \"X\"}");

  const Reference* const reference = std::get_if<Reference>(&value);
  const std::string id = reference != nullptr ? reference->id : to_text(value);
  if (id.empty()) return refuse("EmptyField", "is empty; leave it out to inherit from Default");
  const Found found = find_object(c, draft, "parent", id, reference != nullptr ? Spelling::reference : Spelling::plain_text);
  if (found.object == nobody) return found.problem;
  draft.parent = found.object;
  draft.explicit_parent = true;
  c.drafts[found.object].is_parent = true;
  return {};
}

/// Orders the drafts so that parents come first. Those whose chain runs into a cycle are left out.
std::vector<bool> order_by_parents(Compilation& c) {
  enum class Mark : std::uint8_t { unseen, on_path, good, cyclic };
  std::vector<Mark> marks(c.drafts.size(), Mark::unseen);
  std::vector<bool> cyclic(c.drafts.size(), false);
  std::vector<DraftIndex> path;
  for (DraftIndex start = 0; start < c.drafts.size(); ++start) {
    path.clear();
    DraftIndex at = start;
    while (at != nobody && marks[at] == Mark::unseen) {
      marks[at] = Mark::on_path;
      path.push_back(at);
      at = c.drafts[at].parent;
    }
    const bool bad = at != nobody && marks[at] != Mark::good;
    for (auto each = path.rbegin(); each != path.rend(); ++each) {
      marks[*each] = bad ? Mark::cyclic : Mark::good;
      cyclic[*each] = bad;
      if (!bad) c.parents_first.push_back(*each);
    }
  }
  return cyclic;
}

/// The first ids on the way from `start`, for the message.
std::string chain(const Compilation& c, DraftIndex start) {
  constexpr std::size_t longest = 8;
  std::vector<std::string_view> ids{c.drafts[start].id};
  for (DraftIndex at = c.drafts[start].parent; at != nobody && ids.size() < longest; at = c.drafts[at].parent) {
    ids.push_back(c.drafts[at].id);
    if (at == start) return fmt::format("{}", fmt::join(ids, " -> "));
  }
  return fmt::format("{} -> ...", fmt::join(ids, " -> "));
}

}  // namespace

bool link_parents(Compilation& c) {
  std::vector<std::string_view> problems(c.drafts.size());
  for (DraftIndex index = 0; index < c.drafts.size(); ++index) {
    Draft& draft = c.drafts[index];
    problems[index] = read_parent(c, draft);
    draft.uncertain = !problems[index].empty();
    if (draft.parent == nobody && index != c.default_object) draft.parent = c.default_object;
  }

  const std::vector<bool> cyclic = order_by_parents(c);
  if (c.parents_first.size() < c.drafts.size()) {
    Report only_cycles;
    for (DraftIndex index = 0; index < c.drafts.size(); ++index) {
      if (!cyclic[index]) continue;
      only_cycles.error(c.drafts[index].id, "ParentCycle", "parent",
                        fmt::format("its parents run in a cycle: {}; take one of these parents away", chain(c, index)));
    }
    c.report = std::move(only_cycles);
    return false;
  }

  for (const DraftIndex index : c.parents_first) {
    Draft& draft = c.drafts[index];
    if (draft.parent == nobody || draft.uncertain) continue;
    draft.uncertain = c.drafts[draft.parent].uncertain;
    problems[index] = problems[draft.parent];
    if (problems[index] == bad_reference || problems[index] == multiple_parents) {
      c.report.error(draft.id, problems[index], "parent",
                     fmt::format("inherits from \"{}\", whose own parent is wrong", c.drafts[draft.parent].id));
    }
  }
  return true;
}

bool inherit_fields(Compilation& c) {
  std::size_t total = 0;
  // One table for all objects, because most of them have the same fields.
  std::unordered_map<std::string_view, DraftIndex> written_by;
  for (const DraftIndex index : c.parents_first) {
    Draft& draft = c.drafts[index];
    draft.fields.reserve(draft.written.size() + (draft.parent == nobody ? 0 : c.drafts[draft.parent].fields.size()));
    for (WrittenField& written : draft.written) {
      const bool repeated = std::exchange(written_by.try_emplace(written.name, nobody).first->second, index) == index;
      if (repeated || written.removes) continue;
      draft.fields.push_back({.written = &written, .own = true});
      draft.names |= name_bit(written.name);
    }
    if (draft.parent != nobody) {
      draft.names |= c.drafts[draft.parent].names;
      for (const FieldUse& inherited : c.drafts[draft.parent].fields) {
        const auto writer = written_by.find(inherited.written->name);
        if (writer == written_by.end() || writer->second != index) draft.fields.push_back({.written = inherited.written});
      }
    }
    total += draft.fields.size();
    if (total > most_fields) {
      c.report.error(draft.id, "TooLarge", "parent",
                     fmt::format("objects inherit more than {} fields altogether; shorten the chains of parents", most_fields));
      return false;
    }
    if (draft.type == nullptr) continue;
    for (FieldUse& use : draft.fields) {
      use.type = use.own ? use.written->type : c.vocabulary.field(*draft.type, use.written->name);
      use.dropped = forbidden(*draft.type, use.type, use.written->name) || is_pipeline_notice(use.written->name);
    }
  }
  return true;
}

}  // namespace penstock::compiling
