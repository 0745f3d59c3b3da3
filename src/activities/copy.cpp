// SPDX-License-Identifier: Apache-2.0
#include "copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "csv_files.hpp"
#include "data_nodes.hpp"
#include "local_path.hpp"
#include "pulse.hpp"
#include "tables.hpp"

namespace penstock::activities {
namespace {

namespace fs = std::filesystem;

/// What each instance names, once: a path or query without an expression is the same for all of them.
template <class Of>
auto each_once(const std::vector<ObjectView>& nodes, Of of) {
  std::vector<decltype(of(nodes.front()))> named;
  for (const auto& node : nodes) {
    auto one = of(node);
    if (std::find(named.begin(), named.end(), one) == named.end()) named.push_back(std::move(one));
  }
  return named;
}

/// None if the file is empty.
std::optional<Record> header_of(const fs::path& path, const DataFormat& format) {
  auto file = open_to_read(path);
  Record header;
  if (!CsvReader{file, path.native(), format.dialect}.next(header)) return std::nullopt;
  return header;
}

/// Leaves the stream behind the header.
void pass_header(std::istream& file, const fs::path& path, const DataFormat& format, const Record& expected) {
  CsvReader reader{file, path.native(), format.dialect};
  Record header;
  if (reader.next(header) && header != expected)
    throw CsvError{fmt::format("{}: the header is not that of the file before", reader.place())};
}

/// The bytes of the files one after the other; of rows with a header, only the first header.
std::size_t copy_bytes(const std::vector<fs::path>& files, const std::optional<DataFormat>& format, const fs::path& target, Pulse& pulse) {
  AtomicFile output{target};
  std::string block(262'144, '\0');
  char last = '\n';
  std::optional<Record> header;
  for (const auto& path : files) {
    auto input = open_to_read(path);
    if (format && output.size() > 0 && last != '\n') output.write("\n");
    if (format && format->has_header()) {
      if (header) {
        pass_header(input, path, *format, *header);
      } else {
        header = header_of(path, *format);
      }
    }
    while (const auto count = input.rdbuf()->sgetn(block.data(), static_cast<std::streamsize>(block.size()))) {
      const auto size = static_cast<std::size_t>(count);
      output.write({block.data(), size});
      last = block[size - 1];
      pulse.beat();
    }
  }
  output.commit();
  return output.size();
}

std::size_t copy_rows(RowSource& source, RowSink& sink, Pulse& pulse) {
  constexpr std::size_t rows_between_looks = 128;
  sink.begin(source.columns());
  std::size_t count = 0;
  for (Record row; source.next(row); ++count) {
    if (count % rows_between_looks == 0) pulse.beat();
    sink.add(row);
  }
  sink.finish();
  return count;
}

std::unique_ptr<RowSource> source_of(const std::vector<ObjectView>& inputs, Pulse& pulse) {
  const auto& first = inputs.front();
  if (is_file(first)) return std::make_unique<CsvFiles>(each_once(inputs, file_of), data_format(first).value_or(DataFormat{}));
  const auto databases = each_once(inputs, database_of);
  if (databases.size() > 1) throw NotPossible{fmt::format("the instances of {} are in different databases", first.id())};
  return std::make_unique<QueryRows>(databases.front(), each_once(inputs, query_of), [&pulse] { return pulse.stopped(); });
}

std::unique_ptr<RowSink> sink_of(const ObjectView& output, Pulse& pulse) {
  if (is_file(output)) return std::make_unique<CsvFile>(file_of(output), data_format(output).value_or(DataFormat{}));
  return std::make_unique<Table>(database_of(output), table_description(output), [&pulse] { return pulse.stopped(); });
}

void check(const ObjectView& node) {
  if (is_file(node) || is_table(node)) return;
  throw NotPossible{fmt::format("{} is a {}; a FileDataNode or a SqliteDataNode can be copied here", node.id(), node.type())};
}

std::string copy(ActivityContext& context) {
  const auto inputs = context.inputs();
  const auto outputs = context.outputs();
  if (inputs.empty() || outputs.empty()) throw NotPossible{"an input and an output are needed"};
  if (outputs.size() > 1)
    throw NotPossible{fmt::format("{} has {} instances here; one at a time can be written", outputs.front().id(), outputs.size())};
  const auto& input = inputs.front();
  const auto& output = outputs.front();
  check(input);
  check(output);

  Pulse pulse{context};
  if (is_file(input) && is_file(output)) {
    const auto from = data_format(input), to = data_format(output);
    if (!from || !to || *from == *to)
      return fmt::format("copied {} bytes", copy_bytes(each_once(inputs, file_of), from, file_of(output), pulse));
  }
  if (is_table(input) && is_table(output) && database_of(input) == database_of(output)) {
    // Reading through one connection and writing through another, a large copy would wait for itself.
    throw NotPossible{"both tables are in the same database; a SqlActivity copies between them (INSERT INTO … SELECT …)"};
  }
  const auto source = source_of(inputs, pulse);
  const auto sink = sink_of(output, pulse);
  return fmt::format("copied {} rows", copy_rows(*source, *sink, pulse));
}

}  // namespace

std::string CopyActivityHandler::refuse(const Component& component) const {
  for (const char* field : {"input", "output"}) {
    const auto* found = component.find(field);
    if (found == nullptr || found->values.size() != 1)
      return fmt::format("copies one data node to one other: it needs exactly one {}", field);
  }
  return {};
}

Outcome CopyActivityHandler::perform(ActivityContext& context) try {
  context.log(copy(context));
  return Outcome::success();
} catch (const NotPossible& error) {
  return {.succeeded = false, .may_retry = false, .error_id = {}, .error_message = error.what()};
}

}  // namespace penstock::activities
