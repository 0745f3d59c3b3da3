// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where tables are. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// A database with a JDBC driver.
struct JdbcDatabase {
  static constexpr Kind kind = Kind::database;
  static constexpr std::string_view type_name = "JdbcDatabase";

  Text connection_string = {};
  Text jdbc_driver_class = {};
  Text username = {};
  Text password = {};
  Text database_name = {};
  Text jdbc_driver_jar_uri = {};
  TextList jdbc_properties = {};  ///< NAME=VALUE each

  static constexpr auto fields() {
    return std::tuple{field("connectionString", &JdbcDatabase::connection_string),
                      field("jdbcDriverClass", &JdbcDatabase::jdbc_driver_class),
                      field("username", &JdbcDatabase::username),
                      field("*password", &JdbcDatabase::password),
                      field("databaseName", &JdbcDatabase::database_name),
                      field("jdbcDriverJarUri", &JdbcDatabase::jdbc_driver_jar_uri),
                      field("jdbcProperties", &JdbcDatabase::jdbc_properties)};
  }
};

/// A database in RDS.
struct RdsDatabase {
  static constexpr Kind kind = Kind::database;
  static constexpr std::string_view type_name = "RdsDatabase";

  Text rds_instance_id = {};
  Text database_name = {};
  Text username = {};
  Text password = {};
  Text jdbc_driver_jar_uri = {};
  TextList jdbc_properties = {};  ///< NAME=VALUE each
  Text region = {};

  static constexpr auto fields() {
    return std::tuple{field("rdsInstanceId", &RdsDatabase::rds_instance_id),
                      field("databaseName", &RdsDatabase::database_name),
                      field("username", &RdsDatabase::username),
                      field("*password", &RdsDatabase::password),
                      field("jdbcDriverJarUri", &RdsDatabase::jdbc_driver_jar_uri),
                      field("jdbcProperties", &RdsDatabase::jdbc_properties),
                      field("region", &RdsDatabase::region)};
  }
};

/// A Redshift cluster: exactly one of `cluster_id` and `connection_string`.
struct RedshiftDatabase {
  static constexpr Kind kind = Kind::database;
  static constexpr std::string_view type_name = "RedshiftDatabase";

  Text cluster_id = {};
  Text connection_string = {};
  Text database_name = {};
  Text username = {};
  Text password = {};
  TextList jdbc_properties = {};  ///< NAME=VALUE each
  Text region = {};

  static constexpr auto fields() {
    return std::tuple{field("clusterId", &RedshiftDatabase::cluster_id),
                      field("connectionString", &RedshiftDatabase::connection_string),
                      field("databaseName", &RedshiftDatabase::database_name),
                      field("username", &RedshiftDatabase::username),
                      field("*password", &RedshiftDatabase::password),
                      field("jdbcProperties", &RedshiftDatabase::jdbc_properties),
                      field("region", &RedshiftDatabase::region)};
  }
};

/// An SQLite file.
struct SqliteDatabase {
  static constexpr Kind kind = Kind::database;
  static constexpr std::string_view type_name = "SqliteDatabase";

  Text path = {};

  static constexpr auto fields() { return std::tuple{field("path", &SqliteDatabase::path)}; }
};

}  // namespace penstock
