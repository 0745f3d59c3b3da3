// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From rows to tables, within a transaction that the caller has begun.

#include "penstock/lifecycle/batch.hpp"
#include "sqlite/connection.hpp"

namespace penstock::sqlite {

class BatchWriter {
 public:
  /// The tables must exist.
  explicit BatchWriter(Connection& connection);

  /// Writes every row of the batch. Throws StoreError at the first that is refused.
  void write(const Batch& batch);

 private:
  void write(const InstanceRow& row);
  void remove(PipelineKey pipeline);

  Connection& connection_;
  Statement pipeline_;
  Statement definition_;
  Statement component_;
  Statement run_;
  Statement insert_instance_;
  Statement update_living_instance_;
  Statement update_instance_;
  Statement attempt_;
  Statement action_;
  Statement answer_;
  InstanceKey last_instance_;  // the highest key that was written, or tried to be
};

}  // namespace penstock::sqlite
