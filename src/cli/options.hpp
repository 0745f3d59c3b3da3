// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Options that several commands have, and the commands about definitions, in the words of CLI11. Private to the reading of the command
/// line.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"

namespace penstock::cli {

CLI::Option* add_json(CLI::App& command, bool& json, const char* help = "Print JSON instead of text");
void add_store(CLI::App& command, std::filesystem::path& store);
/// Where the key for secrets is, for commands that write to a store or open secrets in it.
void add_key(CLI::App& command, std::filesystem::path& file);
void add_values(CLI::App& command, GivenValues& values);
void add_profile(CLI::App& command, Profile& profile);
void add_time(CLI::App& command, const std::string& name, std::optional<Instant>& time, const std::string& help);

/// One of some words, in any letter case.
template <class Value>
void add_choice(CLI::App& command, const std::string& name, Value& value, const std::vector<std::pair<std::string, Value>>& choices,
                const std::string& help) {
  std::vector<std::string> words;
  for (const auto& [word, meaning] : choices) words.push_back(word);
  command
      .add_option_function<std::string>(
          name,
          [&value, name, choices, words](const std::string& text) {
            const auto found = std::find_if(choices.begin(), choices.end(),
                                            [&](const auto& choice) { return choice.first == CLI::detail::to_lower(text); });
            if (found == choices.end()) throw CLI::ValidationError{name, fmt::format("\"{}\" is none of {}", text, fmt::join(words, ", "))};
            value = found->second;
          },
          help)
      ->type_name(fmt::format("{}", fmt::join(words, "|")))
      ->default_str(words.front());
}

void set_up_validate(CLI::App& app, Validate& options);
void set_up_graph(CLI::App& app, DrawGraph& options);
void set_up_explain(CLI::App& app, ExplainDefinition& options);
void set_up_evaluate(CLI::App& app, EvaluateExpression& options);
void set_up_types(CLI::App& app, ShowTypes& options);

/// `db` and the commands below it.
struct DbOptions {
  CheckStore check{};
  BackUpStore backup{};
  PruneStore prune{};
};
void set_up_db(CLI::App& app, DbOptions& options);
/// What the command line says after `db`.
[[nodiscard]] Command command_of(const CLI::App& db, DbOptions options);

}  // namespace penstock::cli
