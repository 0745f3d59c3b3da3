// SPDX-License-Identifier: Apache-2.0

/// The program that is killed: a host with a busy pipeline, and the work that its child processes do.
///
///     penstock_kill_victim run FOLDER LIFE    goes on with the pipeline until it is finished
///     penstock_kill_victim work               one attempt or check, described by the environment

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "kill/busy_pipeline.hpp"
#include "kill/program.hpp"
#include "penstock/activities/activities.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/sqlite/sqlite_store.hpp"
#include "penstock/tbb/tbb_executor.hpp"
#include "shift.hpp"

namespace penstock::testing {
namespace {

constexpr std::size_t executors = 4;  // of each sort
constexpr const char* host_variable = "PENSTOCK_KILL_HOST";

const Step& step_of(const std::vector<Step>& steps, std::string_view object) {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.id == object || check_of(step) == object; });
  if (found == steps.end()) throw std::runtime_error{"no such step: " + std::string{object}};
  return *found;
}

/// Whether the attempt that works this one out is one of those that fail.
bool fails(const Step& step, int attempt) { return attempt <= step.failures; }

Outcome work_in_this_process(const Life& life, const std::vector<Step>& steps, const ActivityContext& context) {
  const auto& step = step_of(steps, context.object().id());
  const Shift shift{life, step.id, context.attempt_number()};
  shift.write_blocks(step.blocks);
  const bool bad = fails(step, context.attempt_number());
  shift.note(bad ? Deed::failed : Deed::succeeded);
  return bad ? Outcome::failure("as planned") : Outcome::success();
}

/// Long enough to be found by whoever looks for it, and not for ever should nobody.
[[noreturn]] void sleep_on(const Shift& shift) {
  shift.note(Deed::sleeping);
  ::sleep(60);
  ::_exit(0);
}

pid_t start_sleeper(const Shift& shift, bool own_session) {
  const pid_t sleeper = ::fork();
  if (sleeper == -1) throw std::system_error{errno, std::generic_category(), "fork"};
  if (sleeper != 0) return sleeper;
  if (own_session) ::setsid();
  sleep_on(shift);
}

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string{} : value;
}

/// In a process of its own. A check has no number.
int work() {
  const auto object = variable("PENSTOCK_OBJECT");
  const auto steps = busy_steps();
  const auto& step = step_of(steps, object);
  const bool check = object != step.id;
  const int attempt = check ? 0 : std::stoi(variable("PENSTOCK_ATTEMPT_NUMBER"));
  const auto host = static_cast<pid_t>(std::stol(variable(host_variable)));
  const auto worker = check ? Worker::group : step.worker;

  const Shift shift{Life::from_environment(), object, attempt};
  pid_t sleeper = 0;
  if (worker == Worker::group || worker == Worker::session) sleeper = start_sleeper(shift, worker == Worker::session);
  shift.write_blocks(step.blocks);
  if (worker == Worker::session) {
    // Its parent is the program, or has been.
    if (::getppid() != host) ::sleep(60);
    ::kill(sleeper, SIGKILL);
    ::waitpid(sleeper, nullptr, 0);
  }
  const bool bad = !check && fails(step, attempt);
  shift.note(bad ? Deed::failed : Deed::succeeded);
  return bad ? 3 : 0;
}

/// Waits until nobody holds the store: a child that was being started when the program was killed does for a moment more.
void wait_for_lease(const std::filesystem::path& store) {
  const int lease = ::open((store.native() + "-lease").c_str(), O_RDWR | O_CLOEXEC);
  if (lease == -1) return;  // it has been given back
  struct flock whole {};
  whole.l_type = F_WRLCK;
  ::fcntl(lease, F_OFD_SETLKW, &whole);
  ::close(lease);
}

int run(const Life& life) {
  life.put_into_environment();
  ::setenv(program_variable, std::filesystem::read_symlink("/proc/self/exe").c_str(), 1);
  ::setenv(host_variable, std::to_string(::getpid()).c_str(), 1);
  life.note(Deed::opening);

  const auto steps = busy_steps();
  auto handlers = standard_handlers();
  handlers.function(busy_function, [&](ActivityContext& context) { return work_in_this_process(life, steps, context); });
  SqliteStore store{life.folder / store_file, {.durability = Durability::full}};
  TbbExecutor executor{executors};
  wait_for_lease(life.folder / store_file);
  Engine engine{store,
                executor,
                handlers,
                {.name = fmt::format("life {}", life.number),
                 .log_root = life.folder / "logs",
                 .max_computing = executors,
                 .max_blocking = executors,
                 .max_processes = executors,
                 .log = [&](LogLevel level, std::string_view text) {
                   if (level >= LogLevel::warning) std::cerr << fmt::format("life {}: {}\n", life.number, text);
                 }}};
  life.note(Deed::opened);
  std::cout << "opened" << std::endl;

  engine.deploy(busy_pipeline(steps));
  engine.run();
  return engine.state(PipelineId{busy_pipeline_name}) == PipelineState::finished ? 0 : 4;
}

int answer(std::span<char* const> words) {
  if (words.size() == 4 && words[1] == std::string_view{"run"}) return run({.folder = words[2], .number = std::stoi(words[3])});
  if (words.size() == 2 && words[1] == std::string_view{"work"}) return work();
  std::cerr << "penstock_kill_victim run FOLDER LIFE | work\n";
  return 2;
}

}  // namespace
}  // namespace penstock::testing

int main(int count, char** words) try {
  return penstock::testing::answer({words, static_cast<std::size_t>(count)});
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
