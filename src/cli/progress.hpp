// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Shows a run while it goes on: a block of counts that is drawn again and again on a terminal, a line per change elsewhere.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/commands.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/store/store_reader.hpp"

namespace penstock::cli {

/// Gets what happens and shows it. Every function may be called from any thread.
class Progress {
 public:
  virtual ~Progress() = default;
  /// An instance that was there before; before the first change.
  virtual void start_with(const RunSummary& run) = 0;
  virtual void change(const Change& change) = 0;
  /// What deploying a definition came to.
  virtual void deployed(std::string_view pipeline, const Deployed& deployed) = 0;
  /// A sentence that stays.
  virtual void remark(std::string_view text) = 0;
  /// The same about something that is wrong; goes where errors go.
  virtual void warn(std::string_view text) = 0;
  /// Nothing more will change; what is shown stays.
  virtual void finish() = 0;
};

/// What an attempt said when it failed, and where its logs are; empty if nothing is known.
using Explain = std::function<std::string(const Change&)>;

/// Redraws at most some times a second, never more lines than the terminal has. Has a thread of its own. Warnings stand above the block,
/// for wherever errors go they would tear it.
[[nodiscard]] std::unique_ptr<Progress> live_progress(Output& out, Explain explain);
/// `2015-05-17T00:00:01  traffic  @CountHits_2015-05-17T00:00:00  RUNNING  attempt 1`
[[nodiscard]] std::unique_ptr<Progress> plain_progress(Terminal terminal, Explain explain);
/// One JSON object per line: {"event": "deployed", "pipeline", "what": "created" | "resumed" | "updated" | "unchanged", "state",
/// "warnings"}, changes (records.hpp), and {"event": "remark" | "warning", "message"}.
[[nodiscard]] std::unique_ptr<Progress> json_progress(Output& out);
/// Says what is wrong, what was asked of it by a signal, and that there is nothing to do.
[[nodiscard]] std::unique_ptr<Progress> quiet_progress(Terminal terminal);

/// `goes on where it was`
[[nodiscard]] std::string_view words_for(Deployed::What what) noexcept;

/// Whether an attempt has just failed, for good or to be tried again.
[[nodiscard]] bool is_failure(const Change& change) noexcept;
/// A line about a change without its time: pipeline, instance, status, attempt and what `explain` knows.
[[nodiscard]] std::string line_about(const Change& change, const Explain& explain);

}  // namespace penstock::cli
