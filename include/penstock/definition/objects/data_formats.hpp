// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What rows in files look like. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// Values separated by commas.
struct CSV {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "CSV";

  TextList column = {};  ///< name and type each: "bytes INT"
  Text escape_char = {};

  static constexpr auto fields() { return std::tuple{field("column", &CSV::column), field("escapeChar", &CSV::escape_char)}; }
};

/// Values separated by a character of the author's.
struct Custom {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "Custom";

  Text column_separator = {};
  TextList column = {};  ///< name and type each: "bytes INT"
  Text record_separator = {};

  static constexpr auto fields() {
    return std::tuple{field("columnSeparator", &Custom::column_separator), field("column", &Custom::column),
                      field("recordSeparator", &Custom::record_separator)};
  }
};

/// Rows of a DynamoDB table, for Hive.
struct DynamoDBDataFormat {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "DynamoDBDataFormat";

  TextList column = {};  ///< name and type each: "bytes INT"

  static constexpr auto fields() { return std::tuple{field("column", &DynamoDBDataFormat::column)}; }
};

/// Files that an export of DynamoDB wrote, for Hive.
struct DynamoDBExportDataFormat {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "DynamoDBExportDataFormat";

  TextList column = {};  ///< name and type each: "bytes INT"

  static constexpr auto fields() { return std::tuple{field("column", &DynamoDBExportDataFormat::column)}; }
};

/// Columns cut out of lines by a regular expression.
struct RegEx {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "RegEx";

  TextList column = {};  ///< name and type each: "bytes INT"
  Text input_reg_ex = {};
  Text output_format = {};

  static constexpr auto fields() {
    return std::tuple{field("column", &RegEx::column), field("inputRegEx", &RegEx::input_reg_ex),
                      field("outputFormat", &RegEx::output_format)};
  }
};

/// Values separated by tabs.
struct TSV {
  static constexpr Kind kind = Kind::data_format;
  static constexpr std::string_view type_name = "TSV";

  TextList column = {};  ///< name and type each: "bytes INT"
  Text column_separator = {};
  Text escape_char = {};
  Text record_separator = {};

  static constexpr auto fields() {
    return std::tuple{field("column", &TSV::column), field("columnSeparator", &TSV::column_separator),
                      field("escapeChar", &TSV::escape_char), field("recordSeparator", &TSV::record_separator)};
  }
};

}  // namespace penstock
