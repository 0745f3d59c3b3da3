// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which data an activity wants copied next to it before it begins, and copied away when it has succeeded (section 21 of the rules).

#include <string>
#include <vector>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// One reference of `input` or `output`.
struct StagedReference {
  std::string variable;           ///< `INPUT1_STAGING_DIR`; numbers count references from 1, also those that cannot be staged (S-177)
  std::vector<ObjectView> nodes;  ///< the matching instances, oldest first: several where intervals are rolled up (S-182)
  /// Where the data of each node is: its `directoryPath`, or the `filePath` of an input without one.
  std::vector<std::string> uris;

  [[nodiscard]] bool rolled_up() const noexcept { return nodes.size() > 1; }
};

struct Staging {
  std::vector<StagedReference> inputs;
  std::vector<StagedReference> outputs;
};

/// Nothing if the activity does not stage: `stage` is false unless written, for HiveActivity and PigActivity true (S-178, S-179). Nodes
/// that have no path are left out (S-180). Throws EvaluationFailed.
[[nodiscard]] Staging staging_of(const ObjectView& activity);

}  // namespace penstock
