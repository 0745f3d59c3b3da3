// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Changes to a store, whoever holds it.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "penstock/engine/engine.hpp"
#include "penstock/sqlite/sqlite_store.hpp"

namespace penstock::cli {

/// What became of a change: no refusal means that it is made.
struct Answer {
  std::optional<std::string> refusal{};
  std::string said{};  ///< what came of it, where that is news
  bool by_engine = false;
};

struct StoreChange {
  std::filesystem::path store;
  Vault* vault = nullptr;                          ///< for an engine here; null: there is no key
  Request request;                                 ///< for the engine that holds the store
  std::function<AnswerRow(Engine& engine)> apply;  ///< where no engine holds it
};

/// Asks the engine that holds the store, or else makes the change here. Throws StoreError.
[[nodiscard]] Answer make(const StoreChange& change, SqliteReader& reader);

}  // namespace penstock::cli
