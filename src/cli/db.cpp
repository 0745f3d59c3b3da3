// SPDX-License-Identifier: Apache-2.0

/// db check, db backup, db prune: looking after the store itself.

#include <fmt/format.h>

#include <chrono>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/store_change.hpp"
#include "cli/words.hpp"
#include "penstock/sqlite/upkeep.hpp"

namespace penstock::cli {

/// JSON: {"store", "sound": true | false, "violations": [{"row", "words"}]}; `row` is null where the file as a whole is meant.
ExitCode perform(const CheckStore& command, Terminal terminal) {
  (void)open_reader(command.store);  // says it better if there is none
  const auto violations = check_store(command.store);
  const auto code = violations.empty() ? ExitCode::success : ExitCode::failed;
  if (command.json) {
    auto list = Json::array();
    for (const auto& each : violations) list.push_back({{"row", each.row.empty() ? Json{} : Json(each.row)}, {"words", each.words}});
    terminal.out.line(text_of(Json{{"store", command.store.native()}, {"sound", violations.empty()}, {"violations", std::move(list)}}));
    return code;
  }
  for (const auto& each : violations) terminal.out.line(each.row.empty() ? each.words : fmt::format("{} {}", each.row, each.words));
  terminal.out.line(violations.empty()
                        ? fmt::format("{} is sound", command.store.native())
                        : fmt::format("{} is not sound: {}", command.store.native(),
                                      counted(static_cast<std::int64_t>(violations.size()), "violation")));
  return code;
}

ExitCode perform(const BackUpStore& command, Terminal terminal) {
  (void)open_reader(command.store);
  back_up_store(command.store, command.copy);
  terminal.out.line(fmt::format("{} is a copy of {}", command.copy.native(), command.store.native()));
  return ExitCode::success;
}

/// JSON: {"accepted": true | false, "message", "engineRunning": true | false}; `message` is null while an engine goes on with it.
ExitCode perform(const PruneStore& command, Terminal terminal) {
  auto reader = open_reader(command.store);
  const auto prune = [&](Engine& engine) {
    const auto instances = engine.prune(std::chrono::days{command.keep_days});
    return AnswerRow{.request = 0, .accepted = true, .message = fmt::format("{} went", counted(instances, "instance"))};
  };
  const Request request{.id = 0, .command = "prune", .pipeline = {}, .target = std::to_string(command.keep_days)};
  const auto answer = make({.store = command.store, .request = request, .apply = prune}, reader);
  const auto& message = answer.refusal ? *answer.refusal : answer.said;
  if (command.json) {
    terminal.out.line(text_of(Json{{"accepted", !answer.refusal},
                                   {"message", message.empty() ? Json{} : Json(message)},
                                   {"engineRunning", answer.by_engine}}));
    return answer.refusal ? ExitCode::refused : ExitCode::success;
  }
  if (answer.refusal) throw Refused{fmt::format("prune was refused: {}", message)};
  terminal.out.line(answer.by_engine ? "the engine takes old history away as it goes on" : message);
  return ExitCode::success;
}

}  // namespace penstock::cli
