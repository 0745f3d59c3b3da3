// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> tree_of(const std::string& objects) {
  const auto definition = read_definition(R"({"objects": [{"id": "Default", "scheduleType": "ondemand"}, )" + objects + "]}");
  const auto compiled = compile(*definition, std::make_shared<const Catalog>(Catalog::standard()));
  if (!compiled) throw DefinitionError{compiled.error()};
  return dependency_tree(*compiled->plan);
}

std::string step(const std::string& id, const std::string& more = {}) {
  return R"({"id": ")" + id + R"(", "type": "ShellCommandActivity", "command": "true")" + more + "}";
}

std::string after(const std::string& id) { return R"(, "dependsOn": {"ref": ")" + id + R"("})"; }

TEST(DependencyTree, PutsWhatWaitsBelowWhatItWaitsFor) {
  EXPECT_THAT(tree_of(step("Second", after("First")) + "," + step("First")),
              ElementsAre("First  ShellCommandActivity", "└─ Second  ShellCommandActivity"));
}

TEST(DependencyTree, KeepsRootsInDefinitionOrder) {
  EXPECT_THAT(tree_of(step("B") + "," + step("A")), ElementsAre("B  ShellCommandActivity", "A  ShellCommandActivity"));
}

TEST(DependencyTree, WritesWhatIsReachedTwiceOutOnce) {
  EXPECT_THAT(tree_of(step("A") + "," + step("B") + "," + step("C", R"(, "dependsOn": [{"ref": "A"}, {"ref": "B"}])") + "," +
                      step("D", after("C"))),
              ElementsAre("A  ShellCommandActivity", "└─ C  ShellCommandActivity, also after B", "   └─ D  ShellCommandActivity",
                          "B  ShellCommandActivity", "└─ C  (see above)"));
}

TEST(DependencyTree, DrawsALineBesideBranches) {
  EXPECT_THAT(
      tree_of(step("A") + "," + step("B", after("A")) + "," + step("C", after("B")) + "," + step("D", after("A"))),
      ElementsAre("A  ShellCommandActivity", "├─ B  ShellCommandActivity", "│  └─ C  ShellCommandActivity", "└─ D  ShellCommandActivity"));
}

TEST(DependencyTree, LeavesResourcesOutAndNamesThem) {
  EXPECT_THAT(tree_of(step("A", R"(, "runsOn": {"ref": "Machine"})") + R"(, {"id": "Machine", "type": "Ec2Resource"})"),
              ElementsAre("A  ShellCommandActivity, on Machine"));
}

TEST(DependencyTree, SaysWhichPreconditionsMustBeMet) {
  EXPECT_THAT(tree_of(step("A", R"(, "precondition": {"ref": "There"})") + R"(, {"id": "There", "type": "FileExists", "path": "x"})"),
              ElementsAre(HasSubstr("A  ShellCommandActivity, if There")));
}

}  // namespace
}  // namespace penstock::cli
