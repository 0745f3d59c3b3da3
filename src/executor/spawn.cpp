// SPDX-License-Identifier: Apache-2.0
#include "executor/spawn.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>

#include "executor/descriptor.hpp"

namespace penstock {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] posix_spawn_file_actions_t* get() noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

/// A process group of its own, no signal blocked, none ignored, whatever the host did for itself.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

/// Opened here and not in the child, so that an error can name the file.
Result<Descriptor, std::string> open_standard(const std::filesystem::path& file, int flags) {
  const auto& path = file.empty() ? std::filesystem::path{"/dev/null"} : file;
  constexpr mode_t readable_by_all = 0666;  // less what the umask takes away
  Descriptor opened{::open(path.c_str(), flags | O_CLOEXEC, readable_by_all)};
  // In a host that closed its own standard descriptors the new one may be one of them, which the child's would then overwrite.
  if (opened && opened.number() <= STDERR_FILENO) opened = Descriptor{::fcntl(opened.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
  if (!opened) return Failure{fmt::format("cannot open {}: {}", path.native(), reason(errno))};
  return opened;
}

std::string_view name_of(std::string_view entry) { return entry.substr(0, entry.find('=')); }

/// The host's environment, with the entries of `added` instead of those of the same name.
std::vector<std::string> environment_with(const std::vector<std::string>& added) {
  std::vector<std::string> entries;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const auto replaced = [&](const std::string& other) { return name_of(other) == name_of(*entry); };
    if (std::none_of(added.begin(), added.end(), replaced)) entries.emplace_back(*entry);
  }
  entries.insert(entries.end(), added.begin(), added.end());
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

bool holds_nul(const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.find('\0') != std::string::npos; });
}

}  // namespace

Result<pid_t, std::string> spawn(const ProcessSpec& spec) {
  if (spec.arguments.empty() || spec.arguments.front().empty()) return Failure{std::string{"no program was named"}};
  if (holds_nul(spec.arguments) || holds_nul(spec.environment)) {
    return Failure{std::string{"an argument or environment variable holds a NUL character, where the child would see it end"}};
  }

  constexpr int write_new = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
  auto input = open_standard({}, O_RDONLY);
  if (!input) return Failure{input.error()};
  auto output = open_standard(spec.stdout_file, write_new);
  if (!output) return Failure{output.error()};
  auto errors = open_standard(spec.stderr_file, write_new);
  if (!errors) return Failure{errors.error()};

  FileActions actions;
  posix_spawn_file_actions_adddup2(actions.get(), input->number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(actions.get(), output->number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(actions.get(), errors->number(), STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(actions.get(), STDERR_FILENO + 1);
  if (!spec.working_directory.empty()) posix_spawn_file_actions_addchdir_np(actions.get(), spec.working_directory.c_str());

  auto arguments = spec.arguments;
  auto environment = environment_with(spec.environment);
  const Attributes attributes;
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, arguments.front().c_str(), actions.get(), attributes.get(), pointers(arguments).data(),
                                   pointers(environment).data());
  if (error == 0) return pid;
  const auto where = spec.working_directory.empty() ? std::string{} : fmt::format(" in {}", spec.working_directory.native());
  return Failure{fmt::format("cannot start {}{}: {}", spec.arguments.front(), where, reason(error))};
}

}  // namespace penstock
