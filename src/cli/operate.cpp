// SPDX-License-Identifier: Apache-2.0

/// rerun, cancel, mark-finished, pause, resume, activate, deactivate, delete, clone: asked of the engine that holds the store, or else done here.

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "cli/commands.hpp"
#include "cli/key.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/store_change.hpp"
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
    case Operate::What::remove:
      return {"delete", "is deleted"};
    case Operate::What::clone:
      return {"clone", "is copied"};
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

bool is_about_a_pipeline(Operate::What what) { return what >= Operate::What::activate; }

Target find_target(const Operate& command, StoreReader& reader) {
  if (is_about_a_pipeline(command.what))
    return {find_pipeline(reader, command.target).pipeline.name, {}};
  if (command.what == Operate::What::pause || command.what == Operate::What::resume) {
    return {pipeline_of_object(reader, command.target, command.pipeline), command.target};
  }
  auto run = find_run(reader, command.target, command.pipeline);
  return {std::move(run.pipeline), std::move(run.id)};
}

/// What the request protocol has in its last column.
std::string argument_of(const Operate& command, const Target& target) {
  if (command.what == Operate::What::activate) return command.from ? to_text(*command.from) : std::string{};
  if (command.what == Operate::What::deactivate) return command.drain ? "drain" : "";
  if (command.what == Operate::What::clone) return command.copy;
  return target.id;
}

template <class Change>
std::optional<Refusal> refusal_of(Change change) {
  try {
    change();
    return std::nullopt;
  } catch (const DefinitionError& error) {
    return Refusal{.code = "ValidationFailed", .about = 0, .message = error.what()};
  } catch (const std::invalid_argument& error) {
    return Refusal{.code = "InvalidRequest", .about = 0, .message = error.what()};
  }
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
      return refusal_of([&] { engine.activate(pipeline, {}, command.from); });
    case Operate::What::deactivate:
      return engine.deactivate(pipeline, command.drain ? Deactivation::drain : Deactivation::cancel);
    case Operate::What::remove:
      return engine.remove(pipeline);
    case Operate::What::clone:
      return refusal_of([&] { (void)engine.clone(pipeline, PipelineId{command.copy}); });
  }
  return std::nullopt;
}

StoreChange change_of(const Operate& command, const Target& target, Vault* vault) {
  return {
      .store = command.store,
      .vault = vault,
      .request = {.id = 0, .command = words_of(command.what).command, .pipeline = target.pipeline, .target = argument_of(command, target)},
      .apply = [&](Engine& engine) {
        const auto refusal = apply(engine, command, target);
        if (!refusal) return AnswerRow{.request = 0, .accepted = true, .message = {}};
        return AnswerRow{.request = 0, .accepted = false, .message = fmt::format("{}: {}", refusal->code, refusal->message)};
      }};
}

}  // namespace

/// JSON: {"command", "pipeline", "target", "accepted": true | false, "message", "engineRunning": true | false}
/// `message` is null if it was accepted; `engineRunning` tells whether an engine carries it out now.
ExitCode perform(const Operate& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const auto target = find_target(command, reader);
  const auto vault = open_vault(command.key_file);
  const auto answer = make(change_of(command, target, vault.get()), reader);
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
  if (command.what == Operate::What::clone) {
    terminal.out.line(fmt::format("{} is a copy of {}, PENDING; deploy it with a start for its schedules", command.copy, target.pipeline));
    return ExitCode::success;
  }
  if (command.what == Operate::What::remove) {
    terminal.out.line(fmt::format("{} is deleted", target.pipeline));
    return ExitCode::success;
  }
  terminal.out.line(fmt::format("{} {}{}", words_for(target), words.done,
                                answer.by_engine ? "" : "; no engine is running, the next `penstock run` goes on from there"));
  return ExitCode::success;
}

}  // namespace penstock::cli
