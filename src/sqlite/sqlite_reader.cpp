// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "penstock/lifecycle/scope.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/lease.hpp"
#include "sqlite/rows.hpp"
#include "sqlite/schema.hpp"
#include "sqlite/statements.hpp"

namespace penstock {
namespace {

constexpr std::int64_t every_status = (std::int64_t{1} << (static_cast<int>(Status::timedout) + 1)) - 1;

std::int64_t bits(const std::vector<Status>& statuses) {
  if (statuses.empty()) return every_status;
  std::int64_t result = 0;
  for (const Status status : statuses) result |= std::int64_t{1} << static_cast<int>(status);
  return result;
}

/// One state of the store for several queries.
class Moment {
 public:
  explicit Moment(sqlite::Connection& connection) : connection_{connection} { connection_.execute("BEGIN"); }
  ~Moment() { connection_.roll_back(); }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  sqlite::Connection& connection_;
};

}  // namespace

struct SqliteReader::Impl {
  explicit Impl(const std::filesystem::path& file) : connection{sqlite::resolved(file), sqlite::Access::read} {
    sqlite::require_current_schema(connection);
  }

  sqlite::Statement prepare(std::string_view sql) { return sqlite::Statement{connection, sql}; }

  std::optional<PipelineKey> find(const std::string& pipeline) {
    auto statement = prepare(sqlite::pipeline_of_name);
    return sqlite::first<PipelineKey>(statement.query(pipeline));
  }

  std::vector<RunSummary> runs(PipelineKey pipeline, std::optional<std::string_view> component_id, std::int64_t statuses,
                               std::optional<Instant> from, std::optional<Instant> to, bool preconditions) {
    sqlite::Statement statement{connection, fmt::format(sqlite::runs, sqlite::instance_columns), sqlite::run_parameters};
    std::vector<RunSummary> result;
    std::string owner;
    for (auto cursor = statement.query(pipeline, component_id, statuses, from, to, preconditions); cursor.next();) {
      auto& run = result.emplace_back();
      cursor >> run.instance >> run.pipeline >> run.component_id >> run.type >> run.kind >> owner >> run.error_id >> run.error_message >>
          run.log_directory;
      run.id = instance_id(run.component_id, run.instance.scheduled.start, owner);
    }
    return result;
  }

  sqlite::Connection connection;
};

SqliteReader::SqliteReader(std::filesystem::path file) : impl_{std::make_unique<Impl>(file)} {}
SqliteReader::~SqliteReader() = default;

std::vector<PipelineSummary> SqliteReader::pipelines() {
  const Moment moment{impl_->connection};
  auto pipelines = impl_->prepare(fmt::format(sqlite::all_pipelines, sqlite::pipeline_columns));
  auto statuses = impl_->prepare(sqlite::statuses_of_pipeline);
  std::vector<PipelineSummary> result;
  for (auto& pipeline : sqlite::all<PipelineRow>(pipelines.query())) {
    auto& summary = result.emplace_back();
    summary.pipeline = std::move(pipeline);
    for (auto cursor = statuses.query(summary.pipeline.key); cursor.next();) {
      auto& [status, count] = summary.instances.emplace_back();
      cursor >> status >> count;
    }
  }
  return result;
}

std::vector<RunSummary> SqliteReader::runs(const RunFilter& filter) {
  const Moment moment{impl_->connection};
  PipelineKey pipeline = 0;
  if (!filter.pipeline.empty()) {
    const auto found = impl_->find(filter.pipeline);
    if (!found) return {};
    pipeline = *found;
  }
  return impl_->runs(pipeline, sqlite::unless_empty(filter.component_id), bits(filter.statuses), filter.from, filter.to,
                     filter.preconditions);
}

std::optional<RunSummary> SqliteReader::run(const std::string& pipeline, const std::string& instance_id) {
  const Moment moment{impl_->connection};
  const auto key = impl_->find(pipeline);
  if (!key) return std::nullopt;
  // Of `@Component_2015-05-17T00:00:00@Owner` any `_` may end the name of the component, so the components are asked, not the text.
  auto components = impl_->prepare(sqlite::components_of_pipeline);
  for (const auto& component : sqlite::all<ComponentRow>(components.query(*key))) {
    const auto prefix = "@" + component.id + "_";
    if (!instance_id.starts_with(prefix)) continue;
    constexpr std::size_t start_length = std::string_view{"YYYY-MM-DDTHH:MM:SS"}.size();
    const auto start = parse_instant(std::string_view{instance_id}.substr(prefix.size(), start_length));
    if (!start) continue;
    constexpr Duration rest_of_second{999};
    for (auto& run : impl_->runs(*key, component.id, every_status, start, *start + rest_of_second, true)) {
      if (run.id == instance_id) return std::move(run);
    }
  }
  return std::nullopt;
}

std::vector<AttemptRow> SqliteReader::attempts(InstanceKey instance) {
  auto statement = impl_->prepare(fmt::format(sqlite::attempts_of_instance, sqlite::attempt_columns));
  return sqlite::all<AttemptRow>(statement.query(instance));
}

std::vector<ComponentRow> SqliteReader::components(const std::string& pipeline) {
  const Moment moment{impl_->connection};
  const auto key = impl_->find(pipeline);
  if (!key) return {};
  auto statement = impl_->prepare(sqlite::components_of_pipeline);
  return sqlite::all<ComponentRow>(statement.query(*key));
}

std::vector<ActionRow> SqliteReader::actions(const std::string& pipeline) {
  const Moment moment{impl_->connection};
  const auto key = impl_->find(pipeline);
  if (!key) return {};
  auto statement = impl_->prepare(fmt::format(sqlite::actions_of_pipeline, sqlite::action_columns));
  return sqlite::all<ActionRow>(statement.query(*key));
}

std::optional<DefinitionRow> SqliteReader::definition(const std::string& pipeline, std::int32_t version) {
  const Moment moment{impl_->connection};
  const auto key = impl_->find(pipeline);
  if (!key) return std::nullopt;
  auto statement = impl_->prepare(sqlite::one_definition);
  return sqlite::first<DefinitionRow>(statement.query(*key, version));
}

bool SqliteReader::engine_is_running() { return sqlite::Lease::is_held(impl_->connection.file()); }

}  // namespace penstock
