// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is to be done. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// Copies its input to its output: files, or rows of a table.
struct CopyActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "CopyActivity";

  static constexpr std::tuple<> fields() { return {}; }
};

/// Runs steps on a cluster.
struct EmrActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "EmrActivity";

  TextList post_step_command = {};
  TextList pre_step_command = {};
  TextList step = {};  ///< a jar and its arguments, separated by commas
  BooleanValue resize_cluster_before_running = {};
  IntegerValue resize_cluster_max_instances = {};

  static constexpr auto fields() {
    return std::tuple{field("postStepCommand", &EmrActivity::post_step_command), field("preStepCommand", &EmrActivity::pre_step_command),
                      field("step", &EmrActivity::step), field("resizeClusterBeforeRunning", &EmrActivity::resize_cluster_before_running),
                      field("resizeClusterMaxInstances", &EmrActivity::resize_cluster_max_instances)};
  }
};

/// Runs a Hadoop job on a cluster.
struct HadoopActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "HadoopActivity";

  Text jar_uri = {};
  TextList argument = {};
  Text hadoop_queue = {};
  Text main_class = {};
  Ref<Kind::utility> pre_activity_task_config = {};
  Ref<Kind::utility> post_activity_task_config = {};

  static constexpr auto fields() {
    return std::tuple{field("jarUri", &HadoopActivity::jar_uri),
                      field("argument", &HadoopActivity::argument),
                      field("hadoopQueue", &HadoopActivity::hadoop_queue),
                      field("mainClass", &HadoopActivity::main_class),
                      field("preActivityTaskConfig", &HadoopActivity::pre_activity_task_config),
                      field("postActivityTaskConfig", &HadoopActivity::post_activity_task_config)};
  }
};

/// Runs a Hive script on a cluster: one of `hive_script` and `script_uri`.
struct HiveActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "HiveActivity";

  Text hive_script = {};
  Text script_uri = {};
  Text hadoop_queue = {};
  TextList script_variable = {};
  BooleanValue stage = {};  ///< inputs and outputs are the tables `${input1}`, `${output1}`, …
  Ref<Kind::utility> pre_activity_task_config = {};
  Ref<Kind::utility> post_activity_task_config = {};
  BooleanValue resize_cluster_before_running = {};
  IntegerValue resize_cluster_max_instances = {};

  static constexpr auto fields() {
    return std::tuple{field("hiveScript", &HiveActivity::hive_script),
                      field("scriptUri", &HiveActivity::script_uri),
                      field("hadoopQueue", &HiveActivity::hadoop_queue),
                      field("scriptVariable", &HiveActivity::script_variable),
                      field("stage", &HiveActivity::stage),
                      field("preActivityTaskConfig", &HiveActivity::pre_activity_task_config),
                      field("postActivityTaskConfig", &HiveActivity::post_activity_task_config),
                      field("resizeClusterBeforeRunning", &HiveActivity::resize_cluster_before_running),
                      field("resizeClusterMaxInstances", &HiveActivity::resize_cluster_max_instances)};
  }
};

/// Copies between S3 and DynamoDB by Hive.
struct HiveCopyActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "HiveCopyActivity";

  Text filter_sql = {};  ///< the condition alone, without WHERE
  Ref<Kind::utility> pre_activity_task_config = {};
  Ref<Kind::utility> post_activity_task_config = {};
  BooleanValue resize_cluster_before_running = {};
  IntegerValue resize_cluster_max_instances = {};

  static constexpr auto fields() {
    return std::tuple{field("filterSql", &HiveCopyActivity::filter_sql),
                      field("preActivityTaskConfig", &HiveCopyActivity::pre_activity_task_config),
                      field("postActivityTaskConfig", &HiveCopyActivity::post_activity_task_config),
                      field("resizeClusterBeforeRunning", &HiveCopyActivity::resize_cluster_before_running),
                      field("resizeClusterMaxInstances", &HiveCopyActivity::resize_cluster_max_instances)};
  }
};

/// Runs a Pig script on a cluster: one of `script` and `script_uri`.
struct PigActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "PigActivity";

  Text script = {};
  Text script_uri = {};
  TextList script_variable = {};
  BooleanValue stage = {};  ///< inputs and outputs are the tables `${input1}`, `${output1}`, …
  Ref<Kind::utility> pre_activity_task_config = {};
  Ref<Kind::utility> post_activity_task_config = {};
  BooleanValue resize_cluster_before_running = {};
  IntegerValue resize_cluster_max_instances = {};

  static constexpr auto fields() {
    return std::tuple{field("script", &PigActivity::script),
                      field("scriptUri", &PigActivity::script_uri),
                      field("scriptVariable", &PigActivity::script_variable),
                      field("stage", &PigActivity::stage),
                      field("preActivityTaskConfig", &PigActivity::pre_activity_task_config),
                      field("postActivityTaskConfig", &PigActivity::post_activity_task_config),
                      field("resizeClusterBeforeRunning", &PigActivity::resize_cluster_before_running),
                      field("resizeClusterMaxInstances", &PigActivity::resize_cluster_max_instances)};
  }
};

/// Loads a Redshift table from S3 or DynamoDB, or writes it to S3.
struct RedshiftCopyActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "RedshiftCopyActivity";

  Text insert_mode = {};  ///< KEEP_EXISTING, OVERWRITE_EXISTING, TRUNCATE or APPEND
  TextList command_options = {};
  Text queue = {};
  Text transform_sql = {};  ///< reads from a table named staging

  static constexpr auto fields() {
    return std::tuple{field("insertMode", &RedshiftCopyActivity::insert_mode),
                      field("commandOptions", &RedshiftCopyActivity::command_options), field("queue", &RedshiftCopyActivity::queue),
                      field("transformSql", &RedshiftCopyActivity::transform_sql)};
  }
};

/// Runs a shell command: exactly one of `command` and `script_uri`.
struct ShellCommandActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "ShellCommandActivity";

  Text command = {};
  Text script_uri = {};
  TextList script_argument = {};
  BooleanValue stage = {};  ///< copies inputs to `${INPUT1_STAGING_DIR}`, … and `${OUTPUT1_STAGING_DIR}`, … to outputs
  Text stderr_path = {};    ///< where its errors go
  Text stdout_path = {};    ///< where its output goes; `stdout` itself is a macro

  static constexpr auto fields() {
    return std::tuple{field("command", &ShellCommandActivity::command),
                      field("scriptUri", &ShellCommandActivity::script_uri),
                      field("scriptArgument", &ShellCommandActivity::script_argument),
                      field("stage", &ShellCommandActivity::stage),
                      field("stderr", &ShellCommandActivity::stderr_path),
                      field("stdout", &ShellCommandActivity::stdout_path)};
  }
};

/// Runs SQL on a database: one of `script` and `script_uri`. With a `FileDataNode` as output the result of the query is printed into
/// that file.
struct SqlActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "SqlActivity";

  Ref<Kind::database> database = {};
  Text script = {};
  Text script_uri = {};
  Text queue = {};
  TextList script_argument = {};

  static constexpr auto fields() {
    return std::tuple{field("database", &SqlActivity::database), field("script", &SqlActivity::script),
                      field("scriptUri", &SqlActivity::script_uri), field("queue", &SqlActivity::queue),
                      field("scriptArgument", &SqlActivity::script_argument)};
  }
};

/// Calls the C++ function that the program registered under the name.
struct FunctionActivity {
  static constexpr Kind kind = Kind::activity;
  static constexpr std::string_view type_name = "FunctionActivity";

  Text function = {};
  BooleanValue blocking = {};  ///< it waits more than it computes, so it gets a thread of its own

  static constexpr auto fields() {
    return std::tuple{field("function", &FunctionActivity::function), field("blocking", &FunctionActivity::blocking)};
  }
};

}  // namespace penstock
