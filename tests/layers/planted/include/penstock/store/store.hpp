// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include "penstock/executor/executor.hpp"
#include "penstock/lifecycle/status.hpp"
