// SPDX-License-Identifier: Apache-2.0
#include "cli/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace penstock::cli {

namespace {

void require(int error, const char* what) {
  if (error != 0) throw std::system_error{error, std::generic_category(), what};
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// A name that no other program of this test has, in a folder that is removed with the test.
std::filesystem::path fresh_file(const std::filesystem::path& folder, std::string_view name) {
  static std::atomic<int> count = 0;
  return folder / (std::string{name} + std::to_string(count++));
}

struct Streams {
  std::filesystem::path input;
  int output = -1;  // a descriptor of ours, or
  std::string output_file;
  std::filesystem::path errors;
};

int spawn(const std::filesystem::path& folder, const std::vector<std::string>& arguments, const Streams& streams,
          const std::vector<std::string>& more_environment) {
  posix_spawn_file_actions_t actions;
  require(::posix_spawn_file_actions_init(&actions), "actions");
  require(::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, streams.input.c_str(), O_RDONLY, 0), "input");
  if (streams.output == -1) {
    require(::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, streams.output_file.c_str(), O_WRONLY | O_NOCTTY, 0), "output");
  } else {
    require(::posix_spawn_file_actions_adddup2(&actions, streams.output, STDOUT_FILENO), "output");
  }
  require(::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, streams.errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600),
          "errors");
  require(::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str()), "folder");

  posix_spawnattr_t attributes;
  require(::posix_spawnattr_init(&attributes), "attributes");
  sigset_t none;
  sigset_t ours;
  sigemptyset(&none);
  sigemptyset(&ours);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&ours, number);
  require(::posix_spawnattr_setsigmask(&attributes, &none), "mask");
  require(::posix_spawnattr_setsigdefault(&attributes, &ours), "signals");
  require(::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF), "flags");

  std::vector<char*> argv{const_cast<char*>(PENSTOCK_PROGRAM)};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> environment;
  // What the test asks for comes first: of two entries for one name, the first counts.
  for (const auto& each : more_environment) environment.push_back(const_cast<char*>(each.c_str()));
  for (char** each = environ; *each != nullptr; ++each) environment.push_back(*each);
  environment.push_back(nullptr);

  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, PENSTOCK_PROGRAM, &actions, &attributes, argv.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  require(error, PENSTOCK_PROGRAM);
  return pid;
}

int exit_code_of(int pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::filesystem::path input_file(const std::filesystem::path& folder, std::string_view input) {
  if (input.empty()) return "/dev/null";
  auto file = fresh_file(folder, "input-");
  std::ofstream{file, std::ios::binary} << input;
  return file;
}

}  // namespace

Program::Program(const std::filesystem::path& folder, const std::vector<std::string>& arguments, std::string_view input)
    : errors_{fresh_file(folder, "errors-")} {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) == -1) throw std::system_error{errno, std::generic_category(), "pipe"};
  output_ = pipe[0];
  pid_ = spawn(folder, arguments, {.input = input_file(folder, input), .output = pipe[1], .output_file = {}, .errors = errors_}, {});
  ::close(pipe[1]);
}

Program::~Program() {
  if (pid_ != -1) {
    // Twice, so that it ends its own children too, and a third time in case it does not.
    for (int i = 0; i < 3; ++i) send(SIGTERM);
    (void)exit_code_of(pid_);
  }
  stop_listening();
}

bool Program::read_more() {
  std::array<char, 4096> part;
  for (;;) {
    const auto size = output_ == -1 ? 0 : ::read(output_, part.data(), part.size());
    if (size > 0) said_.append(part.data(), static_cast<std::size_t>(size));
    if (size >= 0) return size > 0;
    if (errno != EINTR) return false;
  }
}

bool Program::says(std::string_view text) {
  while (said_.find(text) == std::string::npos) {
    if (!read_more()) return false;
  }
  return true;
}

void Program::send(int signal) const { (void)::kill(pid_, signal); }

void Program::stop_listening() {
  if (output_ != -1) ::close(output_);
  output_ = -1;
}

Ended Program::wait() {
  while (read_more()) {
  }
  const int code = exit_code_of(pid_);
  pid_ = -1;
  return {.exit_code = code, .out = said_, .err = contents_of(errors_)};
}

Ended penstock(const std::filesystem::path& folder, const std::vector<std::string>& arguments, std::string_view input) {
  return Program{folder, arguments, input}.wait();
}

Ended penstock_on_terminal(const std::filesystem::path& folder, const std::vector<std::string>& arguments, unsigned short columns,
                           unsigned short rows, const std::vector<std::string>& environment) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal == -1 || ::grantpt(terminal) == -1 || ::unlockpt(terminal) == -1)
    throw std::system_error{errno, std::generic_category(), "terminal"};
  std::array<char, 128> name;
  require(::ptsname_r(terminal, name.data(), name.size()), "terminal name");
  // Held open here as well: a terminal that nobody has open forgets its size and what was written to it.
  const int other_side = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  (void)::ioctl(other_side, TIOCSWINSZ, &size);

  const auto errors = fresh_file(folder, "errors-");
  const int pid = spawn(folder, arguments, {.input = "/dev/null", .output = -1, .output_file = name.data(), .errors = errors}, environment);
  ::close(other_side);
  Ended ended;
  std::array<char, 4096> part;
  for (;;) {
    const auto count = ::read(terminal, part.data(), part.size());
    if (count > 0) ended.out.append(part.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count == -1 && errno != EINTR)) break;  // EIO: the other side was closed
  }
  ended.exit_code = exit_code_of(pid);
  ended.err = contents_of(errors);
  ::close(terminal);
  return ended;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return lines;
}

}  // namespace penstock::cli
