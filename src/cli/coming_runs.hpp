// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How the objects of a pipeline do, and when each runs next, from the store alone.

#include <optional>
#include <string>
#include <vector>

#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// An activity, data node or resource.
struct ComponentSummary {
  ComponentRow row;
  std::optional<Interval> next{};  ///< the interval that is released next; none: no more, or nobody here can tell
  Instant due{};                   ///< when; only with `next`. In the past: as soon as there is room for it
};

/// In definition order; empty for a pipeline that was never activated. Throws StoreError.
[[nodiscard]] std::vector<ComponentSummary> components_of(StoreReader& reader, const PipelineRow& pipeline);

/// Of the whole pipeline (S-188).
[[nodiscard]] Health health_of(const std::vector<ComponentSummary>& components);
/// The first of all that come; none if none does.
[[nodiscard]] std::optional<Instant> next_due(const std::vector<ComponentSummary>& components);

}  // namespace penstock::cli
