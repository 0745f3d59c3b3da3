// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "penstock/executor/process.hpp"

namespace penstock {

/// `end_left_over` of process.hpp. `pause` is called whenever somebody is met who may still turn out to be left over, before looking again.
std::vector<std::size_t> end_left_over(const std::vector<LostWork>& lost, Duration patience, const std::function<void()>& pause);

}  // namespace penstock
