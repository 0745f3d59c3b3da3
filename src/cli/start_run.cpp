// SPDX-License-Identifier: Apache-2.0

/// run-now: one run beside the schedule, of a whole pipeline or of some steps.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <memory>
#include <utility>

#include "cli/commands.hpp"
#include "cli/explanation.hpp"
#include "cli/key.hpp"
#include "cli/records.hpp"
#include "cli/sources.hpp"
#include "cli/store_access.hpp"
#include "cli/store_change.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/vault/sealing.hpp"

namespace penstock::cli {

namespace {

RunNow wanted(const StartRun& command) {
  RunNow what;
  for (const auto& step : command.only) what.steps.only.push_back(ObjectId{step});
  if (!command.from.empty()) what.steps.from = ObjectId{command.from};
  auto values = load_values(command.values);
  if (!values) throw DefinitionError{std::move(values).error()};
  what.values = std::move(values).value();
  return what;
}

template <class T>
T value_or_refuse(Result<T, Diagnostics> result) {
  if (!result) throw DefinitionError{std::move(result).error()};
  return std::move(result).value();
}

/// The definition that the run would have, with its values, as the engine would make it.
struct Planned {
  Definition definition;
  ParameterValues values;
  std::shared_ptr<const Plan> plan;
};

DefinitionRow saved_definition(const PipelineRow& row, StoreReader& reader) {
  auto saved = reader.definition(row.name, row.active_version != 0 ? row.active_version : row.latest_version);
  if (!saved) throw Refused{fmt::format("nothing was saved of the pipeline {} yet", row.name)};
  return *std::move(saved);
}

/// As it may stand in a request, which the store keeps.
std::string sealed_request(const PipelineRow& row, StoreReader& reader, RunNow what, Vault* vault) {
  if (!what.values.empty()) {
    const auto definition = value_or_refuse(read_definition(saved_definition(row, reader).json));
    what.values = value_or_refuse(Sealing{row.name, vault}.seal(std::move(what.values), definition));
  }
  return write_run_now(what);
}

Planned plan_run(const PipelineRow& row, StoreReader& reader, const RunNow& what, Instant now, Vault* vault) {
  const auto saved = saved_definition(row, reader);
  const Sealing sealing{row.name, vault};
  CompileOptions options;
  options.required_fields = false;
  options.now = now;
  options.first_activation = row.first_activated;
  options.values = what.values;
  if (!saved.values.empty())
    options.values = merged(what.values, value_or_refuse(sealing.open(value_or_refuse(read_values(saved.values)))));
  const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
  const auto definition = value_or_refuse(sealing.open(value_or_refuse(read_definition(saved.json))));
  const auto whole = value_or_refuse(compile(definition, catalog, options));
  auto run = value_or_refuse(single_run(definition, *whole.plan, what.steps));
  auto plan = value_or_refuse(compile(run, catalog, options)).plan;
  return {.definition = std::move(run), .values = std::move(options.values), .plan = std::move(plan)};
}

ExitCode preview(const StartRun& command, const PipelineRow& row, StoreReader& reader, Vault* vault, Terminal terminal) {
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock{}.now());
  const auto planned = plan_run(row, reader, wanted(command), now, vault);
  std::vector<std::string> steps;
  for (const auto index : planned.plan->topological_order()) {
    if ((*planned.plan)[index].kind == Kind::activity) steps.push_back((*planned.plan)[index].id);
  }
  const ExplainDefinition here{.file = command.pipeline, .at = now, .values = command.values, .json = command.json};
  const auto explanation = explain(planned.definition, planned.values, planned.plan, here, now);
  if (command.json) {
    Json document{{"pipeline", command.pipeline}, {"run", nullptr}, {"steps", steps}};
    document.update(record(explanation));
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }
  terminal.out.line(fmt::format("Nothing is run. A run of {} now would be: {}", command.pipeline, fmt::join(steps, ", ")));
  print(explanation, terminal.out);
  return ExitCode::success;
}

AnswerRow start(Engine& engine, const PipelineId& pipeline, const RunNow& what) {
  try {
    return {.request = 0, .accepted = true, .message = engine.run_now(pipeline, what).text()};
  } catch (const DefinitionError& error) {
    return {.request = 0, .accepted = false, .message = fmt::format("ValidationFailed: {}", error.what())};
  }
}

}  // namespace

/// JSON: {"pipeline", "run", "accepted": true | false, "message", "engineRunning": true | false}; `run` is the name of the pipeline that
/// holds the run. Of a dry run: {"pipeline", "run": null, "steps": [id], …} with all that `explain --json` has.
ExitCode perform(const StartRun& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const auto row = find_pipeline(reader, command.pipeline).pipeline;
  const auto vault = open_vault(command.key_file);
  if (command.dry) return preview(command, row, reader, vault.get(), terminal);

  const auto what = wanted(command);
  const auto answer =
      make({.store = command.store,
            .vault = vault.get(),
            .request = {.id = 0, .command = "run-now", .pipeline = row.name, .target = sealed_request(row, reader, what, vault.get())},
            .apply = [&](Engine& engine) { return start(engine, PipelineId{row.name}, what); }},
           reader);
  if (command.json) {
    terminal.out.line(text_of(Json{{"pipeline", row.name},
                                   {"run", answer.refusal ? Json{} : Json(answer.said)},
                                   {"accepted", !answer.refusal},
                                   {"message", answer.refusal ? Json(*answer.refusal) : Json{}},
                                   {"engineRunning", answer.by_engine}}));
    return answer.refusal ? ExitCode::refused : ExitCode::success;
  }
  if (answer.refusal) throw Refused{fmt::format("run-now of {} was refused: {}", row.name, *answer.refusal)};
  terminal.out.line(fmt::format("{} is its run{}", answer.said,
                                answer.by_engine ? "" : "; no engine is running, the next `penstock run` goes on from there"));
  return ExitCode::success;
}

}  // namespace penstock::cli
