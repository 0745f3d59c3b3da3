// SPDX-License-Identifier: Apache-2.0
#include "cli/store_access.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>

#include "cli/commands.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/definition/json.hpp"

namespace penstock::cli {

namespace {

std::vector<std::string> names_of(StoreReader& reader) {
  std::vector<std::string> names;
  for (const auto& summary : reader.pipelines()) names.push_back(summary.pipeline.name);
  return names;
}

void require_pipeline(StoreReader& reader, const std::string& name) { (void)find_pipeline(reader, name); }

/// People type the id of the component and wonder.
std::string hint_for(StoreReader& reader, const std::string& id, const std::string& pipeline) {
  RunFilter filter;
  filter.pipeline = pipeline;
  filter.component_id = id.substr(1);
  const auto runs = reader.runs(filter);
  if (runs.empty()) return "`penstock list-runs` lists all";
  return fmt::format("{} has {} instances, the last is {}", filter.component_id, runs.size(), runs.back().id);
}

}  // namespace

SqliteReader open_reader(const std::filesystem::path& store) {
  std::error_code error;
  if (!std::filesystem::exists(store, error)) {
    throw StoreError{fmt::format("there is no store \"{}\"; `penstock run` makes one, --db names another", store.native())};
  }
  return SqliteReader{store};
}

PipelineSummary find_pipeline(StoreReader& reader, const std::string& name) {
  for (auto& summary : reader.pipelines()) {
    if (summary.pipeline.name == name) return std::move(summary);
  }
  const auto names = names_of(reader);
  const auto meant = nearest(name, names);
  if (!meant.empty()) throw Refused{fmt::format("there is no pipeline \"{}\" in this store; did you mean \"{}\"?", name, meant)};
  throw Refused{fmt::format("there is no pipeline \"{}\" in this store{}", name,
                            names.empty() ? std::string{} : fmt::format("; it has {}", fmt::join(names, ", ")))};
}

RunSummary find_run(StoreReader& reader, const std::string& id_as_typed, const std::string& pipeline) {
  const auto id = id_as_typed.starts_with('@') ? id_as_typed : "@" + id_as_typed;
  if (!pipeline.empty()) require_pipeline(reader, pipeline);
  std::vector<RunSummary> found;
  for (const auto& name : pipeline.empty() ? names_of(reader) : std::vector{pipeline}) {
    if (auto run = reader.run(name, id)) found.push_back(*std::move(run));
  }
  if (found.empty()) throw Refused{fmt::format("there is no instance {}; {}", id, hint_for(reader, id, pipeline))};
  if (found.size() > 1) {
    std::vector<std::string> names;
    for (const auto& run : found) names.push_back(run.pipeline);
    throw Refused{fmt::format("several pipelines have an instance {}: {}; choose one with --pipeline", id, fmt::join(names, ", "))};
  }
  return std::move(found.front());
}

std::string pipeline_of_object(StoreReader& reader, const std::string& object, const std::string& pipeline) {
  if (!pipeline.empty()) {
    require_pipeline(reader, pipeline);
    return pipeline;
  }
  std::vector<std::string> found;
  for (const auto& summary : reader.pipelines()) {
    const auto& row = summary.pipeline;
    const auto saved = reader.definition(row.name, row.active_version);
    if (!saved) continue;
    const auto definition = read_definition(saved->json);
    if (definition && definition->find(object) != nullptr) found.push_back(row.name);
  }
  if (found.empty()) throw Refused{fmt::format("no pipeline in this store has an object \"{}\"", object)};
  if (found.size() > 1) {
    throw Refused{fmt::format("several pipelines have an object \"{}\": {}; choose one with --pipeline", object, fmt::join(found, ", "))};
  }
  return found.front();
}

std::string store_option(const std::filesystem::path& store) {
  return store == default_store ? std::string{} : fmt::format(" --db {}", store.native());
}

}  // namespace penstock::cli
