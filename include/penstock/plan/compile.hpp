// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From what was said to what will be done: inherit, resolve references and parameters, parse expressions, check, order.

#include <memory>
#include <optional>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/result.hpp"

namespace penstock {

/// What the author did not say. The defaults are those of `Profile::embedded`; `service_defaults()` gives AWS's (profiles.md).
struct Defaults {
  std::int32_t maximum_retries = 0;
  Duration retry_delay{10'000};
  std::int32_t max_active_instances = 0;
  std::optional<Duration> report_progress_timeout = std::nullopt;
  std::int32_t max_tasks = 0;  ///< activities that run on one resource at a time (S-117); 0: not bounded
};
[[nodiscard]] Defaults service_defaults();

struct CompileOptions {
  Profile profile = Profile::embedded;
  std::optional<Defaults> defaults = std::nullopt;  ///< none: those of the profile
  ParameterValues values = {};                      ///< given at activation; they go before the definition's own (S-19)
  /// For FIRST_ACTIVATION_DATE_TIME (S-63) and the age of a backfill (S-70).
  Instant now{};
  std::optional<Instant> first_activation = std::nullopt;
  /// Whether parameters must have values and scheduling fields must evaluate: true when the plan is to be run (S-23). When it is false,
  /// objects whose schedule needs a value that is not there yet have no calendar, and nothing is judged by a first activation that has not
  /// happened.
  bool for_activation = true;
  /// Ids of components that already have positions, in order: the pipeline's earlier versions (S-158). One that is no longer in the
  /// definition keeps its position as a component without type, which gets no instances.
  std::vector<std::string> positions = {};
  /// Whether single required fields of the catalog are asked for (`MissingField`); the required groups always are.
  bool required_fields = true;
};

struct Compiled {
  std::shared_ptr<const Plan> plan;
  Diagnostics warnings;
};

/// The plan, or every problem at once (S-27): those of the definition as a whole, then object by object in its order. Cycles and what
/// becomes of intervals are looked at only when nothing else is wrong. Of more than 500 errors or 500 warnings the rest is counted by a
/// last diagnostic, `MoreDiagnostics`, and texts of an author's that are very long are cut where a message repeats them. Deterministic;
/// reads nothing but its arguments, and the time is proportional to the size of the plan. May be called from several threads.
[[nodiscard]] Result<Compiled, Diagnostics> compile(const Definition& definition, std::shared_ptr<const Catalog> catalog,
                                                    const CompileOptions& options = {});

}  // namespace penstock
