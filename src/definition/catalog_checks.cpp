// SPDX-License-Identifier: Apache-2.0
//
// What stands around the work: the checks before it and the actions after it.
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {

std::vector<ObjectType> precondition_types() {
  const FieldType role = service_only(required(text("role")));
  return {
      precondition("DynamoDBDataExists", "A DynamoDB table has data.", {role, required(text("tableName"))}),
      precondition("DynamoDBTableExists", "A DynamoDB table is there.", {role, required(text("tableName"))}),
      precondition("Exists", "The data node that it belongs to is there.", {}, {.user_managed = true}),
      precondition("S3KeyExists", "An object is in S3.", {role, required(text("s3Key"))}),
      precondition("S3PrefixNotEmpty", "Something is in S3 below a prefix.", {role, required(text("s3Prefix"))},
                   {.note = "Also accepted as S3PrefixExists."}),
      precondition("ShellCommandPrecondition", "A shell command decides: exit code 0 says yes.",
                   {
                       text("command"),
                       text("scriptUri"),
                       text_list("scriptArgument"),
                       text("stderr"),
                       text("stdout"),
                   },
                   {.required_one_of = {{"command", "scriptUri"}}, .exclusive = {{"command", "scriptUri"}}, .user_managed = true}),
      precondition("FileExists", "A file or directory of this machine is there.", {required(text("path"))}, {.origin = Origin::penstock}),
      precondition("PipelineFinished", "Another pipeline of the same engine has done its part for the owner's interval.",
                   {
                       required(text("pipeline")),
                       with_default(noted(boolean("matchInterval"), "If false, all that was due so far must be done."), "true"),
                   },
                   {.origin = Origin::penstock}),
      precondition("FunctionPrecondition", "A C++ function of the program decides.",
                   {noted(required(text("function")), "The name under which the program registered a C++ function.")},
                   {.origin = Origin::penstock}),
  };
}

std::vector<ObjectType> action_types() {
  return {
      action("SnsAlarm", "Sends a message to a topic of Amazon SNS.",
             {required(text("message")), service_only(required(text("role"))), required(text("subject")),
              service_only(required(text("topicArn")))}),
      action("Terminate", "Cancels the late activity, data node or resource that it belongs to.", {}),
      action("CallbackAction", "Calls a C++ function of the program.",
             {
                 noted(required(text("callback")), "The name under which the program registered a C++ callback."),
                 text("message"),
                 text("subject"),
             },
             {.origin = Origin::penstock}),
  };
}

}  // namespace penstock::catalog
