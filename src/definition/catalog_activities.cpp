// SPDX-License-Identifier: Apache-2.0
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {
namespace {

RefTarget data() { return to(Kind::data_node); }

RefTarget data_of(Names types) { return to(Kind::data_node, std::move(types)); }

/// AWS copies between S3 and SQL tables; our files and SQLite tables join them.
FieldType copied(std::string name) {
  return ref(std::move(name), data_of({"S3DataNode", "SqlDataNode", "MySqlDataNode", "FileDataNode", "SqliteDataNode"}));
}

Names on_cluster() { return {"EmrCluster"}; }

}  // namespace

std::vector<ObjectType> activity_types() {
  return {
      activity("CopyActivity", "Copies one data node to another, table rows as well as files.", {copied("input"), copied("output")},
               {.note = "Penstock copies between FileDataNode and SqliteDataNode."}),
      activity("EmrActivity", "Runs steps on an EMR cluster.",
               join({{
                         ref_list("input", data()),
                         ref_list("output", data()),
                         text_list("postStepCommand"),
                         text_list("preStepCommand"),
                         noted(text_list("step"), "A jar and its arguments, separated by commas; a backslash before a comma keeps it."),
                     },
                     cluster_resize()}),
               {}, on_cluster()),
      activity("HadoopActivity", "Runs a MapReduce program on a cluster.",
               join({{
                         required(text("jarUri")),
                         text_list("argument"),
                         text("hadoopQueue"),
                         ref("input", data()),
                         text("mainClass"),
                         ref("output", data()),
                     },
                     cluster_scripts()}),
               {}, on_cluster()),
      activity("HiveActivity", "Runs a Hive script on a cluster.",
               join({{
                         text("hiveScript"),
                         text("scriptUri"),
                         ref_list("input", data()),
                         ref_list("output", data()),
                         text("hadoopQueue"),
                         text_list("scriptVariable"),
                         boolean("stage"),
                     },
                     cluster_scripts(),
                     cluster_resize()}),
               {.required_one_of = {{"hiveScript", "scriptUri"}}, .note = "Staged nodes are the tables ${input1}, ${output1}, …"},
               on_cluster()),
      activity("HiveCopyActivity", "Copies between S3 and DynamoDB with Hive, with a filter if wanted.",
               join({{
                         noted(text("filterSql"), "Only the condition, without WHERE."),
                         ref("input", data_of({"S3DataNode", "DynamoDBDataNode"})),
                         ref("output", data_of({"S3DataNode", "DynamoDBDataNode"})),
                     },
                     cluster_scripts(),
                     cluster_resize()})),
      activity("PigActivity", "Runs a Pig script on a cluster.",
               join({{
                         text("script"),
                         text("scriptUri"),
                         ref_list("input", data()),
                         ref_list("output", data()),
                         text_list("scriptVariable"),
                         boolean("stage"),
                     },
                     cluster_scripts(),
                     cluster_resize()}),
               {.required_one_of = {{"script", "scriptUri"}}, .note = "Staged nodes are the tables ${input1}, ${output1}, …"},
               on_cluster()),
      activity("RedshiftCopyActivity", "Loads a Redshift table from S3, DynamoDB or another table.",
               {
                   required(one_of("insertMode", {"KEEP_EXISTING", "OVERWRITE_EXISTING", "TRUNCATE", "APPEND"})),
                   noted(text_list("commandOptions"), "Do not count where input or output has a data format."),
                   ref("input", data_of({"S3DataNode", "DynamoDBDataNode", "RedshiftDataNode"})),
                   ref("output", data_of({"S3DataNode", "RedshiftDataNode"})),
                   text("queue"),
                   noted(text("transformSql"), "Reads the new rows from a table named staging."),
               }),
      activity("ShellCommandActivity", "Runs a shell command or script.",
               {
                   text("command"),
                   text("scriptUri"),
                   ref_list("input", data()),
                   ref_list("output", data()),
                   text_list("scriptArgument"),
                   noted(boolean("stage"), "Copies inputs to ${INPUT1_STAGING_DIR}, … and ${OUTPUT1_STAGING_DIR}, … to outputs."),
                   text("stderr"),
                   text("stdout"),
               },
               {.required_one_of = {{"command", "scriptUri"}}, .exclusive = {{"command", "scriptUri"}}}),
      activity("SqlActivity", "Runs SQL on a database.",
               {
                   required(ref("database", to(Kind::database))),
                   text("script"),
                   text("scriptUri"),
                   ref("input", data()),
                   noted(ref("output", data()), "Into a FileDataNode, the result of the query is printed."),
                   text("queue"),
                   text_list("scriptArgument"),
               },
               {.required_one_of = {{"script", "scriptUri"}}, .note = "Penstock runs it on a SqliteDatabase."}),
      activity("FunctionActivity", "Calls a C++ function of the program.",
               {
                   noted(required(text("function")), "The name under which the program registered a C++ function."),
                   noted(with_default(boolean("blocking"), "false"),
                         "The function waits more than it computes, so it gets a thread of its own."),
                   ref_list("input", data()),
                   ref_list("output", data()),
               },
               {.origin = Origin::penstock}),
  };
}

}  // namespace penstock::catalog
