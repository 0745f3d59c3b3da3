// SPDX-License-Identifier: Apache-2.0
/// Where work is done and preconditions are checked, and whom to tell.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "plan/compilation.hpp"
#include "plan/constants.hpp"
#include "plan/phases.hpp"

namespace penstock::compiling {
namespace {

bool has_runner(const Component& component) { return component.runs_on.has_value() || !component.worker_group.empty(); }

/// Whether a runner is written down, be it a wrong one that was reported.
bool names_runner(const Compilation& c, const Draft& draft) {
  const FieldUse* const resource = draft.find("runsOn");
  return draft.find("workerGroup") != nullptr || (resource != nullptr && c.is_judged(*resource));
}

std::vector<ComponentIndex> without_repetitions(const std::vector<ComponentIndex>& all) {
  std::vector<ComponentIndex> once;
  std::unordered_set<ComponentIndex> seen;
  for (const ComponentIndex each : all) {
    if (seen.insert(each).second) once.push_back(each);
  }
  return once;
}

void read_runner(Compilation& c, const Draft& draft, Component& component) {
  const auto resources = c.links(draft, "runsOn", {Kind::resource});
  if (!resources.empty()) component.runs_on = resources.front();
  const auto group = constant(c, draft, "workerGroup", "UnresolvedName");
  if (group && !component.runs_on) component.worker_group = group->text();
  if (component.kind != Kind::activity) return;

  if (draft.find("runsOn") != nullptr && draft.find("workerGroup") != nullptr) {
    c.report.warning(draft.id, "WorkerGroupIgnored", "workerGroup", "runsOn is set as well and is what counts; write null here to say so");
  }
  const bool could_name_one = component.object_type->find("runsOn") != nullptr || component.object_type->find("workerGroup") != nullptr;
  if (c.service() && could_name_one && !names_runner(c, draft) && !draft.uncertain) {
    c.report.error(draft.id, "NoRunner", "runsOn", "nobody would run it; set runsOn or workerGroup, here or on Default");
  }
}

bool is_user_managed(const Compilation& c, ComponentIndex precondition) { return c.components[precondition].object_type->user_managed; }

/// A user-managed precondition of a data node is checked where the first activity that reads the node runs, else the first that writes it
/// (S-105).
class NodeRunners {
 public:
  explicit NodeRunners(Compilation& c) : c_{c}, readers_(c.components.size(), nobody), writers_(c.components.size(), nobody) {
    c.each_component([this](const Draft& draft, const Component& component) {
      if (component.kind != Kind::activity || !(has_runner(component) || names_runner(c_, draft))) return;
      note(draft, "input", readers_);
      note(draft, "output", writers_);
    });
  }

  void lend(const Draft& draft, Component& node) {
    if (has_runner(node) || names_runner(c_, draft) || draft.uncertain) return;
    const ComponentIndex reader = readers_[draft.component];
    const ComponentIndex lender = reader != nobody ? reader : writers_[draft.component];
    if (lender != nobody) {
      node.runs_on = c_.components[lender].runs_on;
      node.worker_group = c_.components[lender].worker_group;
    } else if (c_.service()) {
      c_.report.error(
          draft.id, "PreconditionWithoutRunner", "precondition",
          "its precondition has nothing to run on; set runsOn or workerGroup on the node or on an activity that reads or writes it");
    }
  }

 private:
  void note(const Draft& draft, std::string_view field, std::vector<ComponentIndex>& first) {
    for (const ComponentIndex node : c_.links(draft, field, {Kind::data_node})) {
      if (first[node] == nobody) first[node] = draft.component;
    }
  }

  Compilation& c_;
  std::vector<ComponentIndex> readers_;
  std::vector<ComponentIndex> writers_;
};

void read_preconditions(Compilation& c, const Draft& draft, Component& component, NodeRunners& runners) {
  component.preconditions = without_repetitions(c.links(draft, "precondition", {Kind::precondition}));
  const auto user_managed = std::find_if(component.preconditions.begin(), component.preconditions.end(),
                                         [&](ComponentIndex each) { return is_user_managed(c, each); });
  if (user_managed != component.preconditions.end()) {
    if (component.kind == Kind::data_node) runners.lend(draft, component);
    if (component.runs_on) {
      c.report.warning(draft.id, "SystemPreconditionPreferred", "precondition",
                       fmt::format("\"{}\" brings up \"{}\" only to check; a precondition that the engine checks itself needs no resource",
                                   c.components[*user_managed].id, c.components[*component.runs_on].id));
    }
  }
  if (component.policy.failure_mode != FailureMode::none) return;
  for (const ComponentIndex each : component.preconditions) {
    if (!c.components[each].policy.precondition_timeout) continue;
    c.report.warning(draft.id, "CascadeModeAdvised", "failureAndRerunMode",
                     fmt::format("waits for ever once \"{}\" has timed out; mode cascade would let it fail", c.components[each].id));
    return;
  }
}

/// A data node uses a resource only to have its preconditions checked there.
bool uses_resource(const Compilation& c, const Component& component) {
  if (!component.runs_on) return false;
  return component.kind == Kind::activity || std::any_of(component.preconditions.begin(), component.preconditions.end(),
                                                         [&](ComponentIndex each) { return is_user_managed(c, each); });
}

/// Who is told about runs of the pipeline (S-135). A run cannot be terminated: there may be nothing left of it.
std::vector<ComponentIndex> read_notices(const Compilation& c, std::string_view field) {
  if (c.default_object == nobody) return {};
  auto actions = c.links(c.drafts[c.default_object], field, {Kind::action});
  std::erase_if(actions, [&](ComponentIndex action) { return c.components[action].type == "Terminate"; });
  return actions;
}

void note_users(Compilation& c) {
  c.each_component([&](const Draft& draft, Component& component) {
    if (uses_resource(c, component)) c.components[*component.runs_on].users.push_back(draft.component);
  });
}

}  // namespace

void assign_runners(Compilation& c) {
  c.each_component([&](const Draft& draft, Component& component) {
    if (component.kind == Kind::activity || component.kind == Kind::data_node) read_runner(c, draft, component);
    if (!is_runnable(component.kind) && component.kind != Kind::precondition) return;
    component.on_success = c.links(draft, "onSuccess", {Kind::action});
    component.on_fail = c.links(draft, "onFail", {Kind::action});
    component.on_late = c.links(draft, "onLateAction", {Kind::action});
  });
  c.runs.on_success = read_notices(c, "onPipelineSuccess");
  c.runs.on_fail = read_notices(c, "onPipelineFail");
  NodeRunners runners{c};
  c.each_component([&](const Draft& draft, Component& component) {
    if (component.kind == Kind::activity || component.kind == Kind::data_node) read_preconditions(c, draft, component, runners);
  });
  note_users(c);
}

}  // namespace penstock::compiling
