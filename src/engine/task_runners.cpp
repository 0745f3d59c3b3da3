// SPDX-License-Identifier: Apache-2.0

/// Work for runners outside of this engine: handed out when they ask (section 20 of the rules).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "engine_impl.hpp"

namespace penstock {

namespace {

constexpr std::string_view attempt_mark = "_Attempt=";

}  // namespace

/// Of all pipelines the task that has waited longest (S-165). One whose fields cannot be evaluated has failed (S-215), and the next is
/// taken.
std::optional<Task> Engine::Impl::poll(const std::string& worker_group) {
  while (true) {
    LoadedPipeline* first = nullptr;
    std::optional<Ready> best;
    for (const auto& pipeline : pipelines_) {
      if (!pipeline->instances || pipeline->instances->pipeline.state != PipelineState::scheduled) continue;
      const auto ready = first_polled(*pipeline->instances, worker_group);
      if (!ready || (best && !Later{}(*best, *ready))) continue;
      best = ready;
      first = pipeline.get();
    }
    if (first == nullptr) return std::nullopt;
    auto& instances = *first->instances;
    take(instances, best->instance, now(), batch_);
    const auto row = instances.row(best->instance.index);
    const auto times = instances.taken[best->instance.index].times;
    auto object = view(*first, row, AttemptRow{.instance = row.key, .number = row.attempts, .started = now()}, std::nullopt);
    auto id = attempt_id(object.instance_id(), row.attempts);
    try {
      object.evaluate_all();
    } catch (const EvaluationFailed& failed) {
      (void)apply(*first, AttemptEnded{.instance = best->instance,
                                       .number = row.attempts,
                                       .succeeded = false,
                                       .may_retry = false,
                                       .error_id = "Service_ExpressionError",
                                       .error_message = object.masked(failed.what())});
      continue;
    }
    commit();
    const auto& name = first->current().name;
    return Task{.id = fmt::format("{}/{}#{}", name, id, times), .pipeline = name, .attempt_id = std::move(id), .object = std::move(object)};
  }
}

/// The attempt that a task id names, if it is under way and was handed out under that very id (S-170, S-171).
std::optional<Engine::Impl::TaskPlace> Engine::Impl::find_task(std::string_view id) {
  const auto number_in = [](std::string_view text) -> std::optional<std::int32_t> {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
  };
  const auto hash = id.rfind('#');
  const auto slash = id.find("/@");
  const auto mark = id.rfind(attempt_mark, hash);
  if (hash == std::string_view::npos || slash == std::string_view::npos || mark == std::string_view::npos || mark < slash)
    return std::nullopt;
  const auto times = number_in(id.substr(hash + 1));
  const auto attempt = number_in(id.substr(mark + attempt_mark.size(), hash - mark - attempt_mark.size()));
  auto* pipeline = find(PipelineId{std::string{id.substr(0, slash)}});
  if (!times || !attempt || pipeline == nullptr || !pipeline->instances) return std::nullopt;
  const auto named = find_instance(*pipeline->instances, id.substr(slash + 1, mark - slash - 1));
  if (!named || !named->live) return std::nullopt;
  const auto& instance = (*pipeline->instances)[named->live->index];
  const auto taken = pipeline->instances->taken.find(named->live->index);
  if (instance.status != Status::running || instance.attempts != *attempt || taken == pipeline->instances->taken.end()) return std::nullopt;
  // After a restart nobody knows how often it was handed out: the first who reports has it.
  if (taken->second.times == TakenTask::unknown) taken->second.times = *times;
  if (taken->second.times != *times) return std::nullopt;
  return TaskPlace{.pipeline = pipeline, .instance = *named->live, .number = *attempt};
}

std::optional<Task> Engine::poll(const std::string& worker_group, Duration patience, std::stop_token stop) {
  constexpr Duration longest = std::chrono::hours{24 * 365};  // further than that no clock needs to count
  const auto end = std::chrono::steady_clock::now() + std::min(patience, longest);
  std::optional<Task> task;
  {
    std::unique_lock lock{impl_->state_};
    const auto taken = [&] {
      task = impl_->poll(worker_group);
      // What could not be evaluated has failed, which the engine has to record while we wait.
      if (!task && !impl_->batch_.empty()) impl_->site_->inbox->wake();
      return task.has_value();
    };
    (void)impl_->recorded_.wait_until(lock, std::move(stop), end, taken);
  }
  impl_->drain_outbox();
  impl_->site_->inbox->wake();
  return task;
}

bool Engine::report_heartbeat(const std::string& runner, const std::string& worker_group, const std::string& hostname) {
  const std::lock_guard lock{impl_->state_};
  return impl_->runners_.heard(runner, worker_group, hostname, impl_->now());
}

void Engine::end_task_runner(const std::string& runner) {
  const std::lock_guard lock{impl_->state_};
  impl_->runners_.end(runner);
}

std::vector<TaskRunner> Engine::task_runners() const {
  const std::lock_guard lock{impl_->state_};
  return impl_->runners_.runners(impl_->now());
}

}  // namespace penstock
