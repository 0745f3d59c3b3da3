// SPDX-License-Identifier: Apache-2.0
#include "file_exists.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "engine/constant_text.hpp"
#include "local_path.hpp"

namespace penstock::activities {

std::string FileExistsHandler::refuse(const Component& component) const {
  const auto path = constant_text(component, "path");
  if (path && !is_local(*path)) return fmt::format("looks for {}; only files of this machine can be seen", *path);
  return {};
}

CheckResult FileExistsHandler::check(CheckContext& context) {
  const auto path = local_path(context.object().text("path"));
  return std::filesystem::exists(path) ? CheckResult::met() : CheckResult::not_yet(fmt::format("{} is not there", path.native()));
}

}  // namespace penstock::activities
