// SPDX-License-Identifier: Apache-2.0
#include "testing/scenario_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "penstock/activity/log_folder.hpp"
#include "penstock/activity/staging.hpp"

namespace penstock::testing {

namespace {

Json json_of(const Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, List>) {
          auto list = Json::array();
          for (const auto& element : held) list.push_back(json_of(element));
          return list;
        } else if constexpr (std::is_arithmetic_v<Held> || std::is_same_v<Held, std::string>) {
          return held;
        } else {
          return to_text(Value{held});
        }
      },
      value.held());
}

/// Evaluates something, of which the scenario wants to know the code if it fails.
template <class Evaluate>
Json value_or_code(Evaluate evaluate) {
  try {
    return evaluate();
  } catch (const EvaluationFailed& failed) {
    return "!" + failed.error().code;
  }
}

std::optional<ObjectView> object_of(Stage& stage, const std::string& instance) {
  return stage.engine().object(stage.pipeline, InstanceId{stage.id_of(instance)});
}

Json names_of(Stage& stage, const std::vector<std::string>& ids) {
  auto names = Json::array();
  for (const auto& id : ids) names.push_back(stage.name_of(id));
  return names;
}

/// One member for each attempt.
template <class Tell>
Json of_attempts(Stage& stage, const RunSummary& run, Tell tell) {
  auto list = Json::array();
  for (const auto& attempt : stage.simulation.history().attempts(run.instance.key)) list.push_back(tell(attempt));
  return list;
}

Json recorded(Stage& stage, std::string_view check, const RunSummary& run) {
  const auto& row = run.instance;
  if (check == "status") return to_text(row.status);
  if (check == "ids") return run.id;
  if (check == "start") return to_text(row.released);
  if (check == "end") return row.ended ? Json(to_text(*row.ended)) : Json{};
  if (check == "attempts") return stage.simulation.history().attempts(row.key).size();
  if (check == "attemptStatus") return of_attempts(stage, run, [](const AttemptRow& each) { return Json(to_text(each.status)); });
  if (check == "attemptErrors") {
    return of_attempts(stage, run, [](const AttemptRow& each) { return each.error_id.empty() ? Json{} : Json(each.error_id); });
  }
  if (check == "attemptIds") return of_attempts(stage, run, [&](const AttemptRow& each) { return Json(attempt_id(run.id, each.number)); });
  if (check == "run") return of_attempts(stage, run, [](const AttemptRow& each) { return Json(to_text(each.started)); });
  return Json{};
}

/// From variables to the places that are copied from or to; a list of them for a roll-up.
Json staging_seen(const ObjectView& activity) {
  return value_or_code([&]() -> Json {
    const auto staging = staging_of(activity);
    auto variables = Json::object();
    for (const auto* references : {&staging.inputs, &staging.outputs}) {
      for (const auto& reference : *references) {
        variables[reference.variable] = reference.rolled_up() ? Json(reference.uris) : Json(reference.uris.front());
      }
    }
    return variables;
  });
}

/// Null before the first attempt.
Json logs_seen(Stage& stage, const ObjectView& object) {
  return value_or_code([&]() -> Json {
    const auto run = stage.simulation.history().run(stage.pipeline.text(), object.instance_id());
    if (!run || run->instance.attempts == 0) return Json{};
    const auto root = object.text("pipelineLogUri");
    return root.empty() ? run->log_directory : log_folder(root, stage.pipeline.text(), object, run->instance.attempts);
  });
}

Json inspected(Stage& stage, std::string_view check, const Inspection& found) {
  if (check == "deps") return names_of(stage, found.dependencies);
  if (check == "waitingOn") {
    // Sentences such as "retry at …" are for people.
    auto ids = found.waiting_on;
    ids.erase(std::remove_if(ids.begin(), ids.end(), [](const std::string& each) { return !each.starts_with('@'); }), ids.end());
    return names_of(stage, ids);
  }
  if (check == "cascadedFrom") return found.cascade_failed_on.empty() ? Json{} : Json(stage.name_of(found.cascade_failed_on.front()));
  if (check == "reason") return found.cancellation_reason;
  return found.resource.empty() ? Json{} : Json(stage.name_of(found.resource));
}

}  // namespace

std::optional<Json> observe(Stage& stage, std::string_view check, const std::string& instance) {
  constexpr std::string_view inspections[] = {"deps", "waitingOn", "cascadedFrom", "reason", "resource"};
  if (std::find(std::begin(inspections), std::end(inspections), check) != std::end(inspections)) {
    const auto found = stage.engine().inspect(stage.pipeline, InstanceId{stage.id_of(instance)});
    return found ? std::optional{inspected(stage, check, *found)} : std::nullopt;
  }
  if (check == "staging" || check == "logs") {
    const auto object = object_of(stage, instance);
    if (!object) return std::nullopt;
    return check == "staging" ? staging_seen(*object) : logs_seen(stage, *object);
  }
  const auto run = stage.find(instance);
  return run ? std::optional{recorded(stage, check, *run)} : std::nullopt;
}

Json field_of(Stage& stage, const std::string& instance, const std::string& field) {
  return value_or_code([&]() -> Json {
    const auto object = object_of(stage, instance);
    const auto value = object ? object->value(field) : std::nullopt;
    return value ? json_of(*value) : Json{};
  });
}

Json expression_of(Stage& stage, const std::string& instance, const std::string& text) {
  constexpr std::string_view list = "[list]";
  const bool many = text.starts_with(list);
  const auto parsed = Template::parse(std::string_view{text}.substr(many ? list.size() : 0));
  if (!parsed) return "!" + parsed.error().code;
  return value_or_code([&]() -> Json {
    const auto object = object_of(stage, instance);
    return object ? json_of(object->evaluate(*parsed, many ? SlotShape::list : SlotShape::single)) : Json{};
  });
}

}  // namespace penstock::testing
