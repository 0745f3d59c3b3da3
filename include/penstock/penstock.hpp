// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one include for a host: describe a pipeline, run it, keep it.
///
///     PipelineBuilder ──build()──▶ Definition ──engine.deploy()──▶ Engine over SqliteStore and TbbExecutor ──▶ your handlers

#include "penstock/activities/activities.hpp"
#include "penstock/definition/builder.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/executor/thread_executor.hpp"
#include "penstock/openssl/openssl_vault.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/tbb/tbb_executor.hpp"
#include "penstock/version.hpp"
