// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "cli/options.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/version.hpp"

namespace penstock::cli {

namespace {

constexpr const char* about =
    "Runs data pipelines that are described in definition files, and looks into the store that holds their state.\n"
    "All times are UTC.";

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0    success\n"
    "  1    run: an instance failed, or waits for something that will not come; simulate --scenario: one does not hold;\n"
    "       db check: the store is not sound\n"
    "  2    the command line is wrong, or a file cannot be read\n"
    "  3    a definition or its values have errors; nothing was run\n"
    "  4    the store cannot be used, or another engine holds it\n"
    "  5    there is no such pipeline, object, instance or log, or it cannot be changed that way\n"
    "  6    the output could not be written\n"
    "  70   a mistake in this program\n"
    "  130  run: ended by SIGINT or SIGTERM; the next run goes on from there\n"
    "\n"
    "`penstock COMMAND --help` tells more. NO_COLOR=1 takes the colors away.";

constexpr const char* run_footer =
    "Each file is deployed under its name without ending: a new pipeline is activated, the same one goes on where it was, a changed one "
    "is\n"
    "updated if the change is allowed, a finished one is left alone. Then the pipelines run until nothing is left to do.\n"
    "\n"
    "The first SIGINT (Ctrl-C) or SIGTERM starts nothing new and waits for what runs; the second ends what runs, to be tried again by the "
    "next\n"
    "run; the third leaves at once. Values given with --set can be seen by others on this machine; secrets belong into a --values file.\n"
    "\n"
    "  penstock run report.json --db report.db --values production.json\n";

constexpr const char* list_footer =
    "Everything is listed unless an option leaves something out, sorted by scheduled start and then so that each comes\n"
    "after what it waits for.\n"
    "\n"
    "  penstock list-runs --status FAILED CASCADE_FAILED\n"
    "  penstock list-runs --attempts --status FAILED --from 2024-03-01\n";

constexpr const char* logs_footer = "  penstock logs @CountHits_2015-05-17T00:00:00 --attempt 1\n";

constexpr const char* operate_footer =
    "When an engine holds the store it is asked and its answer awaited; otherwise the change is recorded here, and the next `penstock "
    "run`\n"
    "carries it out.";

constexpr const char* run_now_footer =
    "The run is a pipeline of its own, made from the active definition and named NAME@TIME: under that name list-runs, rerun and cancel\n"
    "find it. The schedule goes on as if nothing had happened. What a chosen step would have waited for counts as done; preconditions\n"
    "are still checked.\n"
    "\n"
    "  penstock run-now report --from CountHits --dry-run\n";

constexpr const char* simulate_footer =
    "The engine that runs pipelines runs this one too, but on a clock that jumps from event to event, and nothing outside is touched.\n"
    "Without --outcomes every attempt succeeds at once, every check holds, every resource is up. FILE of --outcomes says otherwise:\n"
    "\n"
    "  {\"Load\": [\"10m fail E7 disk full\", \"5m ok\"], \"Load#3\": \"hang\", \"Box\": \"up 3m\", \"Ready\": [\"false\", \"true\"]}\n"
    "\n"
    "  penstock simulate report.json --until 2015-06-01 --outcomes bad_day.json\n"
    "  penstock simulate --scenario scenarios/*.json\n";

std::vector<std::string> status_names() {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(Status::timedout); ++i) names.emplace_back(to_text(static_cast<Status>(i)));
  return names;
}

Status status_of(const std::string& text) {
  if (const auto status = parse_status(text)) return *status;
  const auto known = status_names();
  throw CLI::ValidationError{"--status", fmt::format("\"{}\" is no status; there are {}", text, fmt::join(known, ", "))};
}

void set_up_run(CLI::App& app, RunPipelines& options) {
  auto& command = *app.add_subcommand("run", "Run pipelines until nothing is left to do, or until it is interrupted");
  command.add_option("FILE", options.files, "Definition files")->required()->type_name("");
  add_store(command, options.store);
  add_key(command, options.key_file);
  command.add_option("--name", options.name, "Name of the pipeline, for one file; otherwise the file's without ending")->type_name("NAME");
  add_values(command, options.values);
  add_profile(command, options.profile);
  add_time(command, "--at", options.at, "Let the clock start there instead of now");
  command.add_flag("--once", options.once, "Do what is due, then stop instead of waiting for intervals to come");
  command.add_option("--log-root", options.log_root, "Folder for the logs of attempts; `logs` beside the store if not given")
      ->type_name("FOLDER");
  command.add_flag("--local-resources", options.local_resources, "Run here what should run on a resource (runsOn)");
  command.add_option("--keep", options.keep_days, "Take away what finished more than so many days ago; without it, all history is kept")
      ->type_name("DAYS")
      ->check(CLI::Range(0, 1'000'000));
  command.add_flag("-q,--quiet", options.quiet, "Print the end only, and what is wrong");
  add_json(command, options.json, "Print one JSON object per line");
  command.footer(run_footer);
}

void set_up_readers(CLI::App& app, ShowStatus& status, ListRuns& list, ShowLogs& logs) {
  auto& status_command = *app.add_subcommand("status", "Show the pipelines of a store: how far, how well, when next");
  status_command.add_option("PIPELINE", status.pipeline, "Show the objects of this pipeline: health, next run")->type_name("");
  add_store(status_command, status.store);
  add_json(status_command, status.json);

  auto& list_command = *app.add_subcommand("list-runs", "List instances: what ran, runs, waits, failed");
  add_store(list_command, list.store);
  list_command.add_option("--pipeline", list.pipeline, "Only this pipeline")->type_name("NAME");
  list_command.add_option("--component", list.component, "Only instances of this object")->type_name("ID");
  list_command
      .add_option_function<std::vector<std::string>>(
          "--status",
          [&list](const std::vector<std::string>& texts) {
            list.statuses.clear();
            for (const auto& text : texts) list.statuses.push_back(status_of(text));
          },
          "Only these statuses, in any letter case")
      ->type_name("STATUS ...")
      ->delimiter(',');
  add_time(list_command, "--from", list.from, "Only those scheduled to start then or later");
  add_time(list_command, "--to", list.to, "Only those scheduled to start then or earlier");
  list_command.add_flag("--attempts", list.attempts, "List every attempt instead, also those that were followed by another");
  add_json(list_command, list.json);
  list_command.footer(list_footer);

  auto& logs_command = *app.add_subcommand("logs", "Print the logs of an instance's last attempt, each after its path");
  logs_command.add_option("INSTANCE", logs.instance, "Instance or attempt id, as list-runs shows it")->required()->type_name("");
  logs_command.add_option("--attempt", logs.attempt, "Another attempt, from 1")->type_name("N")->check(CLI::PositiveNumber);
  logs_command.add_option("--pipeline", logs.pipeline, "Its pipeline, where several have an instance of that id")->type_name("NAME");
  add_store(logs_command, logs.store);
  add_json(logs_command, logs.json);
  logs_command.footer(logs_footer);
}

struct OperateCommand {
  Operate::What what;
  const char* name;
  const char* help;
  const char* target = "INSTANCE";
  const char* target_help = "Instance id, as list-runs shows it";
};

constexpr const char* component_help = "Id of an activity, data node or resource";

constexpr OperateCommand operate_commands[] = {
    {Operate::What::rerun, "rerun", "Run an instance again that has ended, and what fell with it"},
    {Operate::What::cancel, "cancel", "End an instance that has not ended yet"},
    {Operate::What::mark_finished, "mark-finished", "Take an instance for FINISHED, so that what waits for it goes on"},
    {Operate::What::pause, "pause", "Start no instance of a component until it is resumed", "COMPONENT", component_help},
    {Operate::What::resume, "resume", "Let a paused component go on", "COMPONENT", component_help},
    {Operate::What::activate, "activate", "Activate a pipeline once more: one on demand gets one more run", "PIPELINE",
     "Name of the pipeline"},
    {Operate::What::deactivate, "deactivate", "Stop a pipeline; the next activate goes on where it was", "PIPELINE",
     "Name of the pipeline"},
    {Operate::What::remove, "delete", "End what a pipeline runs and forget it, with its definitions and its history", "PIPELINE",
     "Name of the pipeline"},
    {Operate::What::clone, "clone", "Save a pipeline's latest definition under another name, without the start and end of its schedules",
     "PIPELINE", "Name of the pipeline"},
};

void set_up_operate(CLI::App& app, const OperateCommand& row, Operate& options) {
  options.what = row.what;
  auto& command = *app.add_subcommand(row.name, row.help);
  command.add_option(row.target, options.target, row.target_help)->required()->type_name("");
  if (row.what == Operate::What::activate) {
    add_time(command, "--from", options.from, "Skip what was due before this time and is not finished");
  } else if (row.what == Operate::What::deactivate) {
    command.add_flag("--drain", options.drain, "Let what runs come to its end instead of canceling it");
  } else if (row.what == Operate::What::clone) {
    command.add_option("NEW_NAME", options.copy, "Name of the copy")->required()->type_name("");
  } else if (row.what != Operate::What::remove) {
    command.add_option("--pipeline", options.pipeline, "Its pipeline, where several have one of that id")->type_name("NAME");
  }
  add_store(command, options.store);
  add_key(command, options.key_file);
  add_json(command, options.json);
  command.footer(operate_footer);
}

void set_up_run_now(CLI::App& app, StartRun& options) {
  auto& command = *app.add_subcommand("run-now", "Run a pipeline, or some of its steps, once and now, whatever its schedule");
  command.add_option("PIPELINE", options.pipeline, "Name of the pipeline")->required()->type_name("");
  auto* const only = command.add_option("--only", options.only, "Run these activities and nothing else")->type_name("STEP");
  command.add_option("--from", options.from, "Run this activity and all that waits for it")->type_name("STEP")->excludes(only);
  add_values(command, options.values);
  command.add_flag("--dry-run", options.dry, "Run nothing; say what would be run, with every field evaluated");
  add_store(command, options.store);
  add_key(command, options.key_file);
  add_json(command, options.json);
  command.footer(run_now_footer);
}

void set_up_states(CLI::App& app, ShowStates& options) {
  auto& command = *app.add_subcommand("states", "Print what can become of an instance, and why: the tables that the engine goes by");
  auto* mermaid = command.add_flag_callback(
      "--mermaid", [&] { options.format = ShowStates::Format::mermaid; }, "Draw them as Mermaid diagrams");
  command
      .add_flag_callback(
          "--json", [&] { options.format = ShowStates::Format::json; }, "Print JSON instead of text")
      ->excludes(mermaid);
}

void set_up_why(CLI::App& app, ExplainInstance& options) {
  auto& command = *app.add_subcommand("why", "Say why an instance has not run or has failed, down to the end of the chain");
  command.add_option("INSTANCE", options.instance, "Instance id, such as @Load_2024-03-01T00:00:00")->required()->type_name("");
  command.add_option("--pipeline", options.pipeline, "Its pipeline, where several have one of that id")->type_name("NAME");
  add_store(command, options.store);
  add_json(command, options.json);
}

/// One command for people, two for the program.
struct SimulateOptions {
  Simulate one{};
  std::optional<Instant> until{};
  std::vector<std::string> scenarios{};
};

void set_up_simulate(CLI::App& app, SimulateOptions& options) {
  auto& command = *app.add_subcommand("simulate", "Play a pipeline on a virtual clock, or check scenarios");
  auto* file = command.add_option("FILE", options.one.file, "Definition file; - for standard input")->type_name("");
  add_time(command, "--until", options.until, "Where the simulation ends");
  add_time(command, "--from", options.one.from, "Where it begins; the start of the first interval if not given");
  command.add_option("--outcomes", options.one.outcomes, "JSON file with what attempts, checks and resources do")->type_name("FILE");
  add_values(command, options.one.values);
  add_profile(command, options.one.profile);
  command.add_flag("--all", options.one.all, "Print long lists to their end instead of beginning and end only");
  command.add_option("--scenario", options.scenarios, "Play these scenarios instead and say what differs from what they expect")
      ->type_name("FILE ...")
      ->excludes(file);
  add_json(command, options.one.json);
  command.footer(simulate_footer);
}

Result<Command, UsageError> command_of(SimulateOptions options) {
  if (!options.scenarios.empty()) return Command{CheckScenarios{.files = std::move(options.scenarios), .json = options.one.json}};
  if (options.one.file.empty()) return Failure{UsageError{"simulate needs a definition FILE, or --scenario; see penstock simulate --help"}};
  if (!options.until) return Failure{UsageError{"--until is missing: when is the simulation to end? see penstock simulate --help"}};
  options.one.until = *options.until;
  return Command{std::move(options.one)};
}

/// CLI11 only says that an argument was not expected; who mistypes a command deserves better.
std::optional<UsageError> unknown_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().empty() || arguments.front().front() == '-') return std::nullopt;
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  const auto& word = arguments.front();
  if (std::find(names.begin(), names.end(), word) != names.end()) return std::nullopt;
  const auto meant = nearest(word, names);
  const auto hint = meant.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : fmt::format("did you mean \"{}\"?", meant);
  return UsageError{fmt::format("there is no command \"{}\"; {}", word, hint)};
}

}  // namespace

Result<Command, UsageError> parse_arguments(const std::vector<std::string>& arguments) {
  CLI::App app{about, "penstock"};
  app.require_subcommand(0, 1);  // none at all is said better below
  app.set_help_flag("-h,--help", "Print this help and leave");
  app.set_version_flag("--version", fmt::format("penstock {}", version()), "Print the version and leave");
  app.get_formatter()->column_width(36);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.get_formatter()->label("Subcommands", "Commands");
  app.get_formatter()->label("REQUIRED", "");
  app.footer(exit_codes);

  Validate validate;
  RunPipelines run;
  ShowStatus status;
  ListRuns list;
  ShowLogs logs;
  Operate operate[std::size(operate_commands)];
  DrawGraph graph;
  SimulateOptions simulate;
  ShowStates states;
  ExplainInstance why;
  StartRun run_now;
  DbOptions db;
  ShowTypes types;
  ExplainDefinition explain;
  EvaluateExpression evaluate;
  set_up_validate(app, validate);
  set_up_explain(app, explain);
  set_up_run(app, run);
  set_up_readers(app, status, list, logs);
  for (std::size_t i = 0; i < std::size(operate_commands); ++i) set_up_operate(app, operate_commands[i], operate[i]);
  set_up_run_now(app, run_now);
  set_up_graph(app, graph);
  set_up_simulate(app, simulate);
  set_up_states(app, states);
  set_up_why(app, why);
  set_up_db(app, db);
  set_up_evaluate(app, evaluate);
  set_up_types(app, types);

  if (auto unknown = unknown_command(app, arguments)) return Failure{*std::move(unknown)};
  std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};  // as CLI11 wants it
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Command{Say{app.help()}};
  } catch (const CLI::CallForVersion& asked) {
    return Command{Say{std::string{asked.what()} + "\n"}};
  } catch (const CLI::ParseError& error) {
    const auto used = app.get_subcommands();
    return Failure{UsageError{fmt::format("{}; see penstock {}--help", error.what(), used.empty() ? "" : used.front()->get_name() + " ")}};
  }

  if (app.get_subcommands().empty()) return Failure{UsageError{"what is to be done? see penstock --help"}};
  const auto given = app.get_subcommands().front()->get_name();
  if (given == "validate") return Command{std::move(validate)};
  if (given == "run") {
    if (!run.name.empty() && run.files.size() > 1)
      return Failure{UsageError{"--name is for one file; without it each file gives its own name"}};
    return Command{std::move(run)};
  }
  if (given == "status") return Command{std::move(status)};
  if (given == "list-runs") return Command{std::move(list)};
  if (given == "logs") return Command{std::move(logs)};
  if (given == "graph") return Command{std::move(graph)};
  if (given == "run-now") return Command{std::move(run_now)};
  if (given == "db") {
    if (app.get_subcommands().front()->get_subcommands().empty())
      return Failure{UsageError{"db needs to be told what to do: check, backup or prune; see penstock db --help"}};
    return command_of(*app.get_subcommands().front(), std::move(db));
  }
  if (given == "why") return Command{std::move(why)};
  if (given == "states") return Command{states};
  if (given == "simulate") return command_of(std::move(simulate));
  if (given == "explain") return Command{std::move(explain)};
  if (given == "types") {
    if (types.json && types.markdown) return Failure{UsageError{"--json and --markdown exclude each other"}};
    return Command{std::move(types)};
  }
  if (given == "eval") {
    if (evaluate.file.empty() != evaluate.object.empty())
      return Failure{UsageError{"--file and --object belong together: an expression is evaluated where an object of a definition stands"}};
    return Command{std::move(evaluate)};
  }
  const auto row = std::find_if(std::begin(operate_commands), std::end(operate_commands),
                                [&](const OperateCommand& each) { return each.name == given; });
  return Command{std::move(operate[row - std::begin(operate_commands)])};
}

}  // namespace penstock::cli
