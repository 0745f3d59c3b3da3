// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Finds things in a store by the names that people type.

#include <filesystem>
#include <string>
#include <vector>

#include "penstock/sqlite/sqlite_store.hpp"

namespace penstock::cli {

/// Throws StoreError, saying what to do if there is no such file.
[[nodiscard]] SqliteReader open_reader(const std::filesystem::path& store);

/// Throws Refused if there is no pipeline of that name.
[[nodiscard]] PipelineSummary find_pipeline(StoreReader& reader, const std::string& name);

/// The instance of that id, with or without its leading `@`, in the named pipeline, or in the only one that has it. Throws Refused if there
/// is none or more than one.
[[nodiscard]] RunSummary find_run(StoreReader& reader, const std::string& id, const std::string& pipeline);

/// The named pipeline, or the only one whose active definition has the object. Throws Refused if there is none or more than one.
[[nodiscard]] std::string pipeline_of_object(StoreReader& reader, const std::string& object, const std::string& pipeline);

/// What a suggested command needs to reach the same store: ` --db FILE`, empty for the default one.
[[nodiscard]] std::string store_option(const std::filesystem::path& store);

}  // namespace penstock::cli
