// SPDX-License-Identifier: Apache-2.0
#include "plan/compilation.hpp"

#include <algorithm>

namespace penstock::compiling {
namespace {

constexpr std::uint64_t purse_of_a_definition = std::uint64_t{64} << 20U;
constexpr std::uint64_t purse_of_an_object = std::uint64_t{64} << 10U;

/// About as many bytes as most objects need. Whatever they need beyond that is fetched later.
constexpr std::size_t memory_of_an_object = 1024;

}  // namespace

const FieldUse* Draft::find(std::string_view name) const {
  if ((names & name_bit(name)) == 0) return nullptr;
  constexpr std::size_t many_fields = 100;
  constexpr std::uint32_t many_searches = 50;
  if (fields.size() > many_fields && ++searches_ > many_searches) {
    if (!positions_) {
      positions_ = std::make_unique<std::unordered_map<std::string_view, std::size_t>>();
      for (std::size_t i = 0; i < fields.size(); ++i) positions_->emplace(fields[i].written->name, i);
    }
    const auto known = positions_->find(name);
    return known == positions_->end() || fields[known->second].dropped ? nullptr : &fields[known->second];
  }
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldUse& use) { return !use.dropped && use.written->name == name; });
  return found == fields.end() ? nullptr : &*found;
}

Compilation::Compilation(const Definition& said, const Catalog& catalog, const CompileOptions& how)
    : memory{memory_of_an_object * (said.objects.size() + 1)},
      definition{said},
      options{how},
      defaults{how.defaults                      ? *how.defaults
               : how.profile == Profile::service ? service_defaults()
                                                 : Defaults{}},
      vocabulary{catalog},
      evaluation_purse{purse_of_a_definition + purse_of_an_object * said.objects.size()} {}

const std::vector<std::string>& Compilation::ids() {
  // Collected when first asked for: hardly ever does a definition refer to what is not there.
  if (ids_.empty()) {
    for (const Draft& draft : drafts) ids_.emplace_back(draft.id);
  }
  return ids_;
}

bool Compilation::is_judged(const FieldUse& use) const {
  return use.written->broken || std::any_of(use.written->values.begin(), use.written->values.end(), [this](const WrittenValue& value) {
           const Link* const link = std::get_if<Link>(&value);
           return link != nullptr && !drafts[link->object].is_base();
         });
}

std::vector<ComponentIndex> Compilation::links(const Draft& draft, std::string_view field, std::initializer_list<Kind> kinds) const {
  std::vector<ComponentIndex> found;
  const FieldUse* const use = draft.find(field);
  if (use == nullptr || !use->written->references) return found;
  for (const WrittenValue& value : use->written->values) {
    const Link* const link = std::get_if<Link>(&value);
    if (link == nullptr || !drafts[link->object].is_component()) continue;
    const ComponentIndex index = drafts[link->object].component;
    if (std::find(kinds.begin(), kinds.end(), components[index].kind) != kinds.end()) found.push_back(index);
  }
  return found;
}

bool is_user_field(std::string_view name) noexcept {
  return name.size() > 2 && name.substr(0, 2) == "my" && ((name[2] >= 'A' && name[2] <= 'Z') || name[2] == '_');
}

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

}  // namespace penstock::compiling
