// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

namespace penstock::cli {

CLI::Option* add_json(CLI::App& command, bool& json, const char* help) { return command.add_flag("--json", json, help); }

void add_store(CLI::App& command, std::filesystem::path& store) {
  command.add_option("--db", store, "The store, one SQLite file")->capture_default_str()->type_name("FILE");
}

void add_key(CLI::App& command, std::filesystem::path& file) {
  command.add_option("--key-file", file, "File with the key that seals secrets in the store; PENSTOCK_KEY if not given")->type_name("FILE");
}

void add_values(CLI::App& command, GivenValues& values) {
  command.add_option("--values", values.file, "JSON file with values of parameters")->type_name("FILE");
  command.add_option("--set", values.assignments, "Value of one parameter; over --values; repeat a name for a list")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void add_profile(CLI::App& command, Profile& profile) {
  add_choice<Profile>(command, "--profile", profile, {{"embedded", Profile::embedded}, {"service", Profile::service}},
                      "Free of the AWS service's limits, or like the service");
}

/// Read by a function of ours, because CLI11 knows no dates.
void add_time(CLI::App& command, const std::string& name, std::optional<Instant>& time, const std::string& help) {
  command
      .add_option_function<std::string>(
          name,
          [&time, name](const std::string& text) {
            time = parse_instant(text);
            if (!time)
              throw CLI::ValidationError{name, fmt::format("\"{}\" is no time; write YYYY-MM-DDTHH:MM:SS or YYYY-MM-DD, UTC", text)};
          },
          help)
      ->type_name("TIME");
}

}  // namespace penstock::cli
