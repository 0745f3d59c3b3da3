// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where data is. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// A DynamoDB table.
struct DynamoDBDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "DynamoDBDataNode";

  Text table_name = {};
  Ref<Kind::data_format> data_format = {};
  NumberValue read_throughput_percent = {};  ///< 0.1 to 1.0
  Text region = {};
  NumberValue write_throughput_percent = {};  ///< 0.1 to 1.0

  static constexpr auto fields() {
    return std::tuple{field("tableName", &DynamoDBDataNode::table_name), field("dataFormat", &DynamoDBDataNode::data_format),
                      field("readThroughputPercent", &DynamoDBDataNode::read_throughput_percent),
                      field("region", &DynamoDBDataNode::region),
                      field("writeThroughputPercent", &DynamoDBDataNode::write_throughput_percent)};
  }
};

/// A table of a MySQL server. AWS prefers `SqlDataNode`.
struct MySqlDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "MySqlDataNode";

  Text table = {};
  Text create_table_sql = {};
  Ref<Kind::database> database = {};
  Text insert_query = {};
  Text schema_name = {};
  Text select_query = {};
  Text connection_string = {};
  Text username = {};
  Text password = {};

  static constexpr auto fields() {
    return std::tuple{field("table", &MySqlDataNode::table),
                      field("createTableSql", &MySqlDataNode::create_table_sql),
                      field("database", &MySqlDataNode::database),
                      field("insertQuery", &MySqlDataNode::insert_query),
                      field("schemaName", &MySqlDataNode::schema_name),
                      field("selectQuery", &MySqlDataNode::select_query),
                      field("connectionString", &MySqlDataNode::connection_string),
                      field("username", &MySqlDataNode::username),
                      field("*password", &MySqlDataNode::password)};
  }
};

/// A Redshift table.
struct RedshiftDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "RedshiftDataNode";

  Ref<Kind::database> database = {};
  Text table_name = {};
  Text create_table_sql = {};
  TextList primary_keys = {};
  Text schema_name = {};

  static constexpr auto fields() {
    return std::tuple{field("database", &RedshiftDataNode::database), field("tableName", &RedshiftDataNode::table_name),
                      field("createTableSql", &RedshiftDataNode::create_table_sql), field("primaryKeys", &RedshiftDataNode::primary_keys),
                      field("schemaName", &RedshiftDataNode::schema_name)};
  }
};

/// A file or a directory in S3: one of `file_path` and `directory_path`.
struct S3DataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "S3DataNode";

  Text file_path = {};
  Text directory_path = {};
  Text manifest_file_path = {};
  Ref<Kind::data_format> data_format = {};
  Text compression = {};         ///< none or gzip
  Text s3_encryption_type = {};  ///< SERVER_SIDE_ENCRYPTION or NONE

  static constexpr auto fields() {
    return std::tuple{field("filePath", &S3DataNode::file_path),
                      field("directoryPath", &S3DataNode::directory_path),
                      field("manifestFilePath", &S3DataNode::manifest_file_path),
                      field("dataFormat", &S3DataNode::data_format),
                      field("compression", &S3DataNode::compression),
                      field("s3EncryptionType", &S3DataNode::s3_encryption_type)};
  }
};

/// A table of an SQL server.
struct SqlDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "SqlDataNode";

  Text table = {};
  Text create_table_sql = {};
  Ref<Kind::database> database = {};
  Text insert_query = {};
  Text schema_name = {};
  Text select_query = {};
  Text connection_string = {};
  Text username = {};
  Text password = {};

  static constexpr auto fields() {
    return std::tuple{field("table", &SqlDataNode::table),
                      field("createTableSql", &SqlDataNode::create_table_sql),
                      field("database", &SqlDataNode::database),
                      field("insertQuery", &SqlDataNode::insert_query),
                      field("schemaName", &SqlDataNode::schema_name),
                      field("selectQuery", &SqlDataNode::select_query),
                      field("connectionString", &SqlDataNode::connection_string),
                      field("username", &SqlDataNode::username),
                      field("*password", &SqlDataNode::password)};
  }
};

/// A file or a directory of this machine: exactly one of `file_path` and `directory_path`.
struct FileDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "FileDataNode";

  Text file_path = {};
  Text directory_path = {};
  Ref<Kind::data_format> data_format = {};

  static constexpr auto fields() {
    return std::tuple{field("filePath", &FileDataNode::file_path), field("directoryPath", &FileDataNode::directory_path),
                      field("dataFormat", &FileDataNode::data_format)};
  }
};

/// A table of an SQLite file.
struct SqliteDataNode {
  static constexpr Kind kind = Kind::data_node;
  static constexpr std::string_view type_name = "SqliteDataNode";

  Text table = {};
  Ref<Kind::database> database = {};
  Text create_table_sql = {};
  Text insert_query = {};
  Text select_query = {};
  Text replace_where = {};  ///< a condition: the rows that go when new ones come

  static constexpr auto fields() {
    return std::tuple{field("table", &SqliteDataNode::table),
                      field("database", &SqliteDataNode::database),
                      field("createTableSql", &SqliteDataNode::create_table_sql),
                      field("insertQuery", &SqliteDataNode::insert_query),
                      field("selectQuery", &SqliteDataNode::select_query),
                      field("replaceWhere", &SqliteDataNode::replace_where)};
  }
};

}  // namespace penstock
