// SPDX-License-Identifier: Apache-2.0

/// The program `penstock`: a command line in, an exit code out.

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/store/store.hpp"

namespace penstock::cli {
namespace {

ExitCode fail(Terminal terminal, ExitCode code, std::string_view message) {
  terminal.out.flush();  // what was said before comes first, where both go to one terminal
  terminal.err.line(fmt::format("penstock: {}", message));
  return code;
}

ExitCode perform_any(const std::vector<std::string>& arguments, Terminal terminal) {
  try {
    const auto command = parse_arguments(arguments);
    if (!command) return fail(terminal, ExitCode::usage, command.error().message);
    return std::visit([&](const auto& each) { return perform(each, terminal); }, *command);
  } catch (const InputError& error) {
    return fail(terminal, ExitCode::usage, error.what());
  } catch (const Refused& error) {
    return fail(terminal, ExitCode::refused, error.what());
  } catch (const DefinitionError& error) {
    return fail(terminal, ExitCode::definition_error, fmt::format("the definition cannot be used:\n{}", error.what()));
  } catch (const StoreBusy& error) {
    return fail(terminal, ExitCode::store_error,
                fmt::format("{}\nstatus, list-runs, logs, rerun, cancel, mark-finished, pause and resume work beside it", error.what()));
  } catch (const StoreError& error) {
    return fail(terminal, ExitCode::store_error, error.what());
  } catch (const std::exception& error) {
    return fail(terminal, ExitCode::internal, fmt::format("unexpected: {}", error.what()));
  }
}

}  // namespace
}  // namespace penstock::cli

int main(int count, char* values[]) {
  using namespace penstock::cli;
  // A reader that goes away is noticed when writing; `run` must not end in the middle of its work because of it.
  (void)std::signal(SIGPIPE, SIG_IGN);
  Output out{STDOUT_FILENO};
  Output err{STDERR_FILENO};
  const Terminal terminal{out, err};
  auto code = perform_any({values + 1, values + count}, terminal);
  out.flush();
  if (out.error() && code == ExitCode::success) {
    code = ExitCode::output_error;
    err.line(fmt::format("penstock: the output could not be written: {}", out.error().message()));
  }
  err.flush();
  return static_cast<int>(code);
}
