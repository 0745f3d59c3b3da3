// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is done when something succeeds, fails or is late. One aggregate per type, with the names of the guide in snake_case; what a member
/// means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// Publishes a message by Amazon SNS.
struct SnsAlarm {
  static constexpr Kind kind = Kind::action;
  static constexpr std::string_view type_name = "SnsAlarm";

  Text topic_arn = {};
  Text role = {};
  Text subject = {};
  Text message = {};

  static constexpr auto fields() {
    return std::tuple{field("topicArn", &SnsAlarm::topic_arn), field("role", &SnsAlarm::role), field("subject", &SnsAlarm::subject),
                      field("message", &SnsAlarm::message)};
  }
};

/// Cancels the late activity, data node or resource that it belongs to. For `on_late_action`.
struct Terminate {
  static constexpr Kind kind = Kind::action;
  static constexpr std::string_view type_name = "Terminate";

  static constexpr std::tuple<> fields() { return {}; }
};

/// Calls the C++ callback that the program registered under the name.
struct CallbackAction {
  static constexpr Kind kind = Kind::action;
  static constexpr std::string_view type_name = "CallbackAction";

  Text callback = {};
  Text subject = {};
  Text message = {};

  static constexpr auto fields() {
    return std::tuple{field("callback", &CallbackAction::callback), field("subject", &CallbackAction::subject),
                      field("message", &CallbackAction::message)};
  }
};

}  // namespace penstock
