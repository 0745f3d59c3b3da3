// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where the data of a node is: files and databases of this machine.

#include <filesystem>

#include "penstock/lifecycle/scope.hpp"

namespace penstock::activities {

[[nodiscard]] bool is_file(const ObjectView& node);   ///< a FileDataNode
[[nodiscard]] bool is_table(const ObjectView& node);  ///< a SqliteDataNode

/// The file of a FileDataNode. Throws NotPossible if it is a directory or elsewhere.
[[nodiscard]] std::filesystem::path file_of(const ObjectView& node);

/// The file of the SqliteDatabase that `database` of the object refers to. Throws NotPossible for a database of another kind.
[[nodiscard]] std::filesystem::path database_of(const ObjectView& object);

}  // namespace penstock::activities
