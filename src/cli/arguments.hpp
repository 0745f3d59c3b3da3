// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The command line as values: one struct per command. Knows options and their help; does nothing.

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "penstock/lifecycle/status.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/result.hpp"
#include "penstock/time.hpp"

namespace penstock::cli {

inline constexpr const char* default_store = "penstock.db";

/// Values of parameters from outside the definition: a file first, single ones over it.
struct GivenValues {
  std::string file{};                      ///< empty: none
  std::vector<std::string> assignments{};  ///< `name=value`; a repeated name makes a list
};

/// `--help` or `--version`: a text to print.
struct Say {
  std::string text;
};

struct Validate {
  std::string file;  ///< `-`: standard input
  GivenValues values;
  Profile profile = Profile::embedded;
  bool json = false;
};

struct RunPipelines {
  std::vector<std::string> files;
  std::string name;  ///< empty: the file's, without its ending
  std::filesystem::path store = default_store;
  std::filesystem::path key_file;  ///< empty: the environment's key, if there is one
  GivenValues values;
  Profile profile = Profile::embedded;
  std::optional<Instant> at;       ///< where the clock starts
  bool once = false;               ///< ends when nothing is due
  std::filesystem::path log_root;  ///< empty: `logs` beside the store
  bool local_resources = false;
  std::optional<int> keep_days;  ///< none: history is kept for ever
  bool quiet = false;
  bool json = false;
};

struct ShowStatus {
  std::string pipeline;  ///< whose objects are shown; empty: the pipelines are
  std::filesystem::path store = default_store;
  bool json = false;
};

struct ListRuns {
  std::filesystem::path store = default_store;
  std::string pipeline;
  std::string component;
  std::vector<Status> statuses;
  std::optional<Instant> from;
  std::optional<Instant> to;
  bool attempts = false;  ///< lists attempts instead, and the statuses are theirs
  bool json = false;
};

struct ShowLogs {
  std::string instance;  ///< an instance id or an attempt id; the leading `@` may be missing
  std::filesystem::path store = default_store;
  std::string pipeline;
  int attempt = 0;  ///< 0: the last
  bool json = false;
};

/// Asks the engine for a change, or makes it when no engine is there.
struct Operate {
  enum class What { rerun, cancel, mark_finished, pause, resume, activate, deactivate, remove, clone };
  What what = What::rerun;
  std::string target;  ///< an instance id; for pause and resume the id of a component, from activate on the name of a pipeline
  std::filesystem::path store = default_store;
  std::filesystem::path key_file;  ///< empty: the environment's key, if there is one
  std::string pipeline;
  std::optional<Instant> from;  ///< of activate: what was due before is skipped
  bool drain = false;           ///< of deactivate: what runs goes on to its end
  std::string copy;             ///< of clone: the name of the new pipeline
  bool json = false;
};

/// Runs a pipeline, or some of its steps, once.
struct StartRun {
  std::string pipeline;
  std::vector<std::string> only;  ///< activities; empty: all
  std::string from;               ///< an activity; empty: from the beginning
  GivenValues values;
  std::filesystem::path store = default_store;
  std::filesystem::path key_file;  ///< empty: the environment's key, if there is one
  bool dry = false;                ///< only say what would be run
  bool json = false;
};

/// Whether a store is sound.
struct CheckStore {
  std::filesystem::path store = default_store;
  bool json = false;
};

struct BackUpStore {
  std::filesystem::path store = default_store;
  std::filesystem::path copy;
};

/// Takes old history away.
struct PruneStore {
  std::filesystem::path store = default_store;
  int keep_days = 0;
  bool json = false;
};

/// Why an instance has not run, or has failed.
struct ExplainInstance {
  std::string instance;  ///< the leading `@` may be missing
  std::filesystem::path store = default_store;
  std::string pipeline;
  bool json = false;
};

/// The transition tables.
struct ShowStates {
  enum class Format { text, mermaid, json };
  Format format = Format::text;
};

struct DrawGraph {
  enum class Format { dot, mermaid, svg };
  std::string file;
  GivenValues values;
  Format format = Format::dot;
  bool json = false;
};

/// Plays a pipeline in a scripted world.
struct Simulate {
  std::string file;
  std::optional<Instant> from;  ///< none: the start of the first interval
  Instant until;
  std::string outcomes;  ///< file with what attempts, checks and resources do; empty: all goes well at once
  GivenValues values;
  Profile profile = Profile::embedded;
  bool all = false;  ///< also the middle of long lists
  bool json = false;
};

/// Plays scenarios and compares what they expect.
struct CheckScenarios {
  std::vector<std::string> files;
  bool json = false;
};

struct ShowTypes {
  std::string type;  ///< empty: all
  bool markdown = false;
  bool json = false;
};

struct ExplainDefinition {
  std::string file;
  std::optional<Instant> at;  ///< evaluates fields for the intervals that hold it
  GivenValues values;
  bool json = false;
};

struct EvaluateExpression {
  std::string expression;
  std::optional<Instant> at;  ///< none: now
  std::string file;           ///< empty: no object around the expression
  std::string object;
  GivenValues values;
  bool json = false;
};

using Command = std::variant<Say, Validate, RunPipelines, ShowStatus, ListRuns, ShowLogs, Operate, DrawGraph, ShowTypes, ExplainDefinition,
                             EvaluateExpression, Simulate, CheckScenarios, ShowStates, ExplainInstance, StartRun,
                             CheckStore, BackUpStore, PruneStore>;

/// What is wrong with a command line, in one sentence and where help is.
struct UsageError {
  std::string message;
};

/// Reads a command line without the program's name. Every text in the result is copied.
[[nodiscard]] Result<Command, UsageError> parse_arguments(const std::vector<std::string>& arguments);

}  // namespace penstock::cli
