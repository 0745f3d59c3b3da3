// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which changes of a pipeline that was activated are allowed (section 19 of the rules).

#include "penstock/definition/catalog.hpp"
#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"

namespace penstock {

/// Everything that stands against replacing `active` by `next`, each with what to do instead (S-158, S-159, S-162); empty if nothing does.
[[nodiscard]] Diagnostics check_edit(const Definition& active, const Definition& next, const Catalog& catalog);

/// Everything that stands against replacing the definition of a FINISHED pipeline: only the ends of its schedules may move, and only
/// further (S-155).
[[nodiscard]] Diagnostics check_extension(const Definition& active, const Definition& next, const Catalog& catalog);

}  // namespace penstock
