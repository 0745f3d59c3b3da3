// SPDX-License-Identifier: Apache-2.0
#include "sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "atomic_file.hpp"
#include "csv_files.hpp"
#include "data_format.hpp"
#include "data_nodes.hpp"
#include "engine/constant_text.hpp"
#include "local_path.hpp"
#include "pulse.hpp"
#include "sqlite_connection.hpp"

namespace penstock::activities {
namespace {

std::string script_of(const ObjectView& object) {
  if (object.has("script")) return object.text("script");
  auto file = open_to_read(local_path(object.text("scriptUri")));
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Where the first word of a statement is: white space and comments before it belong to the text that SQLite is given.
const char* first_word(const char* text) {
  constexpr std::string_view white_space = " \t\r\n\f;";
  std::string_view rest = text;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    std::size_t end = 0;
    if (rest.starts_with("--")) {
      end = rest.find('\n');
    } else if (rest.starts_with("/*")) {
      end = rest.find("*/");
      if (end != std::string_view::npos) end += 2;
    } else {
      return rest.data();
    }
    rest.remove_prefix(std::min(end, rest.size()));
  }
}

/// Rows as lines of a file; only those of the last query stay.
class Printout {
 public:
  Printout(const std::filesystem::path& file, std::optional<DataFormat> format) : file_{file}, format_{std::move(format)} {}

  void begin(const Statement& query) {
    file_.clear();
    if (!format_ || !format_->has_header()) return;
    Record header;
    for (int column = 0; column < query.columns(); ++column) header.emplace_back(query.column_name(column));
    add(header);
  }
  void add(const Record& row) {
    line_.clear();
    if (format_) {
      write_record(line_, row, format_->dialect);
    } else {
      for (std::size_t n = 0; n < row.size(); ++n) {
        if (n > 0) line_ += '\t';
        line_ += row[n].value_or("");
      }
      line_ += '\n';
    }
    file_.write(line_);
  }
  void sync() { file_.sync(); }
  void commit() { file_.commit(); }

 private:
  AtomicFile file_;
  const std::optional<DataFormat> format_;
  std::string line_;
};

/// Runs the statements of a script one after the other.
class Script {
 public:
  Script(Connection& connection, const std::string& text, std::vector<std::string> arguments)
      : connection_{connection}, text_{text}, arguments_{std::move(arguments)} {
    if (text_.find('\0') != std::string::npos) throw NotPossible{"the script holds a NUL character, where SQLite would see it end"};
  }

  void run(Printout* printout) {
    int most_parameters = 0;
    for (const char* rest = text_.c_str(); *rest != '\0';) {
      start_ = rest;
      try {
        Statement statement{connection_, rest};
        rest = statement.rest();
        if (!statement) continue;
        most_parameters = std::max(most_parameters, statement.parameters());
        bind(statement);
        run(statement, printout);
      } catch (const SqlError& error) {
        throw SqlError{error.code(), fmt::format("line {}: {}", line(), error.what())};
      }
    }
    if (most_parameters < static_cast<int>(arguments_.size())) {
      throw NotPossible{fmt::format("{} values of scriptArgument are given, but the script uses {}", arguments_.size(), most_parameters)};
    }
  }

 private:
  [[nodiscard]] std::ptrdiff_t line() const { return 1 + std::count(text_.c_str(), first_word(start_), '\n'); }

  void bind(Statement& statement) {
    const auto wanted = static_cast<std::size_t>(statement.parameters());
    if (wanted > arguments_.size()) {
      throw NotPossible{
          fmt::format("line {}: the statement takes {} values, but there are {} of scriptArgument", line(), wanted, arguments_.size())};
    }
    for (std::size_t n = 0; n < wanted; ++n) statement.bind(static_cast<int>(n) + 1, arguments_[n]);
  }

  static void run(Statement& statement, Printout* printout) {
    const bool query = statement.columns() > 0 && printout != nullptr;
    if (query) printout->begin(statement);
    Record row;
    while (statement.step()) {
      if (!query) continue;
      row.clear();
      for (int column = 0; column < statement.columns(); ++column) row.push_back(statement.text(column));
      printout->add(row);
    }
  }

  Connection& connection_;
  const std::string& text_;
  const std::vector<std::string> arguments_;
  const char* start_ = nullptr;
};

std::optional<Printout> printout_of(ActivityContext& context) {
  const auto outputs = context.outputs();
  if (outputs.empty() || !is_file(outputs.front())) return std::nullopt;
  if (outputs.size() > 1)
    throw NotPossible{fmt::format("{} has {} instances here; one at a time can be written", outputs.front().id(), outputs.size())};
  return std::optional<Printout>{std::in_place, file_of(outputs.front()), data_format(outputs.front())};
}

void run(ActivityContext& context) {
  const auto& object = context.object();
  const auto text = script_of(object);
  Pulse pulse{context};
  Connection connection{database_of(object), [&pulse] { return pulse.stopped(); }};
  auto printout = printout_of(context);
  Transaction transaction{connection};
  Script{connection, text, object.texts("scriptArgument")}.run(printout ? &*printout : nullptr);
  // First everything of the file that can fail, then the transaction, then the rename: a failure leaves both as they were.
  if (printout) printout->sync();
  transaction.commit();
  if (printout) printout->commit();
}

}  // namespace

std::string SqlActivityHandler::refuse(const Component& component) const {
  const auto uri = constant_text(component, "scriptUri");
  if (uri && !is_local(*uri)) return fmt::format("takes its script from {}; only files of this machine can be read", *uri);
  return {};
}

Outcome SqlActivityHandler::perform(ActivityContext& context) try {
  run(context);
  return Outcome::success();
} catch (const NotPossible& error) {
  return {.succeeded = false, .may_retry = false, .error_id = {}, .error_message = error.what()};
}

}  // namespace penstock::activities
