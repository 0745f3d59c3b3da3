// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/doorbell.hpp"
#include "sqlite/lease.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/schema.hpp"
#include "sqlite/statements.hpp"

namespace penstock {

AnswerRow ask_engine(const std::filesystem::path& file, const Request& request, Duration patience) {
  using Steady = std::chrono::steady_clock;
  const auto deadline = Steady::now() + patience;

  sqlite::Connection connection{sqlite::resolved(file), sqlite::Access::write};
  sqlite::require_current_schema(connection);
  const auto& database = connection.file();
  if (!sqlite::Lease::is_held(database)) throw StoreError{fmt::format("no engine is running on store \"{}\"", database.native()), true};

  sqlite::Statement insert{connection, sqlite::insert_request};
  insert.run(request.command, request.pipeline, request.target);
  AnswerRow answer{.request = connection.last_insert_id()};
  sqlite::Doorbell::ring(database);

  sqlite::Statement look{connection, sqlite::answer_to_request};
  const auto answered = [&] {
    auto cursor = look.query(answer.request);
    if (!cursor.next()) return false;
    cursor >> answer.accepted >> answer.message;
    return true;
  };
  // The answer arrives with a commit of the engine, within milliseconds if it is idle; a person waits for it, so looking more seldom after
  // a while is not felt.
  std::chrono::milliseconds pause{1};
  constexpr std::chrono::milliseconds longest_pause{20};
  bool engine_runs = true;
  while (engine_runs && Steady::now() < deadline) {
    if (answered()) return answer;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, longest_pause);
    engine_runs = sqlite::Lease::is_held(database);
  }
  // What nobody waits for any more must not be done at some later time. If nothing is left to withdraw, the answer has just come.
  sqlite::Statement withdraw{connection, sqlite::withdraw_request};
  if (withdraw.run(answer.request) == 0 && answered()) return answer;
  throw StoreError{engine_runs
                       ? fmt::format("the engine on store \"{}\" did not answer within {} ms; it may still be at work on the request",
                                     database.native(), patience.count())
                       : fmt::format("the engine on store \"{}\" stopped before it answered; the request was withdrawn", database.native()),
                   true};
}

}  // namespace penstock
