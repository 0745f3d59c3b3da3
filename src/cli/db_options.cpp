// SPDX-License-Identifier: Apache-2.0

/// `db check`, `db backup`, `db prune` on the command line.

#include "cli/options.hpp"

namespace penstock::cli {

namespace {

constexpr const char* prune_footer =
    "What has not ended, has failed or is still waited for stays, whatever its age. When an engine holds the store it does the work, a little\n"
    "at a time. The file does not become smaller: the room is used again.\n"
    "\n"
    "  penstock db prune --keep 90\n";

}  // namespace

void set_up_db(CLI::App& app, DbOptions& options) {
  auto& db = *app.add_subcommand("db", "Look after the store itself: check it, copy it, take old history away");
  db.require_subcommand(0, 1);  // none at all is said by whoever asks

  auto& check = *db.add_subcommand("check", "Say whether a store is sound, and what is wrong with it");
  add_store(check, options.check.store);
  add_json(check, options.check.json);

  auto& backup = *db.add_subcommand("backup", "Copy a store into a new file, also while an engine is at work on it");
  backup.add_option("FILE", options.backup.copy, "The copy; must not exist yet")->required()->type_name("");
  add_store(backup, options.backup.store);

  auto& prune = *db.add_subcommand("prune", "Take away what finished long ago, with its attempts");
  prune.add_option("--keep", options.prune.keep_days, "Keep what ended within so many days")
      ->required()
      ->type_name("DAYS")
      ->check(CLI::Range(0, 1'000'000));
  add_store(prune, options.prune.store);
  add_json(prune, options.prune.json);
  prune.footer(prune_footer);
}

Command command_of(const CLI::App& db, DbOptions options) {
  const auto given = db.get_subcommands().front()->get_name();
  if (given == "check") return Command{std::move(options.check)};
  if (given == "backup") return Command{std::move(options.backup)};
  return Command{std::move(options.prune)};
}

}  // namespace penstock::cli
