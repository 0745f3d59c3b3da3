// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_tree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace penstock::cli {

namespace {

class Tree {
 public:
  explicit Tree(const Plan& plan) : plan_{plan}, shown_(plan.components().size()) {}

  std::vector<std::string> draw() {
    std::vector<ComponentIndex> roots;
    for (const auto index : plan_.topological_order()) {
      if (plan_[index].kind != Kind::resource && plan_[index].dependencies.empty()) roots.push_back(index);
    }
    push(in_order(std::move(roots)), "", true);
    // A stack of its own: a chain of dependencies may be as long as a definition.
    while (!waiting_.empty()) {
      const auto step = std::move(waiting_.back());
      waiting_.pop_back();
      draw(step);
    }
    return std::move(lines_);
  }

 private:
  struct Step {
    ComponentIndex component;
    ComponentIndex parent;
    std::string indent;  ///< of the lines below its parent
    bool root;
    bool last;
  };

  [[nodiscard]] std::vector<ComponentIndex> in_order(std::vector<ComponentIndex> list) const {
    std::stable_sort(list.begin(), list.end(), [this](ComponentIndex a, ComponentIndex b) { return plan_[a].order < plan_[b].order; });
    return list;
  }

  void push(const std::vector<ComponentIndex>& list, const std::string& indent, bool root, ComponentIndex parent = 0) {
    for (auto each = list.rbegin(); each != list.rend(); ++each) {
      waiting_.push_back({.component = *each, .parent = parent, .indent = indent, .root = root, .last = each == list.rbegin()});
    }
  }

  void draw(const Step& step) {
    const auto& component = plan_[step.component];
    const bool again = shown_[step.component];
    shown_[step.component] = true;
    const auto branch = step.root ? "" : step.last ? "└─ " : "├─ ";
    lines_.push_back(fmt::format("{}{}{}{}", step.indent, branch, component.id, again ? "  (see above)" : remarks_on(step, component)));
    if (again) return;
    const auto below = step.root ? std::string{} : step.indent + (step.last ? "   " : "│  ");
    push(in_order(component.consumers), below, false, step.component);
  }

  [[nodiscard]] std::string remarks_on(const Step& step, const Component& component) const {
    auto text = fmt::format("  {}", component.type);
    std::vector<std::string> others;
    for (const auto index : component.dependencies) {
      if (index != step.parent) others.push_back(plan_[index].id);
    }
    if (!step.root && !others.empty()) text += fmt::format(", also after {}", fmt::join(others, ", "));
    std::vector<std::string> checks;
    for (const auto index : component.preconditions) checks.push_back(plan_[index].id);
    if (!checks.empty()) text += fmt::format(", if {}", fmt::join(checks, ", "));
    if (component.runs_on && component.kind == Kind::activity) text += fmt::format(", on {}", plan_[*component.runs_on].id);
    return text;
  }

  const Plan& plan_;
  std::vector<bool> shown_;
  std::vector<Step> waiting_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> dependency_tree(const Plan& plan) { return Tree{plan}.draw(); }

}  // namespace penstock::cli
