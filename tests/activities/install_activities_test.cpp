// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "penstock/activities/activities.hpp"

namespace penstock {
namespace {

TEST(StandardHandlers, DoTheWorkOfThisMachine) {
  const auto handlers = standard_handlers();
  for (const char* type : {"ShellCommandActivity", "CopyActivity", "SqlActivity", "FunctionActivity"})
    EXPECT_NE(handlers.find_activity(type), nullptr) << type;
  for (const char* type : {"FileExists", "ShellCommandPrecondition", "FunctionPrecondition"})
    EXPECT_NE(handlers.find_precondition(type), nullptr) << type;
  EXPECT_NE(handlers.find_action("CallbackAction"), nullptr);
}

TEST(StandardHandlers, LeaveOtherTypesToOthers) { EXPECT_EQ(standard_handlers().find_activity("EmrActivity"), nullptr); }

}  // namespace
}  // namespace penstock
