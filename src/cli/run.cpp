// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/key.hpp"
#include "cli/progress.hpp"
#include "cli/records.hpp"
#include "cli/signals.hpp"
#include "cli/sources.hpp"
#include "cli/store_access.hpp"
#include "cli/summary.hpp"
#include "cli/words.hpp"
#include "penstock/activities/activities.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/tbb/tbb_executor.hpp"

namespace penstock::cli {

namespace {

struct Source {
  std::string file;
  Definition definition;
};

/// Warnings do not keep anything from running; `penstock validate` has them.
std::vector<std::string> errors_of(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const auto& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) lines.push_back(one_line(to_text(diagnostic)));
  }
  return lines;
}

/// Everything that can be found out about the files before the store is touched, all of it at once. Empty if a file has errors, which were
/// printed.
class Sources {
 public:
  Sources(const RunPipelines& command, Output& err) : command_{command}, err_{err} {}

  [[nodiscard]] bool load(Instant now) {
    if (auto given = load_values(command_.values)) {
      values = *std::move(given);
    } else {
      complain(command_.values.file, given.error());
    }
    for (const auto& file : command_.files) load_one(file, now);
    return sound_;
  }

  std::vector<Source> all;
  ParameterValues values;

 private:
  void load_one(const std::string& file, Instant now) {
    auto definition = load_definition(file);
    if (!definition) return complain(file, definition.error());
    definition->name = command_.name.empty() ? name_of_file(file) : command_.name;
    const auto same = std::find_if(all.begin(), all.end(), [&](const Source& each) { return each.definition.name == definition->name; });
    if (same != all.end())
      throw InputError{
          fmt::format("{} and {} give the same name {}; deploy them one by one with --name", same->file, file, definition->name)};
    const auto judgement = judge_for_running(*definition, values, command_.profile, now);
    if (!judgement.plan) return complain(file, judgement.diagnostics);
    all.push_back({file, *std::move(definition)});
  }

  void complain(const std::string& file, const Diagnostics& diagnostics) {
    sound_ = false;
    err_.line(fmt::format("penstock: {} cannot be run:", file));
    for (const auto& line : errors_of(diagnostics)) err_.line(line);
  }

  const RunPipelines& command_;
  Output& err_;
  bool sound_ = true;
};

/// The two things that signals ask for.
struct Interruption {
  std::stop_source run;
  std::stop_source drain;
};

/// Looks failures up in the store, where they are by the time an observer hears of them.
Explain explain_from(const std::filesystem::path& store) {
  auto reader = std::make_shared<std::optional<SqliteReader>>();
  return [reader, store](const Change& change) -> std::string {
    try {
      if (!*reader) reader->emplace(store);
      const auto run = (*reader)->run(change.pipeline, change.instance);
      if (!run || run->error_message.empty()) return {};
      return run->log_directory.empty() ? run->error_message : fmt::format("{}  (logs: {})", run->error_message, run->log_directory);
    } catch (const StoreError&) {
      return {};  // an explanation is not worth a run
    }
  };
}

std::unique_ptr<Progress> progress_for(const RunPipelines& command, Terminal terminal) {
  if (command.json) return json_progress(terminal.out);
  if (command.quiet) return quiet_progress(terminal);
  auto explain = explain_from(command.store);
  return terminal.out.is_terminal() ? live_progress(terminal.out, std::move(explain)) : plain_progress(terminal, std::move(explain));
}

class Runner {
 public:
  Runner(const RunPipelines& command, Terminal terminal)
      : command_{command},
        terminal_{terminal},
        clock_{command.at ? *command.at - SystemClock{}.now() : Duration::zero()},
        log_root_{std::filesystem::absolute(command.log_root.empty() ? command.store.parent_path() / "logs" : command.log_root)} {}

  ExitCode perform() {
    Sources sources{command_, terminal_.err};
    if (!sources.load(clock_.now())) return ExitCode::definition_error;
    for (const auto& source : sources.all) names_.push_back(source.definition.name);

    vault_ = open_vault(command_.key_file);
    progress_ = progress_for(command_, terminal_);
    const SignalWatch watch{[this](int count) { interrupt(count); }};
    {
      SqliteStore store{command_.store};
      TbbExecutor executor;
      Engine engine{store, executor, standard_handlers(), options()};
      if (terminal_.out.is_terminal()) start_progress();
      engine.observe([this](const Change& change) { tell(change); });
      if (!deploy(engine, sources)) return ExitCode::definition_error;
      join_single_runs(engine);
      if (nothing_to_do_) return ExitCode::success;
      if (command_.once) {
        engine.run_until_idle(interruption_.run.get_token());
      } else {
        engine.run(interruption_.run.get_token());
      }
      if (interrupted()) engine.drain(interruption_.drain.get_token());
    }
    progress_->finish();
    return conclude();
  }

 private:
  [[nodiscard]] bool interrupted() const { return interruption_.run.stop_requested(); }

  void interrupt(int count) {
    if (count == 1) {
      progress_->remark("stopping: waiting for what runs to end; interrupt again to end it now");
      interruption_.run.request_stop();
    } else {
      progress_->remark("ending what runs; it is tried again by the next run");
      interruption_.run.request_stop();
      interruption_.drain.request_stop();
    }
  }

  [[nodiscard]] EngineOptions options() {
    EngineOptions options;
    options.name = "penstock run";
    options.profile = command_.profile;
    options.log_root = log_root_;
    options.local_resources = command_.local_resources;
    if (command_.keep_days) options.keep = std::chrono::days{*command_.keep_days};
    options.vault = vault_.get();
    options.clock = &clock_;
    options.log = [this](LogLevel level, std::string_view text) {
      if (level >= LogLevel::warning) progress_->warn(fmt::format("{}  {}", level == LogLevel::error ? "error" : "warning", text));
    };
    return options;
  }

  /// What was there before: the block counts it too.
  void start_progress() {
    SqliteReader reader{command_.store};
    for (const auto& run : reader.runs({})) progress_->start_with(run);
  }

  /// What deploying releases is told after what was deployed. Called by one thread: it deploys and runs the engine.
  void tell(const Change& change) {
    if (deploying_) {
      untold_.push_back(change);
    } else {
      progress_->change(change);
    }
  }

  void tell_untold() {
    for (const auto& change : std::exchange(untold_, {})) progress_->change(change);
  }

  /// False if a definition was refused, which was printed.
  bool deploy(Engine& engine, const Sources& sources) {
    bool accepted = true;
    nothing_to_do_ = true;
    deploying_ = true;
    for (const auto& source : sources.all) {
      try {
        const auto deployed = engine.deploy(source.definition, sources.values);
        nothing_to_do_ = nothing_to_do_ && deployed.what == Deployed::What::unchanged;
        progress_->deployed(source.definition.name, deployed);
      } catch (const DefinitionError& error) {
        accepted = false;
        progress_->warn(fmt::format("penstock: {} cannot be run:", source.file));
        for (const auto& line : errors_of(error.diagnostics())) progress_->warn(line);
      }
      tell_untold();
    }
    deploying_ = false;
    return accepted;
  }

  /// Runs that were asked for beside the schedules of these pipelines and are not over (S-79): they are told about like these.
  void join_single_runs(const Engine& engine) {
    const auto is_one = [&](const PipelineId& run) {
      return engine.state(run) == PipelineState::scheduled &&
             std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return run.text().starts_with(name + '@'); });
    };
    std::vector<std::string> runs;
    for (const auto& pipeline : engine.pipelines()) {
      if (is_one(pipeline)) runs.push_back(pipeline.text());
    }
    if (!runs.empty()) nothing_to_do_ = false;
    names_.insert(names_.end(), runs.begin(), runs.end());
  }

  ExitCode conclude() {
    auto reader = open_reader(command_.store);
    const auto ends = ends_of(reader, names_);
    const bool bad = std::any_of(ends.begin(), ends.end(), [](const PipelineEnd& end) { return end.bad > 0; });
    // With --once, and after an interruption, waiting is no news; otherwise the engine stopped because nothing can move these any more.
    const bool stuck =
        !command_.once && !interrupted() && std::any_of(ends.begin(), ends.end(), [](const PipelineEnd& end) { return end.waiting > 0; });
    const auto code = interrupted() ? ExitCode::interrupted : bad || stuck ? ExitCode::failed : ExitCode::success;
    if (command_.json) {
      Json json;
      json["event"] = "summary";
      json["pipelines"] = records(ends);
      json["logRoot"] = log_root_.native();
      json["interrupted"] = interrupted();
      json["exitCode"] = static_cast<int>(code);
      terminal_.out.line(line_of(json));
      return code;
    }
    print(ends, command_.store, terminal_.out);
    if (stuck && !bad)
      terminal_.out.line("nothing moves any more, although instances wait: look for paused components with penstock list-runs");
    if (interrupted()) terminal_.out.line("interrupted; run the same command again to go on");
    terminal_.out.line(fmt::format("logs: {}", log_root_.native()));
    return code;
  }

  const RunPipelines& command_;
  Terminal terminal_;
  SystemClock clock_;
  std::filesystem::path log_root_;
  std::vector<std::string> names_;
  Interruption interruption_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Progress> progress_;
  std::vector<Change> untold_;
  bool deploying_ = false;
  bool nothing_to_do_ = false;
};

}  // namespace

/// JSON, one object per line: what progress.hpp says, and at the end, unless there was nothing to do,
/// {"event": "summary", "pipelines": [record of a pipeline with "failures": [record of an instance]], "logRoot", "interrupted", "exitCode"}
ExitCode perform(const RunPipelines& command, Terminal terminal) { return Runner{command, terminal}.perform(); }

}  // namespace penstock::cli
