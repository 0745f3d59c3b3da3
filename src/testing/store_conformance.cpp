// SPDX-License-Identifier: Apache-2.0
#include "penstock/testing/store_conformance.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace penstock {
namespace {

constexpr PipelineKey logs = 1;
constexpr ComponentIndex crunch = 0;
constexpr ComponentIndex arrived = 1;
const Instant start_of_time{Duration{1'431'820'800'000}};  // 2015-05-17

void expect(bool holds, std::string_view words) {
  if (!holds) throw ConformanceFailure{std::string{words}};
}

template <class Call>
void expect_refusal(Call call, std::string_view words) {
  try {
    call();
  } catch (const StoreError&) {
    return;
  }
  throw ConformanceFailure{std::string{words}};
}

Instant minutes_later(int minutes) { return start_of_time + std::chrono::minutes{minutes}; }

PipelineRow pipeline(PipelineKey key, std::string name) {
  PipelineRow row;
  row.key = key;
  row.name = std::move(name);
  row.state = PipelineState::scheduled;
  row.latest_version = 1;
  row.active_version = 1;
  row.created = start_of_time;
  row.first_activated = minutes_later(1);
  return row;
}

DefinitionRow definition(PipelineKey pipeline, std::int32_t version) {
  DefinitionRow row;
  row.pipeline = pipeline;
  row.version = version;
  row.json = R"({"objects": []})";
  row.values = "{}";
  row.saved = start_of_time;
  return row;
}

ComponentRow component(PipelineKey pipeline, ComponentIndex index, std::string id, Kind kind) {
  ComponentRow row;
  row.pipeline = pipeline;
  row.component = index;
  row.id = std::move(id);
  row.type = "ShellCommandActivity";
  row.kind = kind;
  row.order = index;
  return row;
}

/// An instance of `crunch` that waits for a runner.
InstanceRow instance(InstanceKey key, std::int64_t interval) {
  InstanceRow row;
  row.key = key;
  row.pipeline = logs;
  row.component = crunch;
  row.interval = interval;
  row.version = 1;
  row.status = Status::waiting_for_runner;
  row.cause = Cause::dependencies_satisfied;
  row.scheduled = {start_of_time + std::chrono::hours{interval}, start_of_time + std::chrono::hours{interval + 1}};
  row.due = row.scheduled.end;
  row.released = row.due;
  return row;
}

InstanceRow ended(InstanceRow row, Status status) {
  row.status = status;
  row.cause = Cause::attempt_succeeded;
  row.ended = row.released + std::chrono::minutes{5};
  return row;
}

InstanceRow dead(InstanceRow row) {
  row = ended(std::move(row), Status::finished);
  row.live = false;
  return row;
}

AttemptRow attempt(InstanceKey instance, std::int32_t number, AttemptStatus status) {
  AttemptRow row;
  row.instance = instance;
  row.number = number;
  row.status = status;
  row.started = minutes_later(number);
  if (status != AttemptStatus::running) row.ended = minutes_later(number + 1);
  return row;
}

ActionRow action(ActionKey key, InstanceKey node, ActionStatus status) {
  ActionRow row;
  row.key = key;
  row.pipeline = logs;
  row.action = crunch;
  row.node = node;
  row.status = status;
  row.fired = start_of_time;
  return row;
}

/// A pipeline with the components that the other rows name.
Batch foundation() {
  Batch batch;
  batch.pipelines.push_back(pipeline(logs, "logs"));
  batch.definitions.push_back(definition(logs, 1));
  batch.components.push_back(component(logs, crunch, "Crunch", Kind::activity));
  batch.components.push_back(component(logs, arrived, "Arrived", Kind::precondition));
  return batch;
}

Batch with_instances(std::vector<InstanceRow> rows) {
  Batch batch;
  batch.instances = std::move(rows);
  return batch;
}

/// Commits each batch, the foundation first, and reads the store as the next program would.
Snapshot reopened_after(const StoreFactory& factory, const std::vector<Batch>& batches) {
  {
    const auto store = factory();
    static_cast<void>(store->open("writer"));
    store->commit(foundation());
    for (const auto& batch : batches) store->commit(batch);
    store->close();
  }
  return factory()->open("reader");
}

const PipelineSnapshot& only_pipeline(const Snapshot& snapshot) {
  expect(snapshot.pipelines.size() == 1, "there is one pipeline");
  return snapshot.pipelines.front();
}

void a_new_store_is_empty(const StoreFactory& factory) {
  const auto snapshot = factory()->open("first");
  expect(snapshot.pipelines.empty() && snapshot.actions.empty(), "a store that was never written to holds nothing");
  expect(snapshot.last_instance == 0 && snapshot.last_action == 0, "no key was handed out yet");
}

void what_was_committed_is_read_again(const StoreFactory& factory) {
  auto batch = with_instances({instance(1, 0)});
  auto& row = batch.instances.front();
  row.attempts = 2;
  row.failures = 1;
  row.counts = false;
  row.late = true;
  row.retry_at = minutes_later(9);
  row.blamed = 1;
  auto last = attempt(1, 2, AttemptStatus::failed);
  last.error_id = "ActivityFailed";
  last.error_message = "exit status 1";
  last.log_directory = "/var/log/penstock/1";
  last.process = 4711;
  last.process_started = 123'456'789;
  batch.attempts.push_back(last);

  const auto snapshot = reopened_after(factory, {batch});
  const auto& read = only_pipeline(snapshot);
  const auto written = foundation();
  expect(read.pipeline == written.pipelines.front(), "the pipeline is read as it was written");
  expect(read.definitions == written.definitions, "the definition is read as it was written");
  expect(read.components == written.components, "the components are read as they were written, by their number");
  expect(read.instances == batch.instances, "the instance is read as it was written");
  expect(read.attempts == batch.attempts, "the attempt is read as it was written");
}

void a_row_replaces_the_one_of_its_key(const StoreFactory& factory) {
  auto later = with_instances({ended(instance(1, 0), Status::failed)});
  later.instances.front().attempts = 1;
  later.attempts.push_back(attempt(1, 1, AttemptStatus::failed));
  later.pipelines.push_back(pipeline(logs, "logs"));
  later.pipelines.front().state = PipelineState::deactivating;
  later.components.push_back(component(logs, crunch, "Crunch", Kind::activity));
  later.components.front().next_interval = 7;
  later.components.front().paused = true;
  auto earlier = with_instances({instance(1, 0)});
  earlier.attempts.push_back(attempt(1, 1, AttemptStatus::running));

  const auto snapshot = reopened_after(factory, {earlier, later});
  const auto& read = only_pipeline(snapshot);
  expect(read.pipeline == later.pipelines.front(), "the later row of the pipeline counts");
  expect(read.components.size() == 2 && read.components.front() == later.components.front(), "the later row of the component counts");
  expect(read.instances == later.instances, "the later row of the instance counts");
  expect(read.attempts == later.attempts, "the later row of the attempt counts");
}

void rows_of_a_batch_may_stand_in_any_order(const StoreFactory& factory) {
  Batch batch;
  for (int i = 1'000; i >= 1; --i) batch.instances.push_back(instance(i, i));
  const auto snapshot = reopened_after(factory, {batch});
  std::reverse(batch.instances.begin(), batch.instances.end());
  expect(only_pipeline(snapshot).instances == batch.instances, "a thousand instances of one batch are read by their keys");
}

void text_of_any_kind_is_kept(const StoreFactory& factory) {
  auto batch = with_instances({instance(1, 0)});
  batch.instances.front().attempts = 1;
  batch.attempts.push_back(attempt(1, 1, AttemptStatus::failed));
  batch.attempts.front().error_message =
      std::string{"it's \"quoted\"; 100 % größer\n", 29} + std::string{"\0after", 6} + std::string(100'000, 'x');
  const auto snapshot = reopened_after(factory, {batch});
  expect(only_pipeline(snapshot).attempts == batch.attempts, "quotes, line breaks, zero bytes and long texts are kept");
}

void times_of_any_age_are_kept_to_the_millisecond(const StoreFactory& factory) {
  auto batch = with_instances({instance(1, 0)});
  auto& row = batch.instances.front();
  row.scheduled = {Instant{Duration{-1}}, Instant{Duration{253'402'300'799'999}}};
  row.due = Instant{Duration{0}};
  row.released = Instant{Duration{1}};
  const auto snapshot = reopened_after(factory, {batch});
  expect(only_pipeline(snapshot).instances == batch.instances, "times before 1970 and up to the year 9999 are kept to the millisecond");
}

void dead_instances_are_not_read_again(const StoreFactory& factory) {
  auto batch = with_instances({dead(instance(1, 0)), instance(2, 1)});
  batch.instances.front().attempts = 1;
  batch.attempts.push_back(attempt(1, 1, AttemptStatus::finished));
  const auto snapshot = reopened_after(factory, {with_instances({instance(1, 0)}), batch});
  const auto& read = only_pipeline(snapshot);
  expect(read.instances.size() == 1 && read.instances.front().key == 2, "an instance that is no longer live is not in the snapshot");
  expect(read.attempts.empty(), "nor are its attempts");
}

void a_dead_instance_may_live_again(const StoreFactory& factory) {
  auto again = instance(1, 0);
  again.cause = Cause::rerun;
  const auto snapshot =
      reopened_after(factory, {with_instances({instance(1, 0)}), with_instances({dead(instance(1, 0))}), with_instances({again})});
  expect(only_pipeline(snapshot).instances == std::vector{again}, "a rerun brings an instance back into the snapshot");
}

void only_the_last_attempt_is_read(const StoreFactory& factory) {
  auto batch = with_instances({instance(1, 0), instance(2, 1)});
  batch.instances.front().attempts = 2;
  batch.attempts = {attempt(1, 1, AttemptStatus::failed), attempt(1, 2, AttemptStatus::running)};
  const auto snapshot = reopened_after(factory, {batch});
  expect(only_pipeline(snapshot).attempts == std::vector{batch.attempts.back()}, "of several attempts the last one is in the snapshot");
}

void only_needed_definitions_are_read(const StoreFactory& factory) {
  auto batch = with_instances({instance(1, 0)});
  batch.instances.front().version = 2;
  batch.pipelines.push_back(pipeline(logs, "logs"));
  batch.pipelines.front().latest_version = 5;
  batch.pipelines.front().active_version = 4;
  for (std::int32_t version = 2; version <= 5; ++version) batch.definitions.push_back(definition(logs, version));
  const auto snapshot = reopened_after(factory, {batch});
  const std::vector needed{definition(logs, 2), definition(logs, 4), definition(logs, 5)};
  expect(only_pipeline(snapshot).definitions == needed,
         "the latest, the active and those of live instances are in the snapshot, and no others");
}

void only_needed_runs_are_read(const StoreFactory& factory) {
  auto batch = foundation();
  batch.pipelines.front().runs = 3;
  for (auto& row : batch.components) row.next_interval = 2;
  for (std::int64_t run = 0; run < 3; ++run) batch.runs.push_back({logs, run, minutes_later(static_cast<int>(run))});
  batch.instances = {dead(instance(1, 0)), instance(2, 1)};
  const auto snapshot = reopened_after(factory, {batch});
  expect(only_pipeline(snapshot).runs == std::vector(batch.runs.begin() + 1, batch.runs.end()),
         "runs with live instances and runs that have not begun are in the snapshot, and no others");
}

void pending_actions_come_with_their_nodes(const StoreFactory& factory) {
  auto batch = with_instances({dead(instance(1, 0))});
  batch.actions = {action(1, 1, ActionStatus::fired), action(2, 1, ActionStatus::fired), action(3, 1, ActionStatus::failed)};
  batch.actions.back().message = "no route to host";
  Batch delivered;
  delivered.actions = {action(1, 1, ActionStatus::delivered)};
  const auto snapshot = reopened_after(factory, {batch, delivered});
  expect(snapshot.actions.size() == 1, "actions that were delivered, or could not be, are not in the snapshot");
  expect(snapshot.actions.front().action == batch.actions[1], "a pending action is read as it was written");
  expect(snapshot.actions.front().node == batch.instances.front(), "and comes with its instance, alive or not");
  expect(snapshot.last_action == 3, "the highest action key is known");
}

void keys_are_never_forgotten(const StoreFactory& factory) {
  const auto snapshot = reopened_after(factory, {with_instances({instance(1, 0), dead(instance(2, 1))})});
  expect(snapshot.last_instance == 2, "the highest key counts, whether its instance lives or not");
}

void pipelines_are_kept_apart(const StoreFactory& factory) {
  Batch other;
  other.pipelines.push_back(pipeline(2, "other"));
  other.definitions.push_back(definition(2, 1));
  other.components.push_back(component(2, crunch, "Crunch", Kind::activity));
  other.instances = {instance(1, 0), instance(2, 0)};
  other.instances.back().pipeline = 2;
  const auto snapshot = reopened_after(factory, {other});
  expect(snapshot.pipelines.size() == 2 && snapshot.pipelines.back().pipeline.key == 2, "both pipelines are read, by their keys");
  expect(snapshot.pipelines.front().instances == std::vector{other.instances.front()}, "each with its own instances");
  expect(snapshot.pipelines.back().instances == std::vector{other.instances.back()}, "each with its own instances");
  expect(snapshot.pipelines.back().components == other.components, "each with its own components");
}

/// A second pipeline; both have an instance with an attempt, a run and an action.
Batch with_a_second_pipeline() {
  auto batch = with_instances({instance(1, 0), instance(2, 0)});
  batch.instances.back().pipeline = 2;
  batch.pipelines.push_back(pipeline(2, "other"));
  batch.definitions.push_back(definition(2, 1));
  batch.components.push_back(component(2, crunch, "Crunch", Kind::activity));
  batch.attempts = {attempt(1, 1, AttemptStatus::running), attempt(2, 1, AttemptStatus::running)};
  batch.runs = {{.pipeline = logs, .run = 0, .at = minutes_later(1)}, {.pipeline = 2, .run = 0, .at = minutes_later(1)}};
  batch.actions = {action(1, 1, ActionStatus::fired), action(2, 2, ActionStatus::fired)};
  batch.actions.back().pipeline = 2;
  for (auto& row : batch.instances) row.attempts = 1;
  return batch;
}

Batch without(PipelineKey pipeline) {
  Batch batch;
  batch.removed = {pipeline};
  return batch;
}

void nothing_is_left_of_a_removed_pipeline(const StoreFactory& factory) {
  const auto store = factory();
  static_cast<void>(store->open("writer"));
  store->commit(foundation());
  store->commit(with_a_second_pipeline());
  auto last = without(2);
  last.instances = {instance(3, 1)};  // what stands in the same batch goes, too
  last.instances.front().pipeline = 2;
  store->commit(last);
  expect(store->recall(2, crunch, 0).empty() && store->recall(2, crunch, 1).empty(), "no instance of a removed pipeline is recalled");
  expect(!store->find_run(2, minutes_later(1)), "nor is a run of it found");
  store->close();
  const auto snapshot = factory()->open("reader");
  const auto& read = only_pipeline(snapshot);
  expect(read.pipeline.key == logs && read.instances.size() == 1 && read.attempts.size() == 1, "what is not removed stays");
  expect(snapshot.actions.size() == 1 && snapshot.actions.front().action.key == 1, "actions of a removed pipeline are not pending");
}

void keys_of_removed_rows_are_not_forgotten(const StoreFactory& factory) {
  const auto snapshot = reopened_after(factory, {with_a_second_pipeline(), without(2)});
  expect(snapshot.last_pipeline == 2, "the highest key of a pipeline counts, also if that was removed");
  expect(snapshot.last_instance == 2, "the highest key of an instance counts, also if its pipeline was removed");
  expect(snapshot.last_action == 2, "the highest key of an action counts, also if its pipeline was removed");
}

void the_name_of_a_removed_pipeline_is_free(const StoreFactory& factory) {
  Batch again;
  again.pipelines.push_back(pipeline(3, "other"));
  again.definitions.push_back(definition(3, 1));
  const auto snapshot = reopened_after(factory, {with_a_second_pipeline(), without(2), again});
  expect(snapshot.pipelines.size() == 2 && snapshot.pipelines.back().pipeline == again.pipelines.front(),
         "another pipeline may have the name of a removed one");
  expect(snapshot.pipelines.back().instances.empty(), "and has none of its instances");
}

/// Of three hours: the first is over, the second lives, the third has ended later than the others.
Batch three_hours() {
  auto batch = with_instances({dead(instance(1, 0)), instance(3, 1), dead(instance(4, 20))});
  auto check = dead(instance(2, 0));
  check.component = arrived;
  check.owner = 1;
  batch.instances.push_back(check);
  batch.instances.front().attempts = 1;
  batch.attempts = {attempt(1, 1, AttemptStatus::finished)};
  batch.actions = {action(1, 1, ActionStatus::delivered)};
  batch.runs = {{.pipeline = logs, .run = 0, .at = minutes_later(0)}, {.pipeline = logs, .run = 1, .at = minutes_later(1)}};
  return batch;
}

const Instant noon = start_of_time + std::chrono::hours{12};

/// What is left of those three hours is up to the store: it may keep everything, but then says so by taking nothing away.
void old_history_goes_and_nothing_else(const StoreFactory& factory) {
  const auto store = factory();
  static_cast<void>(store->open("engine"));
  store->commit(foundation());
  store->commit(three_hours());
  const auto pruned = store->prune(noon, 0, 100);
  expect(pruned.done, "a hundred instances are looked at in one call");
  expect(store->recall(logs, crunch, 0).empty() == (pruned.instances == 1), "what is counted is gone");
  expect(!store->recall(logs, crunch, 1).empty(), "what is live stays");
  expect(!store->recall(logs, crunch, 20).empty(), "what ended later stays");
  expect(store->find_run(logs, minutes_later(0)).has_value() == (pruned.instances == 0), "a run goes with the last of its instances");
  expect(store->find_run(logs, minutes_later(1)).has_value(), "a run with instances stays");
}

void what_is_blamed_or_to_be_told_stays(const StoreFactory& factory) {
  auto batch = with_instances({dead(instance(1, 2)), dead(instance(2, 3)), instance(3, 4)});
  batch.instances.back().blamed = 1;
  batch.actions = {action(1, 2, ActionStatus::fired)};
  const auto store = factory();
  static_cast<void>(store->open("engine"));
  store->commit(foundation());
  store->commit(batch);
  static_cast<void>(store->prune(noon, 0, 100));
  expect(!store->recall(logs, crunch, 2).empty(), "what a live instance blames stays");
  expect(!store->recall(logs, crunch, 3).empty(), "what an undelivered action tells about stays");
}

void pruning_goes_on_where_it_stopped(const StoreFactory& factory) {
  Batch batch;
  for (int i = 1; i <= 10; ++i) batch.instances.push_back(dead(instance(i, i)));
  const auto store = factory();
  static_cast<void>(store->open("engine"));
  store->commit(foundation());
  store->commit(batch);
  Pruned pruned{.reached = 0, .instances = 0, .done = false};
  for (int calls = 0; !pruned.done; ++calls) {
    expect(calls <= 10, "a walk through ten instances comes to its end");
    const auto next = store->prune(noon, pruned.reached, 3);
    expect(next.done || next.reached > pruned.reached, "each call gets further");
    expect(next.instances <= 3, "no call takes more than it may look at");
    pruned = next;
  }
}

void a_finished_instance_is_recalled_with_its_preconditions(const StoreFactory& factory) {
  auto batch = foundation();
  auto check = dead(instance(2, 4));
  check.component = arrived;
  check.owner = 1;
  batch.instances = {dead(instance(1, 4)), check, dead(instance(3, 5))};
  const auto store = factory();
  static_cast<void>(store->open("engine"));
  store->commit(batch);
  expect(store->recall(logs, crunch, 4) == std::vector{batch.instances[0], check}, "the instance comes first, then those that it owns");
  expect(store->recall(logs, crunch, 5) == std::vector{batch.instances[2]}, "an instance without preconditions comes alone");
  expect(store->recall(logs, crunch, 6).empty(), "an interval without an instance gives nothing");
  expect(store->recall(logs, arrived, 4).empty(), "a precondition is found through its owner only");
}

void a_run_is_found_by_its_time(const StoreFactory& factory) {
  auto batch = foundation();
  batch.runs = {{.pipeline = logs, .run = 0, .at = utc("2015-05-17T08:00:00")}, {.pipeline = logs, .run = 1, .at = utc("2015-05-17T09:00:00")}};
  const auto store = factory();
  static_cast<void>(store->open("engine"));
  store->commit(batch);
  expect(store->find_run(logs, utc("2015-05-17T09:00:00")) == batch.runs[1], "the run of that time is found");
  expect(!store->find_run(logs, utc("2015-05-17T10:00:00")), "a time without a run gives nothing");
}

void a_store_has_one_engine(const StoreFactory& factory) {
  const auto first = factory();
  static_cast<void>(first->open("the first engine"));
  first->commit(foundation());
  const auto second = factory();
  try {
    static_cast<void>(second->open("the second engine"));
  } catch (const StoreBusy& busy) {
    expect(std::string_view{busy.what()}.find("the first engine") != std::string_view::npos, "the error names who holds the store");
    expect_refusal([&] { second->commit(with_instances({instance(1, 0)})); }, "who does not hold the store cannot write");
    second->close();
    first->commit(with_instances({instance(2, 0)}));
    return;
  }
  throw ConformanceFailure{"a store that an engine holds cannot be opened by a second one"};
}

void a_closed_store_can_be_opened_by_another(const StoreFactory& factory) {
  const auto first = factory();
  static_cast<void>(first->open("the first engine"));
  first->close();
  first->close();
  const auto second = factory();
  static_cast<void>(second->open("the second engine"));
  expect_refusal([&] { first->commit(foundation()); }, "who has closed the store cannot write");
}

void an_engine_that_is_gone_holds_nothing(const StoreFactory& factory) {
  static_cast<void>(factory()->open("gone"));
  static_cast<void>(factory()->open("next"));
}

void a_refused_batch_leaves_nothing(const StoreFactory& factory) {
  auto half = with_instances({instance(1, 0), instance(2, 1)});
  half.pipelines.push_back(pipeline(logs, "renamed"));
  half.instances.back().scheduled.end = half.instances.back().scheduled.start - Duration{1};
  const auto store = factory();
  static_cast<void>(store->open("writer"));
  store->commit(foundation());
  expect_refusal([&] { store->commit(half); }, "a batch with an impossible row is refused");
  store->commit(with_instances({instance(1, 3)}));
  store->close();
  const auto snapshot = factory()->open("reader");
  const auto& read = only_pipeline(snapshot);
  expect(read.pipeline.name == "logs", "nothing of a refused batch is stored, not even what came before the impossible row");
  expect(read.instances == std::vector{instance(1, 3)}, "after a refused batch the store takes the next one, with the same keys");
}

/// One impossible row after the other, each alone in a batch.
void nonsense_is_refused(const StoreFactory& factory) {
  const auto store = factory();
  static_cast<void>(store->open("writer"));
  store->commit(foundation());
  const auto refuses = [&](InstanceRow row, std::string_view words) {
    expect_refusal([&] { store->commit(with_instances({std::move(row)})); }, words);
  };
  auto row = instance(1, 0);
  row.ended = start_of_time;
  refuses(row, "an instance that waits has not ended");
  row = instance(1, 0);
  row.status = Status::finished;
  refuses(row, "an instance that is FINISHED has ended");
  row = instance(1, 0);
  row.live = false;
  refuses(row, "an instance that has not ended is live");
  refuses(instance(0, 0), "keys begin with 1");

  Batch batch;
  batch.attempts = {attempt(1, 0, AttemptStatus::running)};
  expect_refusal([&] { store->commit(batch); }, "attempts are numbered from 1");
  batch.attempts = {attempt(1, 1, AttemptStatus::failed)};
  batch.attempts.front().ended.reset();
  expect_refusal([&] { store->commit(batch); }, "an attempt that failed has ended");
}

void identity_survives_reopening(const StoreFactory& factory) {
  const auto before = factory()->identity();
  expect(!before.empty() && factory()->identity() == before, "a store has the same identity after a restart");
}

}  // namespace

std::vector<StoreCase> store_conformance() {
  return {
      {"ANewStoreIsEmpty", a_new_store_is_empty},
      {"WhatWasCommittedIsReadAgain", what_was_committed_is_read_again},
      {"ARowReplacesTheOneOfItsKey", a_row_replaces_the_one_of_its_key},
      {"RowsOfABatchMayStandInAnyOrder", rows_of_a_batch_may_stand_in_any_order},
      {"TextOfAnyKindIsKept", text_of_any_kind_is_kept},
      {"TimesOfAnyAgeAreKeptToTheMillisecond", times_of_any_age_are_kept_to_the_millisecond},
      {"DeadInstancesAreNotReadAgain", dead_instances_are_not_read_again},
      {"ADeadInstanceMayLiveAgain", a_dead_instance_may_live_again},
      {"OnlyTheLastAttemptIsRead", only_the_last_attempt_is_read},
      {"OnlyNeededDefinitionsAreRead", only_needed_definitions_are_read},
      {"OnlyNeededRunsAreRead", only_needed_runs_are_read},
      {"PendingActionsComeWithTheirNodes", pending_actions_come_with_their_nodes},
      {"KeysAreNeverForgotten", keys_are_never_forgotten},
      {"PipelinesAreKeptApart", pipelines_are_kept_apart},
      {"NothingIsLeftOfARemovedPipeline", nothing_is_left_of_a_removed_pipeline},
      {"KeysOfRemovedRowsAreNotForgotten", keys_of_removed_rows_are_not_forgotten},
      {"TheNameOfARemovedPipelineIsFree", the_name_of_a_removed_pipeline_is_free},
      {"OldHistoryGoesAndNothingElse", old_history_goes_and_nothing_else},
      {"WhatIsBlamedOrToBeToldStays", what_is_blamed_or_to_be_told_stays},
      {"PruningGoesOnWhereItStopped", pruning_goes_on_where_it_stopped},
      {"AFinishedInstanceIsRecalledWithItsPreconditions", a_finished_instance_is_recalled_with_its_preconditions},
      {"ARunIsFoundByItsTime", a_run_is_found_by_its_time},
      {"AStoreHasOneEngine", a_store_has_one_engine},
      {"AClosedStoreCanBeOpenedByAnother", a_closed_store_can_be_opened_by_another},
      {"AnEngineThatIsGoneHoldsNothing", an_engine_that_is_gone_holds_nothing},
      {"ARefusedBatchLeavesNothing", a_refused_batch_leaves_nothing},
      {"NonsenseIsRefused", nonsense_is_refused},
      {"IdentitySurvivesReopening", identity_survives_reopening},
  };
}

}  // namespace penstock
