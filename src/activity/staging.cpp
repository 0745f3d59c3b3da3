// SPDX-License-Identifier: Apache-2.0
#include "penstock/activity/staging.hpp"

#include <string_view>
#include <utility>

namespace penstock {

namespace {

std::string path_of(const ObjectView& node) {
  auto path = node.text("directoryPath");
  return path.empty() ? node.text("filePath") : path;
}

/// References by the object that they name, in written order, with the instances that each means.
std::vector<StagedReference> staged(const ObjectView& activity, std::string_view field, std::string_view prefix) {
  std::vector<std::vector<ObjectView>> references;
  for (auto& node : activity.references(field)) {
    if (references.empty() || references.back().front().id() != node.id()) references.emplace_back();
    references.back().push_back(std::move(node));
  }
  std::vector<StagedReference> result;
  for (std::size_t n = 0; n < references.size(); ++n) {
    StagedReference reference{.variable = std::string{prefix} + std::to_string(n + 1) + "_STAGING_DIR", .nodes = {}, .uris = {}};
    for (const auto& node : references[n]) reference.uris.push_back(path_of(node));
    if (reference.uris.front().empty()) continue;
    reference.nodes = std::move(references[n]);
    result.push_back(std::move(reference));
  }
  return result;
}

}  // namespace

Staging staging_of(const ObjectView& activity) {
  const bool by_default = activity.type() == "HiveActivity" || activity.type() == "PigActivity";
  if (!activity.flag("stage", by_default)) return {};
  return {.inputs = staged(activity, "input", "INPUT"), .outputs = staged(activity, "output", "OUTPUT")};
}

}  // namespace penstock
