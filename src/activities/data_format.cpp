// SPDX-License-Identifier: Apache-2.0
#include "data_format.hpp"

#include <fmt/format.h>

#include "local_path.hpp"

namespace penstock::activities {
namespace {

char one_character(const ObjectView& format, std::string_view field, std::string_view otherwise) {
  const auto text = format.text(field, otherwise);
  if (text.size() == 1 && text != "\n" && text != "\r" && text != "\"") return text.front();
  throw NotPossible{fmt::format("{}.{} is \"{}\"; only a single character that is neither a quote nor a line end can be used here",
                                format.id(), field, text)};
}

}  // namespace

std::optional<DataFormat> data_format(const ObjectView& node) {
  const auto object = node.reference("dataFormat");
  if (!object) return std::nullopt;
  DataFormat format;
  if (object->type() == "TSV") {
    format.dialect.separator = one_character(*object, "columnSeparator", "\t");
  } else if (object->type() == "Custom") {
    format.dialect.separator = one_character(*object, "columnSeparator", "");
  } else if (object->type() != "CSV") {
    throw NotPossible{fmt::format("{} is a {}; files of this machine can be CSV, TSV or Custom", object->id(), object->type())};
  }
  if (object->has("escapeChar")) format.dialect.escape = one_character(*object, "escapeChar", "");
  if (object->text("recordSeparator", "\n") != "\n") {
    throw NotPossible{fmt::format("{}.recordSeparator: only the line feed is supported", object->id())};
  }
  // "hits INT": the name and, for those who create tables from it, a type.
  for (const auto& column : object->texts("column")) format.columns.push_back(column.substr(0, column.find(' ')));
  return format;
}

}  // namespace penstock::activities
