// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include "cli/commands.hpp"
#include "penstock/store/store.hpp"
#include "sqlite/connection.hpp"
