// SPDX-License-Identifier: Apache-2.0
#include "store/nonsense.hpp"

#include <fmt/format.h>

#include "penstock/store/store.hpp"

namespace penstock {
namespace {

void refuse(bool nonsense, const char* what, std::int64_t key) {
  if (nonsense) throw StoreError{fmt::format("the store refuses what it was given: {} (row {})", what, key)};
}

}  // namespace

void refuse_nonsense(const Batch& batch) {
  for (const auto& row : batch.pipelines) {
    refuse(row.key < 1, "a pipeline without a key", row.key);
    refuse(row.name.empty(), "a pipeline without a name", row.key);
    refuse(row.active_version < 0 || row.active_version > row.latest_version, "an active definition that was never saved", row.key);
  }
  for (const auto& row : batch.definitions) refuse(row.version < 1, "a definition without a version", row.version);
  for (const auto& row : batch.runs) refuse(row.run < 0, "a run without a number", row.run);
  for (const auto& row : batch.instances) {
    refuse(row.key < 1, "an instance without a key", row.key);
    refuse(row.ended.has_value() != is_terminal(row.status), "an end that does not fit the status", row.key);
    refuse(!row.live && !row.ended, "an instance that nobody holds and that has not ended", row.key);
    refuse(row.scheduled.end < row.scheduled.start, "an interval that ends before it starts", row.key);
    refuse(row.attempts < 0 || row.failures < 0, "a negative count", row.key);
  }
  for (const auto& row : batch.attempts) {
    refuse(row.number < 1, "an attempt without a number", row.instance);
    refuse(row.ended.has_value() == (row.status == AttemptStatus::running), "an attempt whose end does not fit its status", row.instance);
  }
  for (const auto& row : batch.actions) refuse(row.key < 1, "an action without a key", row.key);
}

}  // namespace penstock
