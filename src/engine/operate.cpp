// SPDX-License-Identifier: Apache-2.0

/// What operators ask for, from this process or through the store's mailbox.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "engine_impl.hpp"
#include "penstock/vault/sealing.hpp"

namespace penstock {

namespace {

Refusal no_pipeline(const PipelineId& name) {
  return {.code = "PipelineNotFound", .about = 0, .message = fmt::format("there is no pipeline named {} under way", name.text())};
}

Refusal no_instance_of(const std::string& id) {
  return {.code = "ObjectNotFound", .about = 0, .message = fmt::format("there is no instance {}", id)};
}

std::optional<Refusal> finished_pipeline(const LoadedPipeline& pipeline) {
  if (pipeline.current().state != PipelineState::finished) return std::nullopt;
  return Refusal{
      .code = "InvalidRequest",
      .about = 0,
      .message = fmt::format("the pipeline {} is FINISHED; its instances can no longer be changed (S-146)", pipeline.current().name)};
}

}  // namespace

template <class MakeEvent>
std::optional<Refusal> Engine::Impl::operate_locked(const PipelineId& name, const InstanceId& id, MakeEvent make_event) {
  auto* pipeline = find(name);
  if (pipeline == nullptr) return no_pipeline(name);
  if (auto refusal = finished_pipeline(*pipeline)) return refusal;
  if (!pipeline->instances) return no_pipeline(name);
  const auto named = find_named(*pipeline, id.text());
  if (!named) return no_instance_of(id.text());
  if (!named->live) {
    return Refusal{.code = "InvalidRequest", .about = 0, .message = fmt::format("{} is FINISHED or SKIPPED already", id.text())};
  }
  return apply(*pipeline, make_event(*named->live));
}

std::optional<Refusal> Engine::Impl::rerun_locked(const PipelineId& name, const InstanceId& id) {
  auto* pipeline = find(name);
  if (pipeline == nullptr) return no_pipeline(name);
  if (auto refusal = finished_pipeline(*pipeline)) return refusal;
  if (!pipeline->instances) return no_pipeline(name);
  const auto named = find_named(*pipeline, id.text());
  if (!named) return no_instance_of(id.text());
  if (named->live) return apply(*pipeline, RerunRequested{*named->live});
  if (named->precondition) {
    return Refusal{
        .code = "InvalidRequest", .about = 0, .message = "the owner of this precondition is over; rerun the owner instead (S-141)"};
  }
  auto rows = store_.recall(pipeline->current().key, named->component, named->interval);
  if (rows.empty()) return no_instance_of(id.text());
  RecalledForRerun recalled{.instance = rows.front(), .preconditions = {rows.begin() + 1, rows.end()}};
  return apply(*pipeline, std::move(recalled));
}

std::optional<Refusal> Engine::Impl::mark_finished_locked(const PipelineId& name, const InstanceId& id) {
  auto* pipeline = find(name);
  const auto named = pipeline != nullptr && pipeline->instances ? find_named(*pipeline, id.text()) : std::nullopt;
  if (named && !named->live && !named->precondition && !finished_pipeline(*pipeline)) {
    const auto rows = store_.recall(pipeline->current().key, named->component, named->interval);
    if (!rows.empty()) return apply(*pipeline, RecalledForMarkFinished{.instance = rows.front()});
  }
  return operate_locked(name, id, [](InstanceRef ref) { return Event{MarkFinishedRequested{ref}}; });
}

template <class MakeEvent>
std::optional<Refusal> Engine::Impl::operate_component_locked(const PipelineId& name, const ObjectId& id, MakeEvent make_event) {
  auto* pipeline = find(name);
  if (pipeline == nullptr || !pipeline->instances) return no_pipeline(name);
  if (auto refusal = finished_pipeline(*pipeline)) return refusal;
  const auto component = pipeline->instances->plan().find(id.text());
  if (!component || !is_runnable(pipeline->instances->plan()[*component].kind)) {
    return Refusal{
        .code = "ObjectNotFound", .about = 0, .message = fmt::format("there is no activity, data node or resource {}", id.text())};
  }
  return apply(*pipeline, make_event(*component));
}

std::optional<Refusal> Engine::Impl::deactivate_locked(const PipelineId& name, Deactivation how) {
  auto* pipeline = find(name);
  if (pipeline == nullptr) return no_pipeline(name);
  if (!pipeline->instances) {
    return Refusal{
        .code = "InvalidRequest",
        .about = 0,
        .message = fmt::format("the pipeline is {}; only a SCHEDULED one can be deactivated", to_text(pipeline->current().state))};
  }
  return apply(*pipeline, DeactivateRequested{.drain = how == Deactivation::drain});
}

/// Applies the event and what follows from it at once, such as starting what a rerun made ready at the next step.
std::optional<Refusal> Engine::Impl::apply(LoadedPipeline& pipeline, const Event& event) {
  return advance(*pipeline.instances, event, now(), keys_, batch_);
}

void Engine::Impl::answer_requests() {
  auto* mailbox = store_.mailbox();
  if (mailbox == nullptr) return;
  // Requests may have been left before this engine opened the store; after that, the bell is rung for each. If the store fails on the way,
  // the bell is silent already and the rest still waits.
  if (std::exchange(mailbox_seen_, false) && !is_readable(mailbox->doorbell())) {
    mailbox_seen_ = true;
    return;
  }
  for (const auto& request : mailbox->take()) {
    // An answer that the store refused is recorded with the next commit; until then its request counts as unanswered there.
    const bool answered =
        std::any_of(batch_.answers.begin(), batch_.answers.end(), [&](const AnswerRow& each) { return each.request == request.id; });
    if (!answered) batch_.answers.push_back(answer(request));
  }
  mailbox_seen_ = true;
}

AnswerRow Engine::Impl::answer_run_now(const Request& request) {
  const auto refuse = [&](const std::string& message) { return AnswerRow{.request = request.id, .accepted = false, .message = message}; };
  const PipelineId name{request.pipeline};
  if (find(name) == nullptr) return refuse(no_pipeline(name).message);
  auto what = read_run_now(request.target);
  if (!what) return refuse(to_text(what.error()));
  auto values = Sealing{request.pipeline, options_.vault}.open(std::move(what->values));
  if (!values) return refuse(to_text(values.error()));
  what->values = std::move(values).value();
  try {
    return {.request = request.id, .accepted = true, .message = run_now_locked(name, *what).text()};
  } catch (const DefinitionError& error) {
    return refuse(fmt::format("ValidationFailed: {}", error.what()));
  }
}

AnswerRow Engine::Impl::answer_clone(const Request& request) {
  const PipelineId name{request.pipeline};
  std::string trouble;
  try {
    if (find(name) == nullptr) {
      trouble = no_pipeline(name).message;
    } else {
      (void)clone_locked(name, PipelineId{request.target});
    }
  } catch (const DefinitionError& error) {
    trouble = fmt::format("ValidationFailed: {}", error.what());
  } catch (const std::invalid_argument& error) {
    trouble = fmt::format("InvalidRequest: {}", error.what());
  }
  return {.request = request.id, .accepted = trouble.empty(), .message = std::move(trouble)};
}

/// The steps that follow do it.
AnswerRow Engine::Impl::answer_prune(const Request& request) {
  constexpr std::int32_t longest = 1'000'000;  // further back than any calendar
  std::int32_t days = 0;
  const auto* end = request.target.data() + request.target.size();
  const auto read = std::from_chars(request.target.data(), end, days);
  if (read.ec != std::errc{} || read.ptr != end || days < 0 || days > longest) {
    return {.request = request.id, .accepted = false, .message = "InvalidRequest: prune needs the number of days that are kept"};
  }
  begin_pruning(std::chrono::days{days});
  return {.request = request.id, .accepted = true, .message = {}};
}

AnswerRow Engine::Impl::answer(const Request& request) {
  const PipelineId name{request.pipeline};
  const InstanceId instance{request.target};
  const ObjectId object{request.target};
  std::optional<Refusal> refusal;
  if (request.command == "cancel") {
    refusal = operate_locked(name, instance, [](InstanceRef ref) { return Event{CancelRequested{ref}}; });
  } else if (request.command == "rerun") {
    refusal = rerun_locked(name, instance);
  } else if (request.command == "mark-finished") {
    refusal = mark_finished_locked(name, instance);
  } else if (request.command == "pause") {
    refusal = operate_component_locked(name, object, [](ComponentIndex index) { return Event{PauseRequested{index}}; });
  } else if (request.command == "resume") {
    refusal = operate_component_locked(name, object, [](ComponentIndex index) { return Event{ResumeRequested{index}}; });
  } else if (request.command == "deactivate") {
    const auto how = request.target == "drain" ? Deactivation::drain : Deactivation::cancel;
    refusal = deactivate_locked(name, how);
  } else if (request.command == "delete") {
    refusal = remove_locked(name);
  } else if (request.command == "clone") {
    return answer_clone(request);
  } else if (request.command == "prune") {
    return answer_prune(request);
  } else if (request.command == "run-now") {
    return answer_run_now(request);
  } else if (request.command == "activate") {
    auto* pipeline = find(name);
    if (pipeline == nullptr) {
      refusal = no_pipeline(name);
    } else {
      try {
        activate_locked(*pipeline, {}, parse_instant(request.target));
      } catch (const DefinitionError& error) {
        refusal = Refusal{.code = "ValidationFailed", .about = 0, .message = error.what()};
      }
    }
  } else {
    refusal = Refusal{.code = "InvalidRequest", .about = 0, .message = fmt::format("this engine knows no command \"{}\"", request.command)};
  }
  if (refusal) return {.request = request.id, .accepted = false, .message = fmt::format("{}: {}", refusal->code, refusal->message)};
  return {.request = request.id, .accepted = true, .message = {}};
}

namespace {

/// Decides under the lock, commits what was decided, and acts without the lock.
template <class Impl, class Decide>
std::optional<Refusal> decide(Impl& impl, Decide decision) {
  std::optional<Refusal> refusal;
  {
    const std::lock_guard lock{impl.state_};
    refusal = decision();
    impl.commit();
  }
  impl.drain_outbox();
  impl.site_->inbox->wake();
  return refusal;
}

}  // namespace

Engine::~Engine() = default;

Deployed Engine::deploy(const Definition& definition, const ParameterValues& values) {
  auto deployed = impl_->deploy(definition, values);
  impl_->drain_outbox();
  impl_->site_->inbox->wake();
  return deployed;
}

Saved Engine::save(const Definition& definition) { return impl_->save(definition); }

std::optional<Refusal> Engine::deactivate(const PipelineId& pipeline, Deactivation how) {
  return decide(*impl_, [&] { return impl_->deactivate_locked(pipeline, how); });
}

std::optional<Refusal> Engine::remove(const PipelineId& pipeline) {
  return decide(*impl_, [&] { return impl_->remove_locked(pipeline); });
}

Saved Engine::clone(const PipelineId& pipeline, const PipelineId& copy) {
  const std::lock_guard lock{impl_->state_};
  return impl_->clone_locked(pipeline, copy);
}

void Engine::activate(const PipelineId& pipeline, const ParameterValues& values, std::optional<Instant> from) {
  impl_->activate(pipeline, values, from);
  impl_->drain_outbox();
  impl_->site_->inbox->wake();
}

PipelineId Engine::run_now(const PipelineId& pipeline, const RunNow& what) {
  auto run = impl_->run_now(pipeline, what);
  impl_->drain_outbox();
  impl_->site_->inbox->wake();
  return run;
}

std::optional<Refusal> Engine::cancel(const PipelineId& pipeline, const InstanceId& instance) {
  return decide(*impl_,
                [&] { return impl_->operate_locked(pipeline, instance, [](InstanceRef ref) { return Event{CancelRequested{ref}}; }); });
}

std::optional<Refusal> Engine::rerun(const PipelineId& pipeline, const InstanceId& instance) {
  return decide(*impl_, [&] { return impl_->rerun_locked(pipeline, instance); });
}

std::optional<Refusal> Engine::mark_finished(const PipelineId& pipeline, const InstanceId& instance) {
  return decide(*impl_, [&] { return impl_->mark_finished_locked(pipeline, instance); });
}

std::optional<Refusal> Engine::pause(const PipelineId& pipeline, const ObjectId& component) {
  return decide(*impl_, [&] {
    return impl_->operate_component_locked(pipeline, component, [](ComponentIndex index) { return Event{PauseRequested{index}}; });
  });
}

std::optional<Task> Engine::poll(const std::string& worker_group) {
  std::optional<Task> task;
  {
    const std::lock_guard lock{impl_->state_};
    task = impl_->poll(worker_group);
  }
  impl_->drain_outbox();
  impl_->site_->inbox->wake();
  return task;
}

bool Engine::report_progress(const std::string& task) {
  const std::lock_guard lock{impl_->state_};
  const auto place = impl_->find_task(task);
  if (!place) return true;
  const auto refusal = impl_->apply(*place->pipeline, ProgressReported{.instance = place->instance, .number = place->number});
  impl_->site_->inbox->wake();
  return refusal.has_value();
}

std::optional<Refusal> Engine::set_task_status(const std::string& task, Outcome outcome) {
  return decide(*impl_, [&]() -> std::optional<Refusal> {
    if (outcome.error_id.starts_with("Service_")) {
      return Refusal{.code = "InvalidRequest", .about = 0, .message = "error ids that begin with Service_ belong to the engine"};
    }
    const auto place = impl_->find_task(task);
    if (!place) return Refusal{.code = "TaskNotFound", .about = 0, .message = "the task is not the runner's, or not any more"};
    if (!outcome.succeeded && outcome.error_id.empty()) outcome.error_id = "ActivityFailed";
    const ObjectView object = impl_->view(*place->pipeline, place->pipeline->instances->row(place->instance.index), {}, std::nullopt);
    return impl_->apply(*place->pipeline, AttemptEnded{.instance = place->instance,
                                                       .number = place->number,
                                                       .succeeded = outcome.succeeded,
                                                       .may_retry = outcome.may_retry,
                                                       .error_id = object.masked(outcome.error_id),
                                                       .error_message = object.masked(outcome.error_message)});
  });
}

std::optional<Refusal> Engine::resume(const PipelineId& pipeline, const ObjectId& component) {
  return decide(*impl_, [&] {
    return impl_->operate_component_locked(pipeline, component, [](ComponentIndex index) { return Event{ResumeRequested{index}}; });
  });
}

}  // namespace penstock
