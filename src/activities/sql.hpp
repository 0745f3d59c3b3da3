// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SqlActivity on SQLite files of this machine.

#include "penstock/activity/activity.hpp"

namespace penstock::activities {

/// Runs `script`, or the file at `scriptUri`, on the SqliteDatabase of `database`: all statements in one transaction, so they take effect
/// together or not at all. Statements that cannot be part of one (BEGIN, COMMIT, VACUUM) fail.
///
/// The values of `scriptArgument` stand for `?1`, `?2`, … in every statement; a plain `?` counts from 1 within its statement.
///
/// With a FileDataNode as output, the rows of the last query are written into its file: one line each, columns separated by tabs, NULL as
/// nothing, without a header. If the node has a `dataFormat`, they are written in that. The file is renamed into its place after the
/// transaction was committed.
class SqlActivityHandler final : public ActivityHandler {
 public:
  [[nodiscard]] std::string refuse(const Component& component) const override;
  [[nodiscard]] Outcome perform(ActivityContext& context) override;
};

}  // namespace penstock::activities
