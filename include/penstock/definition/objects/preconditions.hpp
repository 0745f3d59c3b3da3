// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What must hold before an activity starts or a data node counts as there. One aggregate per type, with the names of the guide in
/// snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// A DynamoDB table has rows.
struct DynamoDBDataExists {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "DynamoDBDataExists";

  Text role = {};
  Text table_name = {};

  static constexpr auto fields() {
    return std::tuple{field("role", &DynamoDBDataExists::role), field("tableName", &DynamoDBDataExists::table_name)};
  }
};

/// There is a DynamoDB table of that name.
struct DynamoDBTableExists {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "DynamoDBTableExists";

  Text role = {};
  Text table_name = {};

  static constexpr auto fields() {
    return std::tuple{field("role", &DynamoDBTableExists::role), field("tableName", &DynamoDBTableExists::table_name)};
  }
};

/// The data node that it belongs to is there. Runs where its owner runs (S-105).
struct Exists {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "Exists";

  static constexpr std::tuple<> fields() { return {}; }
};

/// There is an object of that key in S3.
struct S3KeyExists {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "S3KeyExists";

  Text role = {};
  Text s3_key = {};

  static constexpr auto fields() { return std::tuple{field("role", &S3KeyExists::role), field("s3Key", &S3KeyExists::s3_key)}; }
};

/// There is an object below that prefix in S3.
struct S3PrefixNotEmpty {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "S3PrefixNotEmpty";

  Text role = {};
  Text s3_prefix = {};

  static constexpr auto fields() {
    return std::tuple{field("role", &S3PrefixNotEmpty::role), field("s3Prefix", &S3PrefixNotEmpty::s3_prefix)};
  }
};

/// A shell command ends with success: exactly one of `command` and `script_uri`. Runs where its owner runs (S-105).
struct ShellCommandPrecondition {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "ShellCommandPrecondition";

  Text command = {};
  Text script_uri = {};
  TextList script_argument = {};
  Text stderr_path = {};  ///< where its errors go
  Text stdout_path = {};  ///< where its output goes; `stdout` itself is a macro

  static constexpr auto fields() {
    return std::tuple{field("command", &ShellCommandPrecondition::command), field("scriptUri", &ShellCommandPrecondition::script_uri),
                      field("scriptArgument", &ShellCommandPrecondition::script_argument),
                      field("stderr", &ShellCommandPrecondition::stderr_path), field("stdout", &ShellCommandPrecondition::stdout_path)};
  }
};

/// There is a file or directory of that path on this machine.
struct FileExists {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "FileExists";

  Text path = {};

  static constexpr auto fields() { return std::tuple{field("path", &FileExists::path)}; }
};

/// Another pipeline of the same engine has nothing left to do for the owner's interval (S-38).
struct PipelineFinished {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "PipelineFinished";

  Text pipeline = {};
  BooleanValue match_interval = {};  ///< false: anything that was due so far must be done

  static constexpr auto fields() {
    return std::tuple{field("pipeline", &PipelineFinished::pipeline), field("matchInterval", &PipelineFinished::match_interval)};
  }
};

/// The C++ function that the program registered under the name says yes.
struct FunctionPrecondition {
  static constexpr Kind kind = Kind::precondition;
  static constexpr std::string_view type_name = "FunctionPrecondition";

  Text function = {};

  static constexpr auto fields() { return std::tuple{field("function", &FunctionPrecondition::function)}; }
};

}  // namespace penstock
