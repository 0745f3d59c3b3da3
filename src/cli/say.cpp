// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

namespace penstock::cli {

ExitCode perform(const Say& command, Terminal terminal) {
  terminal.out.write(command.text);
  return ExitCode::success;
}

}  // namespace penstock::cli
