// SPDX-License-Identifier: Apache-2.0
#include "sqlite/pruning.hpp"

#include "sqlite/statements.hpp"

namespace penstock::sqlite {

namespace {

/// What the next call may look at. Keys are handed out in the order of release, and nothing ends before it was released: the first that was
/// released too late ends the walk.
Pruned look(Connection& connection, Instant before, InstanceKey after, std::int64_t limit) {
  Pruned result{.reached = after, .instances = 0, .done = true};
  std::int64_t looked_at = 0;
  Statement next{connection, next_to_prune};
  for (auto cursor = next.query(after, limit); cursor.next();) {
    InstanceKey key = 0;
    Instant released;
    cursor >> key >> released;
    if (released >= before) return result;
    result.reached = key;
    ++looked_at;
  }
  result.done = looked_at < limit;
  return result;
}

}  // namespace

Pruned prune(Connection& connection, Instant before, InstanceKey after, std::int64_t limit) {
  auto result = look(connection, before, after, limit);
  if (result.reached == after) return result;
  connection.execute("CREATE TEMP TABLE IF NOT EXISTS pruned (key INTEGER PRIMARY KEY, pipeline INTEGER, interval INTEGER)");
  connection.execute(forget_pruned);
  result.instances = Statement{connection, choose_pruned}.run(before, after, result.reached);
  if (result.instances == 0) return result;
  Transaction transaction{connection};
  Statement{connection, choose_pruned_checks}.run();
  connection.execute(remember_last_keys);
  for (const auto sql : removals_of_pruned) connection.execute(sql);
  transaction.commit();
  return result;
}

}  // namespace penstock::sqlite
