// SPDX-License-Identifier: Apache-2.0

/// rerun, cancel, mark-finished, pause, resume, activate, deactivate: asked of the engine that holds the store, or else done here.

#include <fmt/format.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "penstock/activities/activities.hpp"
#include "penstock/engine/engine.hpp"

namespace penstock::cli {

namespace {

struct Words {
  const char* command;  // of the request protocol
  const char* done;
};

Words words_of(Operate::What what) {
  switch (what) {
    case Operate::What::rerun:
      return {"rerun", "will be run again"};
    case Operate::What::cancel:
      return {"cancel", "is canceled"};
    case Operate::What::mark_finished:
      return {"mark-finished", "is marked as finished"};
    case Operate::What::pause:
      return {"pause", "is paused"};
    case Operate::What::resume:
      return {"resume", "is resumed"};
    case Operate::What::activate:
      return {"activate", "is activated"};
    case Operate::What::deactivate:
      return {"deactivate", "is deactivated"};
  }
  return {"", ""};
}

struct Target {
  std::string pipeline;
  std::string id;  ///< of an instance or a component; empty: the pipeline itself
};

std::string words_for(const Target& target) {
  return target.id.empty() ? target.pipeline : fmt::format("{} of {}", target.id, target.pipeline);
}

Target find_target(const Operate& command, StoreReader& reader) {
  if (command.what == Operate::What::activate || command.what == Operate::What::deactivate)
    return {find_pipeline(reader, command.target).pipeline.name, {}};
  if (command.what == Operate::What::pause || command.what == Operate::What::resume) {
    return {pipeline_of_object(reader, command.target, command.pipeline), command.target};
  }
  auto run = find_run(reader, command.target, command.pipeline);
  return {std::move(run.pipeline), std::move(run.id)};
}

/// What became of it: no refusal means that it is done.
struct Answer {
  std::optional<std::string> refusal{};
  bool by_engine = false;
};

/// What the request protocol has in its last column.
std::string argument_of(const Operate& command, const Target& target) {
  if (command.what == Operate::What::activate) return command.from ? to_text(*command.from) : std::string{};
  if (command.what == Operate::What::deactivate) return command.drain ? "drain" : "";
  return target.id;
}

Answer ask(const Operate& command, const Target& target) {
  const auto answer = ask_engine(
      command.store,
      Request{.id = 0, .command = words_of(command.what).command, .pipeline = target.pipeline, .target = argument_of(command, target)});
  return {.refusal = answer.accepted ? std::nullopt : std::optional{answer.message}, .by_engine = true};
}

std::optional<Refusal> apply(Engine& engine, const Operate& command, const Target& target) {
  const PipelineId pipeline{target.pipeline};
  switch (command.what) {
    case Operate::What::rerun:
      return engine.rerun(pipeline, InstanceId{target.id});
    case Operate::What::cancel:
      return engine.cancel(pipeline, InstanceId{target.id});
    case Operate::What::mark_finished:
      return engine.mark_finished(pipeline, InstanceId{target.id});
    case Operate::What::pause:
      return engine.pause(pipeline, ObjectId{target.id});
    case Operate::What::resume:
      return engine.resume(pipeline, ObjectId{target.id});
    case Operate::What::activate:
      try {
        engine.activate(pipeline, {}, command.from);
        return std::nullopt;
      } catch (const DefinitionError& error) {
        return Refusal{.code = "ValidationFailed", .about = 0, .message = error.what()};
      }
    case Operate::What::deactivate:
      return engine.deactivate(pipeline, command.drain ? Deactivation::drain : Deactivation::cancel);
  }
  return std::nullopt;
}

/// Leaves everything undone: what is recorded and not done is done by the next engine.
class NoWork final : public Executor {
 public:
  void submit(std::function<void()>) override {}
  [[nodiscard]] std::size_t width() const noexcept override { return 1; }
};

/// With the lease taken here. Only records the change: the engine is never stepped and gets no executor worth the name, so that no attempt
/// and no alarm starts in a program that is about to leave.
Answer change(const Operate& command, const Target& target) {
  std::string trouble;
  EngineOptions options;
  options.name = fmt::format("penstock {}", words_of(command.what).command);
  options.local_resources = true;  // whoever runs it has decided that already
  options.log = [&](LogLevel level, std::string_view text) {
    if (level == LogLevel::error) trouble.append(trouble.empty() ? "" : "\n").append(text);
  };
  SqliteStore store{command.store};
  NoWork nobody;
  options.blocking = &nobody;
  Engine engine{store, nobody, standard_handlers(), options};
  const auto refusal = apply(engine, command, target);
  if (!refusal) return {};
  auto message = fmt::format("{}: {}", refusal->code, refusal->message);
  if (refusal->code == "PipelineNotFound" && !trouble.empty()) {
    message = fmt::format("{}\nAsk again while the program that runs this pipeline is running, or let that program do it", trouble);
  }
  return {.refusal = std::move(message), .by_engine = false};
}

/// An engine may come or go between the look and the request; whoever is there then does it.
Answer request(const Operate& command, const Target& target, SqliteReader& reader) {
  if (!reader.engine_is_running()) {
    try {
      return change(command, target);
    } catch (const StoreBusy&) {
      return ask(command, target);
    }
  }
  try {
    return ask(command, target);
  } catch (const StoreError&) {
    if (reader.engine_is_running()) throw;
  }
  return change(command, target);
}

}  // namespace

/// JSON: {"command", "pipeline", "target", "accepted": true | false, "message", "engineRunning": true | false}
/// `message` is null if it was accepted; `engineRunning` tells whether an engine carries it out now.
ExitCode perform(const Operate& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const auto target = find_target(command, reader);
  const auto answer = request(command, target, reader);
  const auto words = words_of(command.what);
  if (command.json) {
    Json document;
    document["command"] = words.command;
    document["pipeline"] = target.pipeline;
    document["target"] = target.id.empty() ? target.pipeline : target.id;
    document["accepted"] = !answer.refusal;
    document["message"] = answer.refusal ? Json(*answer.refusal) : Json{};
    document["engineRunning"] = answer.by_engine;
    terminal.out.line(text_of(document));
    return answer.refusal ? ExitCode::refused : ExitCode::success;
  }
  if (answer.refusal) throw Refused{fmt::format("{} {} was refused: {}", words.command, words_for(target), *answer.refusal)};
  terminal.out.line(fmt::format("{} {}{}", words_for(target), words.done,
                                answer.by_engine ? "" : "; no engine is running, the next `penstock run` goes on from there"));
  return ExitCode::success;
}

}  // namespace penstock::cli
