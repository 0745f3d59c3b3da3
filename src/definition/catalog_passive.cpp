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
      Kind::schedule, "Schedule",
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
      passive(Kind::database, "JdbcDatabase",
              {
                  required(text("connectionString")),
                  required(text("jdbcDriverClass")),
                  required(text("*password")),
                  required(text("username")),
                  text("databaseName"),
                  text("jdbcDriverJarUri"),
                  jdbc_properties(),
              }),
      passive(Kind::database, "RdsDatabase",
              {
                  required(text("*password")),
                  required(text("rdsInstanceId")),
                  required(text("username")),
                  text("databaseName"),
                  noted(text("jdbcDriverJarUri"), "Oracle and SQL Server need it."),
                  jdbc_properties(),
                  rds_region,
              }),
      passive(Kind::database, "RedshiftDatabase",
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
      passive(Kind::database, "SqliteDatabase", {required(text("path"))}, {.note = "Penstock's own: an SQLite file."}),
  };
}

std::vector<ObjectType> data_format_types() {
  return {
      passive(Kind::data_format, "CSV", {columns(), text("escapeChar")}),
      passive(Kind::data_format, "Custom",
              {
                  required(text("columnSeparator")),
                  columns(),
                  noted(text("recordSeparator"), "One character."),
              }),
      passive(Kind::data_format, "DynamoDBDataFormat", {columns()}),
      passive(Kind::data_format, "DynamoDBExportDataFormat", {columns()}),
      passive(Kind::data_format, "RegEx", {columns(), text("inputRegEx"), text("outputFormat")}),
      passive(Kind::data_format, "TSV",
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
      passive(Kind::utility, "ShellScriptConfig", {text_list("scriptArgument"), text("scriptUri")}),
      passive(Kind::utility, "EmrConfiguration",
              {
                  required(text("classification")),
                  configuration("configuration"),
                  ref_list("property", to(Kind::utility, {"Property"})),
              }),
      passive(Kind::utility, "Property", {required(text("key")), required(text("value"))}),
      passive(Kind::utility, "HttpProxy",
              {
                  required(text("hostname")),
                  required(text("port")),
                  text("*password"),
                  boolean("s3NoProxy"),
                  text("username"),
                  text("windowsDomain"),
                  text("windowsWorkgroup"),
              }),
      passive(Kind::utility, "EbsConfiguration",
              {boolean("ebsOptimized"), ref_list("ebsBlockDeviceConfig", to(Kind::utility, {"EbsBlockDeviceConfig"}))}),
      passive(Kind::utility, "EbsBlockDeviceConfig",
              {integer("volumesPerInstance"), ref("volumeSpecification", to(Kind::utility, {"VolumeSpecification"}))}),
      passive(Kind::utility, "VolumeSpecification", {integer("sizeInGB"), text("volumeType"), integer("iops")}),
  };
}

}  // namespace penstock::catalog
