// SPDX-License-Identifier: Apache-2.0
#include "shell_precondition.hpp"

#include <future>
#include <string>

#include "child_run.hpp"
#include "shell_script.hpp"

namespace penstock::activities {
namespace {

struct Command {
  ProcessSpec process;
  Streams streams;
};

Command command_of(CheckContext& context) {
  Command command;
  command.streams = streams_in(context.log_directory());
  command.process = shell_process(context.object(), command.streams);
  command.process.environment.push_back(context.process_marker());
  return command;
}

CheckResult answer_of(const ProcessResult& result, const Streams& streams, const ObjectView& object) {
  if (result.exit_code == 0) return CheckResult::met();
  if (result.exit_code == 1) return CheckResult::not_yet();
  return CheckResult::error(account_of(result, streams.err, object));
}

}  // namespace

std::string ShellPreconditionHandler::refuse(const Component& component) const { return refuse_script(component); }

void ShellPreconditionHandler::start(std::shared_ptr<CheckContext> context) {
  const auto command = command_of(*context);
  run_child(*processes_, command.process, context->stop_token(), [context, streams = command.streams](const ProcessResult& result) {
    context->complete(answer_of(result, streams, context->object()));
  });
}

CheckResult ShellPreconditionHandler::check(CheckContext& context) {
  const auto command = command_of(context);
  std::promise<ProcessResult> ended;
  auto end = ended.get_future();
  run_child(*processes_, command.process, context.stop_token(), [&ended](const ProcessResult& result) { ended.set_value(result); });
  return answer_of(end.get(), command.streams, context.object());
}

}  // namespace penstock::activities
