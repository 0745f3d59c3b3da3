// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "penstock/ids.hpp"
#include "penstock/lifecycle/status.hpp"
