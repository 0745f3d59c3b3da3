// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Looking after a store file: is it sound, and is there a second one? Reads only, so that an engine may be at work on the file meanwhile.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace penstock {

/// Something in a store that cannot be true.
struct Violation {
  std::string row;    ///< `instance 17 (@Load_2024-03-01T00:00:00 of work)`, `pipeline work`; empty: the file as a whole
  std::string words;  ///< `is over, but its owner is not`
};

/// Holds a store against what the engine relies on: SQLite's own checks of the file, then Penstock's of the rows: every status can have come
/// of its cause; what is over is not held as live, and the other way round; an interval has one instance, and its component knows of it;
/// attempts are numbered from 1 without gaps, and only work under way has one that runs; preconditions have owners; the definitions in use
/// are there and can be read. The rows are those of one moment. Gives the first `limit` findings of each sort; none at all: it is sound.
/// Of a file that this user cannot write, what single rows may hold is not checked. Throws StoreError if the file cannot be opened or is no
/// store of this version.
[[nodiscard]] std::vector<Violation> check_store(const std::filesystem::path& file, std::size_t limit = 20);

/// Copies a store into a new file: its state at one moment, also while an engine is at work on it, and without holding that up. Requests
/// that nobody has answered stay behind. An engine that opens the copy takes what was under way for lost and tries it again. Throws
/// StoreError if there is a file of that name already, which is left as it is, or if one of the two cannot be read or written.
void back_up_store(const std::filesystem::path& file, const std::filesystem::path& copy);

}  // namespace penstock
