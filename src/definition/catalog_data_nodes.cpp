// SPDX-License-Identifier: Apache-2.0
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {
namespace {

FieldType format() { return ref("dataFormat", to(Kind::data_format)); }

Fields sql_table() {
  return {
      required(text("table")), text("createTableSql"), ref("database", to(Kind::database)),
      text("insertQuery"),     text("schemaName"),     text("selectQuery"),
  };
}

/// Older definitions describe the database on the node itself.
Fields own_connection() { return {text("connectionString"), text("username"), text("*password")}; }

}  // namespace

std::vector<ObjectType> data_node_types() {
  return {
      data_node("DynamoDBDataNode", "A DynamoDB table.",
                {
                    required(text("tableName")),
                    format(),
                    noted(number("readThroughputPercent"), "From 0.1 to 1.0."),
                    region(),
                    noted(number("writeThroughputPercent"), "From 0.1 to 1.0."),
                }),
      data_node("MySqlDataNode", "A table of a MySQL database.", join({sql_table(), own_connection()}),
                {.deprecated = true, .note = "SqlDataNode took its place."}),
      data_node("RedshiftDataNode", "A table of a Redshift database.",
                {
                    required(ref("database", to(Kind::database, {"RedshiftDatabase"}))),
                    required(text("tableName")),
                    text("createTableSql"),
                    text_list("primaryKeys"),
                    with_default(text("schemaName"), "PUBLIC"),
                }),
      data_node("S3DataNode", "Files in S3: one, or all below a path.",
                {
                    one_of("compression", {"none", "gzip"}),
                    format(),
                    text("directoryPath"),
                    text("filePath"),
                    noted(text("manifestFilePath"), "For RedshiftCopyActivity, in place of the other two."),
                    with_default(one_of("s3EncryptionType", {"SERVER_SIDE_ENCRYPTION", "NONE"}), "SERVER_SIDE_ENCRYPTION"),
                },
                {.required_one_of = {{"filePath", "directoryPath"}}}),
      data_node("SqlDataNode", "A table of an SQL database, or the rows of a query.", join({sql_table(), own_connection()})),
      data_node(
          "FileDataNode", "A file or a directory of this machine.", {text("directoryPath"), text("filePath"), format()},
          {.required_one_of = {{"filePath", "directoryPath"}}, .exclusive = {{"filePath", "directoryPath"}}, .origin = Origin::penstock}),
      data_node("SqliteDataNode", "A table of an SQLite file.",
                {
                    required(text("table")),
                    required(ref("database", to(Kind::database, {"SqliteDatabase"}))),
                    text("createTableSql"),
                    noted(text("insertQuery"), "One ? per column; without it, rows are inserted by the names of their columns."),
                    noted(text("selectQuery"), "Without it, the whole table is read."),
                    noted(text("replaceWhere"),
                          "Rows that fulfil this condition are deleted, in the same transaction, before rows are inserted."),
                },
                {.origin = Origin::penstock}),
  };
}

}  // namespace penstock::catalog
