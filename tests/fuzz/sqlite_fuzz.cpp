// SPDX-License-Identifier: Apache-2.0
/// Any file is a store or is refused: reading, checking and opening it end well or with a StoreError.
///
/// The first byte of an input says what the rest is: 0 a database file as it is; 1 and 2 bytes to write over those of a sound store, or
/// over those of its log; 3 cells to write over those of its tables.

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/claim.hpp"
#include "fuzz/limited_store.hpp"
#include "penstock/definition/builder.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/sqlite/upkeep.hpp"
#include "penstock/testing/simulation.hpp"
#include "sqlite/connection.hpp"
#include "store/scratch_folder.hpp"

namespace penstock {
namespace {

using std::chrono::days;
using std::chrono::minutes;

const Instant first_day = utc("2015-05-17");

Definition daily() {
  PipelineBuilder pipeline{"daily"};
  const auto schedule = pipeline.add("Day", Schedule{.period = days{1}, .start_date_time = first_day, .occurrences = 5});
  pipeline.defaults().schedule(schedule).schedule_type(ScheduleType::cron).failure_and_rerun_mode(FailureAndRerunMode::cascade);
  const auto ready = pipeline.add("Ready", Exists{});
  const auto page =
      pipeline.add("Page", SnsAlarm{.topic_arn = "arn", .subject = "#{node.errorMessage}", .message = "#{node.@scheduledStartTime}"});
  const auto load = pipeline.add("Load", ShellCommandActivity{.command = "true"}).precondition(ready).maximum_retries(1).on_fail(page);
  pipeline.add("Crunch", ShellCommandActivity{.command = "true"}).depends_on(load);
  return pipeline.build();
}

Definition on_demand() {
  PipelineBuilder pipeline{"asked"};
  pipeline.defaults().schedule_type(ScheduleType::ondemand);
  pipeline.add("Step", ShellCommandActivity{.command = "true"});
  return pipeline.build();
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void write(const std::filesystem::path& file, std::string_view bytes) { std::ofstream{file, std::ios::binary} << bytes; }

/// A file, and what it has beside it while it is in use.
struct StoreFiles {
  std::string database;
  std::string log;
};

/// Two days of work: some of it is done, some failed, some under way.
StoreFiles two_days_in(const std::filesystem::path& file) {
  SqliteStore store{file};
  testing::Simulation simulation{{.start = first_day, .store = &store}, {}};
  simulation.script().activity("@Load_2015-05-18T00:00:00").fails();
  simulation.script().activity("@Load_2015-05-19T00:00:00").hangs();
  simulation.engine().deploy(daily());
  simulation.engine().deploy(on_demand());
  simulation.run_until(first_day + days{2} + minutes{1});
  return {.database = contents(file), .log = contents(file.native() + "-wal")};
}

/// A table with the columns that tell its rows apart.
struct Table {
  const char* name;
  const char* key;
};
constexpr std::array tables = {
    Table{"pipeline", "key"},
    Table{"definition", "pipeline, version"},
    Table{"component", "pipeline, component"},
    Table{"run", "pipeline, run"},
    Table{"instance", "key"},
    Table{"attempt", "instance, number"},
    Table{"action", "key"},
    Table{"last_key", "only_row"},
};

class Ground {
 public:
  Ground() {
    while_open_ = two_days_in(file());
    closed_ = contents(file());
    sqlite::Connection connection{file(), sqlite::Access::read};
    for (const auto& table : tables) {
      sqlite::Statement statement{connection, std::string{"SELECT name FROM pragma_table_info('"} + table.name + "')"};
      auto& columns = columns_.emplace_back();
      for (auto cursor = statement.query(); cursor.next();) cursor >> columns.emplace_back();
    }
  }

  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "store.db"; }

  /// Puts the store of the input there. False if it says nothing.
  bool prepare(std::string_view input) {
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) std::filesystem::remove(entry);
    if (input.empty()) return false;
    const auto rest = input.substr(1);
    switch (static_cast<unsigned char>(input.front()) % 4) {
      case 0:
        write(file(), rest);
        return true;
      case 1:
        write(file(), overwritten(closed_, rest));
        return true;
      case 2:
        write(file(), while_open_.database);
        write(file().native() + "-wal", overwritten(while_open_.log, rest));
        return true;
      default:
        write(file(), closed_);
        overwrite_cells(rest);
        return true;
    }
  }

 private:
  /// Three bytes where, one what.
  static std::string overwritten(std::string bytes, std::string_view how) {
    for (; how.size() >= 4; how.remove_prefix(4)) {
      const auto byte = [&](std::size_t n) { return static_cast<std::size_t>(static_cast<unsigned char>(how[n])); };
      bytes[(byte(0) << 16U | byte(1) << 8U | byte(2)) % bytes.size()] = how[3];
    }
    return bytes;
  }

  /// Table, row, column, kind of value, value: twelve bytes.
  void overwrite_cells(std::string_view how) const {
    constexpr std::size_t size = 12;
    sqlite::Connection connection{file(), sqlite::Access::write};
    connection.execute("PRAGMA ignore_check_constraints = 1");
    connection.execute("PRAGMA synchronous = OFF");
    for (int cells = 0; how.size() >= size && cells < 16; how.remove_prefix(size), ++cells) {
      const auto byte = [&](std::size_t n) { return static_cast<std::size_t>(static_cast<unsigned char>(how[n])); };
      const auto table = byte(0) % tables.size();
      const auto& columns = columns_[table];
      const std::string key = tables[table].key;
      const auto name = std::string{tables[table].name};
      const auto sql = "UPDATE " + name + " SET \"" + columns[byte(2) % columns.size()] + "\" = :value WHERE (" + key + ") = (SELECT " +
                       key + " FROM " + name + " LIMIT 1 OFFSET " + std::to_string(byte(1) % 16) + ")";
      try {
        set(connection, sql, byte(3), how.substr(4, 8));
      } catch (const StoreError&) {  // what the schema refuses also with its checks off
      }
    }
  }

  static void set(sqlite::Connection& connection, const std::string& sql, std::size_t kind, std::string_view bytes) {
    sqlite::Statement statement{connection, sql};
    std::int64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    switch (kind % 4) {
      case 0:
        statement.run(number);
        break;
      case 1:
        statement.run(number % 16);
        break;
      case 2:
        statement.run(bytes);
        break;
      default:
        statement.run(std::optional<std::int64_t>{});
        break;
    }
  }

  ScratchFolder folder_;
  StoreFiles while_open_;
  std::string closed_;
  std::vector<std::vector<std::string>> columns_;  // by table
};

/// Either it works, or it says what is wrong.
template <class Use>
void try_out(Use use) {
  try {
    use();
  } catch (const StoreError& error) {
    fuzzing::claim(!std::string_view{error.what()}.empty(), "a refusal says why");
  } catch (const fuzzing::Enough&) {
  }
}

void read_all(const std::filesystem::path& file) {
  SqliteReader reader{file};
  for (const auto& pipeline : reader.pipelines()) {
    const auto& name = pipeline.pipeline.name;
    (void)reader.components(name);
    (void)reader.actions(name);
    (void)reader.definition(name, pipeline.pipeline.latest_version);
    for (const auto& run : reader.runs({.pipeline = name})) {
      (void)reader.attempts(run.instance.key);
      (void)reader.run(name, run.id);
    }
  }
}

/// What an engine does that takes the store over, and what people ask it.
void go_on(const std::filesystem::path& file) {
  SqliteStore recorded{file, {.durability = Durability::relaxed}};
  fuzzing::LimitedStore store{recorded};
  testing::Simulation simulation{{.start = first_day + days{3}, .store = &store}, {}};
  auto& engine = simulation.engine();
  for (const auto& pipeline : engine.pipelines()) {
    (void)engine.health(pipeline);
    (void)engine.next_runs(pipeline);
    (void)engine.unfinished(pipeline);
    for (const auto* id : {"@Load_2015-05-17T00:00:00", "@Load_2015-05-18T00:00:00", "@Ready_2015-05-18T00:00:00@Load"}) {
      (void)engine.inspect(pipeline, InstanceId{id});
      if (const auto object = engine.object(pipeline, InstanceId{id})) (void)object->instance_id();
    }
    (void)engine.rerun(pipeline, InstanceId{"@Load_2015-05-18T00:00:00"});
  }
  simulation.run_until(first_day + days{5});
}

}  // namespace
}  // namespace penstock

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  static Ground ground;
  if (!ground.prepare(fuzzing::as_text(data, size))) return 0;
  try_out([&] { read_all(ground.file()); });
  try_out([&] { (void)check_store(ground.file()); });
  try_out([&] { back_up_store(ground.file(), ground.file().parent_path() / "copy.db"); });
  try_out([&] { go_on(ground.file()); });
  return 0;
}
