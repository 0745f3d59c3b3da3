// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include "copy.hpp"
#include "file_exists.hpp"
#include "penstock/activities/activities.hpp"
#include "shell_command.hpp"
#include "shell_precondition.hpp"
#include "sql.hpp"

namespace penstock {

void install_activities(Handlers& handlers, std::shared_ptr<ProcessSupervisor> processes) {
  if (processes == nullptr) processes = std::make_shared<ProcessSupervisor>();
  handlers.activity("ShellCommandActivity", std::make_shared<activities::ShellCommandHandler>(processes))
      .activity("CopyActivity", std::make_shared<activities::CopyActivityHandler>())
      .activity("SqlActivity", std::make_shared<activities::SqlActivityHandler>())
      .precondition("FileExists", std::make_shared<activities::FileExistsHandler>())
      .precondition("ShellCommandPrecondition", std::make_shared<activities::ShellPreconditionHandler>(processes));
}

Handlers standard_handlers() {
  Handlers handlers;
  install_activities(handlers);
  return handlers;
}

}  // namespace penstock
