// SPDX-License-Identifier: Apache-2.0
#include "shell_script.hpp"

#include <fmt/format.h>

#include <cstring>

#include "engine/constant_text.hpp"
#include "local_path.hpp"
#include "text_tail.hpp"

namespace penstock::activities {
namespace {

constexpr const char* shell = "/bin/sh";

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name == nullptr ? fmt::format("signal {}", signal) : fmt::format("signal {} ({})", signal, name);
}

}  // namespace

Streams streams_in(const std::filesystem::path& log_directory) {
  return {.out = log_directory / "stdout", .err = log_directory / "stderr"};
}

ProcessSpec shell_process(const ObjectView& object, const Streams& streams) {
  ProcessSpec spec;
  if (object.has("command")) {
    // The id stands for $0, so that the shell's own messages name the object.
    spec.arguments = {shell, "-c", object.text("command"), object.id()};
  } else {
    // Absolute, so that a name such as "-x" is no option.
    spec.arguments = {shell, std::filesystem::absolute(local_path(object.text("scriptUri")))};
  }
  for (auto& argument : object.texts("scriptArgument")) spec.arguments.push_back(std::move(argument));
  spec.environment = {"PENSTOCK_OBJECT=" + object.id(), "PENSTOCK_INSTANCE=" + object.instance_id(),
                      "PENSTOCK_SCHEDULED_START=" + to_text(object.scheduled().start),
                      "PENSTOCK_SCHEDULED_END=" + to_text(object.scheduled().end)};
  spec.stdout_file = streams.out;
  spec.stderr_file = streams.err;
  return spec;
}

std::string refuse_script(const Component& component) {
  const auto uri = constant_text(component, "scriptUri");
  if (uri && !is_local(*uri)) return fmt::format("takes its script from {}; only files of this machine can be run", *uri);
  return {};
}

std::string account_of(const ProcessResult& result, const std::filesystem::path& stderr_file, const ObjectView& object) {
  if (!result.error.empty()) return result.error;
  const auto end = result.exit_code ? fmt::format("exit code {}", *result.exit_code) : "ended by " + signal_name(result.signal);
  constexpr std::size_t longest = 2048;
  const auto said = tail_of(stderr_file, longest, [&](std::string_view text) { return object.masked(text); });
  return said.empty() ? end : fmt::format("{}: {}", end, said);
}

}  // namespace penstock::activities
