// SPDX-License-Identifier: Apache-2.0
#include "staged_files.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "put_copy.hpp"
#include "local_path.hpp"

namespace penstock::activities {

namespace fs = std::filesystem;

namespace {

std::string folder_name(Instant start) {
  auto name = to_text(start);
  std::replace(name.begin(), name.end(), ':', '-');
  return name;
}

/// What is in `from`, with its folders, put into `to`.
void copy_tree(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
  fs::create_directories(to);
  for (const auto& entry : fs::recursive_directory_iterator{from}) {
    if (stop.stop_requested()) throw StagingFailed{"asked to stop while copying"};
    const auto target = to / entry.path().lexically_relative(from);
    if (entry.is_directory()) {
      fs::create_directories(target);
    } else {
      put_copy(entry.path(), target);
    }
  }
}

void copy_into(const std::string& uri, const fs::path& to, const std::stop_token& stop) {
  const auto from = local_path(uri);
  if (fs::is_directory(from)) {
    copy_tree(from, to, stop);
  } else {
    fs::create_directories(to);
    put_copy(from, to / from.filename());
  }
}

/// Says which copy did not work, and of what.
template <class F>
void staging(const std::string& what, F copy) try {
  copy();
} catch (const NotPossible&) {
  throw;
} catch (const std::exception& error) {
  throw StagingFailed{what + ": " + error.what()};
}

}  // namespace

StagedFiles::StagedFiles(Staging staging, fs::path root) : staging_{std::move(staging)}, root_{fs::absolute(root)} {}

StagedFiles::~StagedFiles() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void StagedFiles::copy_in(const std::stop_token& stop) {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
  for (const auto& input : staging_.inputs) {
    for (std::size_t n = 0; n < input.nodes.size(); ++n) {
      staging("copying " + input.uris[n] + " to the command", [&] {
        const auto to = input.rolled_up() ? directory(input) / folder_name(input.nodes[n].scheduled().start) : directory(input);
        copy_into(input.uris[n], to, stop);
      });
    }
  }
  for (const auto& output : staging_.outputs) {
    staging("making room for " + output.uris.front(), [&] {
      (void)local_path(output.uris.front());  // better to fail now than when the work is done
      fs::create_directories(directory(output));
    });
  }
}

std::vector<std::string> StagedFiles::environment() const {
  std::vector<std::string> variables;
  for (const auto* references : {&staging_.inputs, &staging_.outputs}) {
    for (const auto& reference : *references) variables.push_back(reference.variable + "=" + directory(reference).native());
  }
  return variables;
}

void StagedFiles::copy_out(const std::stop_token& stop) {
  for (const auto& output : staging_.outputs) {
    for (const auto& uri : output.uris) {
      staging("copying the output to " + uri, [&] { copy_tree(directory(output), local_path(uri), stop); });
    }
  }
}

}  // namespace penstock::activities
