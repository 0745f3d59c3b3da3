// SPDX-License-Identifier: Apache-2.0
#include "cli/store_change.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

#include "penstock/activities/activities.hpp"

namespace penstock::cli {

namespace {

Answer answer_of(AnswerRow row, bool by_engine) {
  if (row.accepted) return {.refusal = std::nullopt, .said = std::move(row.message), .by_engine = by_engine};
  return {.refusal = std::move(row.message), .said = {}, .by_engine = by_engine};
}

Answer ask(const StoreChange& change) { return answer_of(ask_engine(change.store, change.request), true); }

/// Leaves everything undone: what is recorded and not done is done by the next engine.
class NoWork final : public Executor {
 public:
  void submit(std::function<void()>) override {}
  [[nodiscard]] std::size_t width() const noexcept override { return 1; }
};

/// With the lease taken here. Only records the change: the engine is never stepped and gets no executor worth the name, so that no attempt
/// and no alarm starts in a program that is about to leave.
Answer make_here(const StoreChange& change) {
  std::string trouble;
  EngineOptions options;
  options.name = fmt::format("penstock {}", change.request.command);
  options.local_resources = true;  // whoever runs it has decided that already
  options.vault = change.vault;
  options.log = [&](LogLevel level, std::string_view text) {
    if (level == LogLevel::error) trouble.append(trouble.empty() ? "" : "\n").append(text);
  };
  SqliteStore store{change.store};
  NoWork nobody;
  options.blocking = &nobody;
  Engine engine{store, nobody, standard_handlers(), options};
  auto answer = answer_of(change.apply(engine), false);
  if (answer.refusal && answer.refusal->starts_with("PipelineNotFound") && !trouble.empty()) {
    answer.refusal = fmt::format("{}\nAsk again while the program that runs this pipeline is running, or let that program do it", trouble);
  }
  return answer;
}

}  // namespace

/// An engine may come or go between the look and the request; whoever is there then does it.
Answer make(const StoreChange& change, SqliteReader& reader) {
  if (!reader.engine_is_running()) {
    try {
      return make_here(change);
    } catch (const StoreBusy&) {
      return ask(change);
    }
  }
  try {
    return ask(change);
  } catch (const StoreError&) {
    if (reader.engine_is_running()) throw;
  }
  return make_here(change);
}

}  // namespace penstock::cli
