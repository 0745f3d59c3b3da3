// SPDX-License-Identifier: Apache-2.0

/// Pipelines that go, and copies of pipelines (S-156, S-157).

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "engine_impl.hpp"
#include "penstock/definition/json.hpp"

namespace penstock {

/// From here on nobody finds it; its instances stay until their end is recorded, because the commands that end them look at them.
std::optional<Refusal> Engine::Impl::remove_locked(const PipelineId& name) {
  auto* pipeline = find(name);
  if (pipeline == nullptr)
    return Refusal{.code = "PipelineNotFound", .about = 0, .message = fmt::format("there is no pipeline named {}", name.text())};
  if (pipeline->instances) cancel_all(*pipeline->instances, now(), keys_, batch_);
  pipeline->removed = true;
  batch_.removed.push_back(pipeline->current().key);
  log(LogLevel::info, fmt::format("{} is removed", name.text()));
  return std::nullopt;
}

/// What a removed pipeline still held in memory. Work that was canceled reports later, and finds nothing.
void Engine::Impl::forget(PipelineKey key) {
  std::erase_if(undelivered_, [&](const auto& entry) { return entry.second.pipeline == key; });
  auto& pipeline = *pipelines_[static_cast<std::size_t>(key - 1)];
  pipeline = LoadedPipeline{};
  pipeline.removed = true;
}

namespace {

/// No type but Schedule has fields of these names. Objects without a type may hold them for schedules that inherit from them.
void drop_start_and_end(Definition& definition) {
  constexpr std::array<std::string_view, 4> dropped = {"startDateTime", "startAt", "endDateTime", "occurrences"};
  for (auto& object : definition.objects) {
    std::erase_if(object.fields,
                  [&](const Field& field) { return std::find(dropped.begin(), dropped.end(), field.name) != dropped.end(); });
  }
}

DefinitionError refused(std::string message) {
  return DefinitionError{
      {{.severity = Severity::error, .code = "InvalidRequest", .object = {}, .field = {}, .message = std::move(message)}}};
}

}  // namespace

Saved Engine::Impl::clone_locked(const PipelineId& name, const PipelineId& copy) {
  if (copy.text().empty()) throw std::invalid_argument{"a copy needs a name"};
  const auto* pipeline = find(name);
  if (pipeline == nullptr) throw std::out_of_range{fmt::format("there is no pipeline named {}", name.text())};
  if (find(copy) != nullptr)
    throw refused(fmt::format("there is a pipeline named {} already; choose another name for the copy", copy.text()));
  const auto* latest = pipeline->definition(pipeline->current().latest_version);
  if (latest == nullptr) throw refused("nothing was saved yet");
  auto recorded = recorded_definition(*pipeline, *latest);
  recorded.definition.name = copy.text();
  drop_start_and_end(recorded.definition);
  return save_locked(recorded.definition, std::move(recorded.values));
}

}  // namespace penstock
