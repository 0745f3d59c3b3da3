// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/store_access.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

namespace {

/// `@X_2015-05-17T00:00:00_Attempt=2` names an attempt (S-81).
void split_attempt_id(std::string& id, int& attempt) {
  constexpr std::string_view mark = "_Attempt=";
  const auto at = id.rfind(mark);
  if (at == std::string::npos) return;
  int number = 0;
  const auto* first = id.data() + at + mark.size();
  const auto* last = id.data() + id.size();
  const auto [end, error] = std::from_chars(first, last, number);
  if (error != std::errc{} || end != last || number < 1) return;
  if (attempt == 0) attempt = number;
  id.resize(at);
}

AttemptRow find_attempt(StoreReader& reader, const RunSummary& run, int number) {
  auto attempts = reader.attempts(run.instance.key);
  if (attempts.empty()) {
    if (run.kind == Kind::data_node)
      throw Refused{fmt::format("{} has no logs: a data node has no work of its own and no attempts", run.id)};
    throw Refused{fmt::format("{} has no logs: it is {} and was never started", run.id, to_text(run.instance.status))};
  }
  if (number == 0) return attempts.back();
  const auto found = std::find_if(attempts.begin(), attempts.end(), [&](const AttemptRow& each) { return each.number == number; });
  if (found == attempts.end())
    throw Refused{fmt::format("{} has no attempt {}; it has {}", run.id, number, counted(run.instance.attempts, "attempt"))};
  return *found;
}

/// The engine's account first, then what the work printed, then whatever else was put there.
std::vector<std::filesystem::path> log_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator each{directory, error}, end; !error && each != end; each.increment(error)) {
    if (each->is_regular_file(error)) files.push_back(each->path());
  }
  const auto rank = [](const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 3> first{"attempt.log", "stdout", "stderr"};
    return std::find(first.begin(), first.end(), file.filename().native()) - first.begin();
  };
  std::sort(files.begin(), files.end(), [&](const auto& a, const auto& b) { return std::pair{rank(a), a} < std::pair{rank(b), b}; });
  return files;
}

void print_file(const std::filesystem::path& file, Output& out) {
  out.line(out.colored(Color::bold, fmt::format("==> {} <==", file.native())));
  std::ifstream stream{file, std::ios::binary};
  if (!stream) {
    out.line("(cannot be read)");
    return;
  }
  std::array<char, 64 * 1024> part;
  char last = '\n';
  while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
    const auto size = static_cast<std::size_t>(stream.gcount());
    out.write({part.data(), size});
    last = part[size - 1];
  }
  if (last != '\n') out.write("\n");
}

}  // namespace

/// JSON: {"pipeline", "id", "attempt": record of an attempt, "files": [path]}
ExitCode perform(const ShowLogs& command, Terminal terminal) {
  auto id = command.instance;
  auto number = command.attempt;
  split_attempt_id(id, number);
  auto reader = open_reader(command.store);
  const auto run = find_run(reader, id, command.pipeline);
  const auto attempt = find_attempt(reader, run, number);
  const auto files = attempt.log_directory.empty() ? std::vector<std::filesystem::path>{} : log_files(attempt.log_directory);

  if (command.json) {
    Json document;
    document["pipeline"] = run.pipeline;
    document["id"] = run.id;
    document["attempt"] = record(attempt);
    document["files"] = Json::array();
    for (const auto& file : files) document["files"].push_back(file.native());
    terminal.out.line(text_of(document));
    return ExitCode::success;
  }

  terminal.out.line(one_line(fmt::format("{} attempt {}: {}{}{}", run.id, attempt.number, to_text(attempt.status),
                                         attempt.error_message.empty() ? "" : ": ", attempt.error_message)));
  if (attempt.log_directory.empty()) {
    terminal.out.line("nothing was logged by this attempt");
  } else if (files.empty()) {
    terminal.out.line(fmt::format("the log folder of this attempt is empty or gone: {}", attempt.log_directory));
  }
  for (const auto& file : files) print_file(file, terminal.out);
  return ExitCode::success;
}

}  // namespace penstock::cli
