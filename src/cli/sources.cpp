// SPDX-License-Identifier: Apache-2.0
#include "cli/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <system_error>

#include "cli/commands.hpp"
#include "penstock/definition/json.hpp"

namespace penstock::cli {

namespace {

std::string read_text(const std::string& file) {
  std::ifstream stream{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream.is_open() || stream.bad()) {
    throw InputError{fmt::format("cannot read {}: {}", file, std::system_category().message(errno == 0 ? EIO : errno))};
  }
  return text;
}

}  // namespace

std::string name_of_file(const std::string& file) {
  auto name = std::filesystem::path{file}.stem().string();
  if (name.empty()) throw InputError{fmt::format("\"{}\" gives no name for a pipeline; use --name", file)};
  return name;
}

Result<Definition, Diagnostics> load_definition(const std::string& file) {
  if (file == "-") return read_definition(std::string{std::istreambuf_iterator<char>{std::cin}, {}});
  try {
    return read_definition_file(file);
  } catch (const std::system_error& error) {
    throw InputError{fmt::format("cannot read {}: {}", file, error.code().message())};
  }
}

Result<ParameterValues, Diagnostics> load_values(const GivenValues& given) {
  ParameterValues values;
  if (!given.file.empty()) {
    auto read = read_values(read_text(given.file));
    if (!read) return Failure{std::move(read).error()};
    values = std::move(read).value();
  }
  std::set<std::string, std::less<>> assigned;
  for (const auto& assignment : given.assignments) {
    const auto equals = assignment.find('=');
    if (equals == 0 || equals == std::string::npos) {
      // Its text may be half of a secret, so it is not repeated.
      throw InputError{"--set takes NAME=VALUE"};
    }
    const auto name = assignment.substr(0, equals);
    auto value = assignment.substr(equals + 1);
    auto field =
        std::find_if(values.begin(), values.end(), [&](const Field& each) { return without_star(each.name) == without_star(name); });
    if (field == values.end()) field = values.insert(values.end(), Field{.name = name, .values = {}});
    if (assigned.emplace(without_star(name)).second) field->values.clear();
    field->values.emplace_back(std::move(value));
    field->written_as_list = field->values.size() > 1;
  }
  return values;
}

}  // namespace penstock::cli
