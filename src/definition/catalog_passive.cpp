// SPDX-License-Identifier: Apache-2.0
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {
namespace {

FieldType columns() { return noted(text_list("column"), "Name and type of a column: \"bytes INT\"."); }

FieldType jdbc_properties() { return noted(text_list("jdbcProperties"), "NAME=VALUE each."); }

FieldType configuration(std::string name) { return ref(std::move(name), to(Kind::utility, {"EmrConfiguration"})); }

}  // namespace

std::vector<ObjectType> schedule_types() {
  return {passive(
      Kind::schedule, "Schedule", "When and how often: cuts time into intervals.",
      {
          noted(required(period("period")), "ONDEMAND_PERIOD stands for no period at all, in on-demand pipelines only."),
          noted(one_of("startAt", {"FIRST_ACTIVATION_DATE_TIME", "ONDEMAND_ACTIVATION_TIME"}), "Deprecated."),
          date_time("startDateTime"),
          noted(date_time("endDateTime"), "Later than the start; none: it never ends."),
          noted(integer("occurrences"), "How many intervals there are; not together with endDateTime."),
          set_by_engine(date_time("@firstActivationTime")),
      },
      {.required_one_of = {{"startAt", "startDateTime"}}, .exclusive = {{"startAt", "startDateTime"}, {"occurrences", "endDateTime"}}})};
}

std::vector<ObjectType> database_types() {
  FieldType rds_region = service_only(text("region"));
  rds_region.enumerators = region().enumerators;
  return {
      passive(Kind::database, "JdbcDatabase", "A database reached over JDBC.",
              {
                  required(text("connectionString")),
                  required(text("jdbcDriverClass")),
                  required(text("*password")),
                  required(text("username")),
                  text("databaseName"),
                  text("jdbcDriverJarUri"),
                  jdbc_properties(),
              }),
      passive(Kind::database, "RdsDatabase", "A database of Amazon RDS.",
              {
                  required(text("*password")),
                  required(text("rdsInstanceId")),
                  required(text("username")),
                  text("databaseName"),
                  noted(text("jdbcDriverJarUri"), "Oracle and SQL Server need it."),
                  jdbc_properties(),
                  rds_region,
              }),
      passive(Kind::database, "RedshiftDatabase", "A Redshift database.",
              {
                  required(text("*password")),
                  required(text("username")),
                  text("clusterId"),
                  text("connectionString"),
                  text("databaseName"),
                  jdbc_properties(),
                  region(),
              },
              {.required_one_of = {{"clusterId", "connectionString"}}, .exclusive = {{"clusterId", "connectionString"}}}),
      passive(Kind::database, "SqliteDatabase", "An SQLite file.", {required(text("path"))}, {.origin = Origin::penstock}),
  };
}

std::vector<ObjectType> data_format_types() {
  return {
      passive(Kind::data_format, "CSV", "Text with values between commas.", {columns(), text("escapeChar")}),
      passive(Kind::data_format, "Custom", "Text with a separator of your choice between values.",
              {
                  required(text("columnSeparator")),
                  columns(),
                  noted(text("recordSeparator"), "One character."),
              }),
      passive(Kind::data_format, "DynamoDBDataFormat", "How Hive sees a DynamoDB table.", {columns()}),
      passive(Kind::data_format, "DynamoDBExportDataFormat", "How Hive sees a DynamoDB table that was exported to S3.", {columns()}),
      passive(Kind::data_format, "RegEx", "Text whose columns are the groups of a regular expression.",
              {columns(), text("inputRegEx"), text("outputFormat")}),
      passive(Kind::data_format, "TSV", "Text with values between tabs.",
              {
                  columns(),
                  with_default(text("columnSeparator"), "\t"),
                  text("escapeChar"),
                  with_default(text("recordSeparator"), "\n"),
              }),
  };
}

std::vector<ObjectType> utility_types() {
  return {
      passive(Kind::utility, "ShellScriptConfig", "A script to run before or after the work on a cluster.",
              {text_list("scriptArgument"), text("scriptUri")}),
      passive(Kind::utility, "EmrConfiguration", "Settings of one application of a cluster.",
              {
                  required(text("classification")),
                  configuration("configuration"),
                  ref_list("property", to(Kind::utility, {"Property"})),
              }),
      passive(Kind::utility, "Property", "One setting: a key with its value.", {required(text("key")), required(text("value"))}),
      passive(Kind::utility, "HttpProxy", "The proxy through which machines reach AWS.",
              {
                  required(text("hostname")),
                  required(text("port")),
                  text("*password"),
                  boolean("s3NoProxy"),
                  text("username"),
                  text("windowsDomain"),
                  text("windowsWorkgroup"),
              }),
      passive(Kind::utility, "EbsConfiguration", "The disks of the machines of a cluster.",
              {boolean("ebsOptimized"), ref_list("ebsBlockDeviceConfig", to(Kind::utility, {"EbsBlockDeviceConfig"}))}),
      passive(Kind::utility, "EbsBlockDeviceConfig", "A number of equal disks.",
              {integer("volumesPerInstance"), ref("volumeSpecification", to(Kind::utility, {"VolumeSpecification"}))}),
      passive(Kind::utility, "VolumeSpecification", "Size and kind of a disk.", {integer("sizeInGB"), text("volumeType"), integer("iops")}),
  };
}

}  // namespace penstock::catalog
