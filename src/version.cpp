// SPDX-License-Identifier: Apache-2.0
#include "penstock/version.hpp"

namespace penstock {

// The build defines PENSTOCK_VERSION for this file alone, so that a new version recompiles nothing else.
std::string_view version() { return PENSTOCK_VERSION; }

}  // namespace penstock
