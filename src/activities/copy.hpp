// SPDX-License-Identifier: Apache-2.0
#pragma once

/// CopyActivity between files and SQLite tables of this machine.

#include "penstock/activity/activity.hpp"

namespace penstock::activities {

/// Copies one data node to another; several instances of the input, as a longer period brings them, one after the other.
///
/// Between FileDataNodes bytes are copied. With a `dataFormat` on the input further headers are left out, and with a different one on the
/// output the rows are written anew in that. Between a FileDataNode and a SqliteDataNode rows are copied; without `dataFormat` the file is
/// CSV with a header. A field with nothing in it is NULL, `""` is an empty text.
///
/// The output changes as a whole or not at all: a file is renamed into its place, rows are put into a table in one transaction. Rows are
/// added to those that the table has. So that a repeated attempt does not add them twice, let `replaceWhere` of the node say which rows are
/// to go first, in the same transaction (`day = '#{format(@scheduledStartTime,'YYYY-MM-dd')}'`), or let `insertQuery` replace them (`INSERT
/// OR REPLACE`).
class CopyActivityHandler final : public ActivityHandler {
 public:
  [[nodiscard]] std::string refuse(const Component& component) const override;
  [[nodiscard]] Outcome perform(ActivityContext& context) override;
};

}  // namespace penstock::activities
