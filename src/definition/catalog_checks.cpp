// SPDX-License-Identifier: Apache-2.0
//
// What stands around the work: the checks before it and the actions after it.
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {

std::vector<ObjectType> precondition_types() {
  const FieldType role = service_only(required(text("role")));
  return {
      precondition("DynamoDBDataExists", {role, required(text("tableName"))}),
      precondition("DynamoDBTableExists", {role, required(text("tableName"))}),
      precondition("Exists", {}, {.user_managed = true, .note = "The data node that it belongs to is there."}),
      precondition("S3KeyExists", {role, required(text("s3Key"))}),
      precondition("S3PrefixNotEmpty", {role, required(text("s3Prefix"))}, {.note = "Also accepted as S3PrefixExists."}),
      precondition("ShellCommandPrecondition",
                   {
                       text("command"),
                       text("scriptUri"),
                       text_list("scriptArgument"),
                       text("stderr"),
                       text("stdout"),
                   },
                   {.required_one_of = {{"command", "scriptUri"}}, .exclusive = {{"command", "scriptUri"}}, .user_managed = true}),
      precondition("FileExists", {required(text("path"))}, {.note = "Penstock's own: a file or directory of this machine is there."}),
      precondition("FunctionPrecondition",
                   {noted(required(text("function")), "The name under which the program registered a C++ function.")},
                   {.note = "Penstock's own: a C++ function of the program says yes."}),
  };
}

std::vector<ObjectType> action_types() {
  return {
      action("SnsAlarm", {required(text("message")), service_only(required(text("role"))), required(text("subject")),
                          service_only(required(text("topicArn")))}),
      action("Terminate", {}, {.note = "Cancels the late activity, data node or resource that it belongs to."}),
      action("CallbackAction",
             {
                 noted(required(text("callback")), "The name under which the program registered a C++ callback."),
                 text("message"),
                 text("subject"),
             },
             {.note = "Penstock's own: tells the program."}),
  };
}

}  // namespace penstock::catalog
