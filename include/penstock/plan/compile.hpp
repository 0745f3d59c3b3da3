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
  std::optional<Duration> report_progress_timeout;
};
[[nodiscard]] Defaults service_defaults();

struct CompileOptions {
  Profile profile = Profile::embedded;
  std::optional<Defaults> defaults;  ///< none: those of the profile
  ParameterValues values;            ///< given at activation; they go before the definition's own (S-19)
  /// For FIRST_ACTIVATION_DATE_TIME (S-63) and the age of a backfill (S-70).
  Instant now{};
  std::optional<Instant> first_activation;
  /// Whether parameters must have values and scheduling fields must evaluate: true when the plan is to be run (S-23).
  bool for_activation = true;
  /// Ids of components that already have positions, in order: the pipeline's earlier versions (S-158).
  std::vector<std::string> positions;
  /// Whether single required fields of the catalog are asked for (`MissingField`); the required groups always are.
  bool required_fields = true;
};

struct Compiled {
  std::shared_ptr<const Plan> plan;
  Diagnostics warnings;
};

/// The plan, or every problem at once (S-27). Deterministic; reads nothing but its arguments.
[[nodiscard]] Result<Compiled, Diagnostics> compile(const Definition& definition, std::shared_ptr<const Catalog> catalog,
                                                    const CompileOptions& options = {});

}  // namespace penstock
