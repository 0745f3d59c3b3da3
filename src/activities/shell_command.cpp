// SPDX-License-Identifier: Apache-2.0
#include "shell_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <future>
#include <string>
#include <utility>

#include "child_run.hpp"
#include "local_path.hpp"
#include "penstock/schedule/recurrence.hpp"
#include "put_copy.hpp"
#include "shell_script.hpp"
#include "staged_files.hpp"

namespace penstock::activities {
namespace {

/// Where the definition wants the streams besides the log folder; empty: nowhere.
struct Copies {
  std::filesystem::path out;
  std::filesystem::path err;
  [[nodiscard]] bool any() const { return !out.empty() || !err.empty(); }
};

std::filesystem::path wanted_file(const ObjectView& object, std::string_view field) {
  return object.has(field) ? local_path(object.text(field)) : std::filesystem::path{};
}

struct Command {
  ProcessSpec process;
  Streams streams;
  Copies copies;
};

Command command_of(ActivityContext& context) {
  const auto& object = context.object();
  const auto folder = context.log_directory();
  Command command;
  command.streams = streams_in(folder);
  command.copies = {.out = wanted_file(object, "stdout"), .err = wanted_file(object, "stderr")};
  command.process = shell_process(object, command.streams);
  auto& environment = command.process.environment;
  environment.push_back("PENSTOCK_ATTEMPT=" + context.attempt_id());
  environment.push_back(fmt::format("PENSTOCK_ATTEMPT_NUMBER={}", context.attempt_number()));
  environment.push_back("PENSTOCK_LOG_DIRECTORY=" + std::filesystem::absolute(folder).native());
  environment.push_back(context.process_marker());
  return command;
}

Outcome outcome_of(const ProcessResult& result, const Streams& streams, const ObjectView& object) {
  return result.exit_code == 0 ? Outcome::success() : Outcome::failure(account_of(result, streams.err, object));
}

/// How often to report that the command still runs, which is all that a runner can know of it (S-168).
Duration beat_of(const ObjectView& object) {
  constexpr Duration usual{60'000};
  constexpr int beats_per_timeout = 3;
  const auto timeout = parse_period(object.text("reportProgressTimeout"));
  return timeout ? std::clamp(nominal_length(*timeout) / beats_per_timeout, Duration{1}, usual) : usual;
}

/// The outcome, once the streams are where they are wanted.
Outcome published(Outcome outcome, const Command& command) try {
  if (!command.copies.err.empty()) put_copy(command.streams.err, command.copies.err);
  if (outcome.succeeded && !command.copies.out.empty()) put_copy(command.streams.out, command.copies.out);
  return outcome;
} catch (const std::exception& error) {
  return outcome.succeeded ? Outcome::failure(error.what()) : outcome;
}

}  // namespace

std::string ShellCommandHandler::refuse(const Component& component) const { return refuse_script(component); }

Lane ShellCommandHandler::lane(const Component& component) const {
  return component.find("stage") == nullptr ? Lane::process : Lane::blocking;  // copying files takes its time
}

void ShellCommandHandler::start(std::shared_ptr<ActivityContext> context) try {
  if (context->object().flag("stage")) {
    context->complete(perform(*context));
    return;
  }
  auto command = std::make_shared<const Command>(command_of(*context));
  const auto child =
      run_child(*processes_, command->process, context->stop_token(),
                [publishing = publishing_, context, command](const ProcessResult& result) {
                  auto outcome = outcome_of(result, command->streams, context->object());
                  if (!command->copies.any()) return context->complete(std::move(outcome));
                  // Not here: the supervisor's thread has other children to look after.
                  publishing->submit([context, command, outcome = std::move(outcome)] { context->complete(published(outcome, *command)); });
                },
                {.interval = beat_of(context->object()), .beat = [context] { context->report_progress(); }});
  if (child) context->record_process(*child);
} catch (const NotPossible& error) {
  context->complete({.succeeded = false, .may_retry = false, .error_id = {}, .error_message = error.what()});
}

Outcome ShellCommandHandler::perform(ActivityContext& context) try {
  auto command = command_of(context);
  StagedFiles files{staging_of(context.object()), context.log_directory() / "staging"};
  files.copy_in(context.stop_token());
  const auto variables = files.environment();
  command.process.environment.insert(command.process.environment.end(), variables.begin(), variables.end());

  std::promise<ProcessResult> ended;
  auto end = ended.get_future();
  const auto child =
      run_child(*processes_, command.process, context.stop_token(), [&ended](const ProcessResult& result) { ended.set_value(result); },
                {.interval = beat_of(context.object()), .beat = [&context] { context.report_progress(); }});
  if (child) context.record_process(*child);
  auto outcome = outcome_of(end.get(), command.streams, context.object());
  if (outcome.succeeded) files.copy_out(context.stop_token());
  return published(std::move(outcome), command);
} catch (const StagingFailed& error) {
  return Outcome::failure(error.what(), "StagingFailed");
} catch (const NotPossible& error) {
  return {.succeeded = false, .may_retry = false, .error_id = {}, .error_message = error.what()};
}

}  // namespace penstock::activities
