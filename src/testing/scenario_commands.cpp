// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

#include "penstock/definition/json.hpp"

namespace penstock::testing {

namespace {

/// The codes with which something was refused; empty: it was done.
struct Answer {
  std::vector<std::string> codes{};
  std::string message{};
};

Answer answer_of(const std::optional<Refusal>& refusal) {
  return refusal ? Answer{.codes = {refusal->code}, .message = refusal->message} : Answer{};
}

/// Does something that refuses by throwing.
Answer answer_of(const std::function<void()>& action) {
  try {
    action();
    return {};
  } catch (const DefinitionError& error) {
    Answer answer;
    for (const auto& diagnostic : error.diagnostics()) {
      if (diagnostic.severity != Severity::error) continue;
      answer.codes.push_back(diagnostic.code);
      answer.message += fmt::format("{}{}", answer.message.empty() ? "" : "; ", diagnostic.message);
    }
    return answer;
  } catch (const std::out_of_range& error) {
    return {.codes = {"PipelineNotFound"}, .message = error.what()};
  }
}

void judge(Stage& stage, const std::string& where, const std::string& wanted, const Answer& answer) {
  const bool as_wanted =
      wanted.empty() ? answer.codes.empty() : std::find(answer.codes.begin(), answer.codes.end(), wanted) != answer.codes.end();
  if (as_wanted) return;
  const auto seen =
      answer.codes.empty() ? std::string{"done"} : fmt::format("refused with {}: {}", fmt::join(answer.codes, ", "), answer.message);
  stage.differ(where, wanted.empty() ? "done" : fmt::format("refused with {}", wanted), seen);
}

const std::string& text_at(const ScenarioCommand& command, std::size_t n) {
  if (!command.arguments[n].is_string()) {
    throw ScenarioError{fmt::format("{}: argument {} is no text: {}", command.where, n + 1, command.arguments[n].dump())};
  }
  return command.arguments[n].get_ref<const std::string&>();
}

Answer activate(Stage& stage, const ScenarioCommand& command) {
  std::optional<Instant> from;
  if (!command.arguments.empty() && !command.arguments[0].is_null()) from = read_instant(command.arguments[0], command.where);
  ParameterValues values;
  if (command.arguments.size() > 1) {
    auto given = read_values(command.arguments[1].dump());
    if (!given) throw ScenarioError{fmt::format("{}: {}", command.where, to_text(given.error()))};
    values = std::move(given).value();
  }
  return answer_of([&] { stage.activate(values, from); });
}

Answer deactivate(Stage& stage, const ScenarioCommand& command) {
  if (command.arguments.empty()) return answer_of(stage.engine().deactivate(stage.pipeline));
  if (text_at(command, 0) != "drain")
    throw ScenarioError{fmt::format("{}: a pipeline can be deactivated with \"drain\" only", command.where)};
  return answer_of(stage.engine().deactivate(stage.pipeline, Deactivation::drain));
}

/// The object with that id, or null.
Json* find_object(Json& objects, const std::string& id) {
  const auto found = std::find_if(objects.begin(), objects.end(), [&](const Json& object) { return object.value("id", "") == id; });
  return found == objects.end() ? nullptr : &*found;
}

Answer put(Stage& stage, const ScenarioCommand& command) {
  auto changed = stage.definition;
  auto& objects = changed["objects"];
  for (const auto& [id, fields] : command.arguments[0].items()) {
    if (fields.is_null()) {
      objects.erase(
          std::remove_if(objects.begin(), objects.end(), [&, id = id](const Json& object) { return object.value("id", "") == id; }),
          objects.end());
      continue;
    }
    auto* object = find_object(objects, id);
    if (object == nullptr) {
      objects.push_back({{"id", id}});
      object = &objects.back();
    }
    for (const auto& [field, value] : fields.items()) {
      if (value.is_null()) {
        object->erase(field);
      } else {
        (*object)[field] = value;
      }
    }
  }
  return answer_of([&] { stage.save(std::move(changed)); });
}

/// Here it is not a refusal that may differ but what came.
Answer poll(Stage& stage, const ScenarioCommand& command) {
  const auto task = stage.engine().poll(text_at(command, 0));
  if (task) stage.tasks[text_at(command, 1)] = task->id;
  const bool none_wanted = command.arguments.size() > 2 && command.arguments[2].is_null();
  const bool any_wanted = command.arguments.size() == 2;
  const auto wanted = none_wanted ? "no task" : any_wanted ? "a task" : text_at(command, 2);
  const auto seen = task ? task->attempt_id : "no task";
  if (any_wanted ? !task : wanted != seen) stage.differ(command.where, wanted, seen);
  return {};
}

std::string task_at(Stage& stage, const ScenarioCommand& command) {
  const auto found = stage.tasks.find(text_at(command, 0));
  // A task that no poll gave is refused like any other that the engine does not know.
  return found == stage.tasks.end() ? text_at(command, 0) : found->second;
}

Answer progress(Stage& stage, const ScenarioCommand& command) {
  if (!command.arguments[1].is_boolean()) throw ScenarioError{fmt::format("{}: the last argument is true or false", command.where)};
  const auto wanted = command.arguments[1].get<bool>();
  const auto seen = stage.engine().report_progress(task_at(stage, command));
  if (wanted != seen) stage.differ(command.where, wanted ? "canceled" : "not canceled", seen ? "canceled" : "not canceled");
  return {};
}

Answer set_task_status(Stage& stage, const ScenarioCommand& command) {
  const auto& status = text_at(command, 1);
  Outcome outcome;
  if (status == "FAILED") {
    outcome = Outcome::failure(command.arguments.size() > 3 ? text_at(command, 3) : "");
    if (command.arguments.size() > 2) outcome.error_id = text_at(command, 2);
  } else if (status != "FINISHED" || command.arguments.size() > 2) {
    throw ScenarioError{fmt::format("{}: a task ends FINISHED, or FAILED with an error id and a message", command.where)};
  }
  return answer_of(stage.engine().set_task_status(task_at(stage, command), std::move(outcome)));
}

Answer answer(Stage& stage, const ScenarioCommand& command) {
  const auto& name = command.name;
  if (name == "restart") {
    stage.simulation.restart();
    return {};
  }
  auto& engine = stage.engine();
  if (name == "activate") return activate(stage, command);
  if (name == "deactivate") return deactivate(stage, command);
  if (name == "put") {
    if (!command.arguments[0].is_object()) throw ScenarioError{fmt::format("{}: put takes a JSON object of changes", command.where)};
    return put(stage, command);
  }
  if (name == "poll") return poll(stage, command);
  if (name == "progress") return progress(stage, command);
  if (name == "setTaskStatus") return set_task_status(stage, command);
  if (name == "pause") return answer_of(engine.pause(stage.pipeline, ObjectId{text_at(command, 0)}));
  if (name == "resume") return answer_of(engine.resume(stage.pipeline, ObjectId{text_at(command, 0)}));
  const InstanceId instance{stage.id_of(text_at(command, 0))};
  if (name == "rerun") return answer_of(engine.rerun(stage.pipeline, instance));
  if (name == "cancel") return answer_of(engine.cancel(stage.pipeline, instance));
  return answer_of(engine.mark_finished(stage.pipeline, instance));
}

}  // namespace

void perform(Stage& stage, const ScenarioCommand& command) {
  judge(stage, fmt::format("{} {}", command.where, command.name), command.error, answer(stage, command));
}

void activate_first(Stage& stage, const ScenarioFile& scenario) {
  judge(stage, "activate", scenario.activation_error, answer_of([&] { stage.activate({}, scenario.start); }));
}

}  // namespace penstock::testing
