// SPDX-License-Identifier: Apache-2.0
#include "penstock/activity/log_folder.hpp"

namespace penstock {

std::string log_folder(std::string_view root, std::string_view pipeline, const ObjectView& object, std::int32_t attempt) {
  while (root.size() > 1 && root.ends_with('/')) root.remove_suffix(1);
  const auto instance = object.instance_id();
  std::string folder{root};
  for (const std::string_view part : {pipeline, std::string_view{object.id()}, std::string_view{instance}}) {
    if (!folder.ends_with('/')) folder += '/';
    folder += part;
  }
  return folder + '/' + attempt_id(instance, attempt);
}

}  // namespace penstock
