// SPDX-License-Identifier: Apache-2.0
#include "properties/random_pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace penstock {

namespace {

using namespace std::chrono_literals;

/// Distributions of the standard library differ between its implementations; these do not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::mt19937_64 engine_;
};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : dice_{seed} {}

  RandomPipeline make() {
    RandomPipeline made;
    made.cascades = dice_.chance(60);
    add_schedules();
    add_resources();
    add_preconditions();
    add_steps(made.cascades);
    std::string objects;
    for (const auto& object : objects_) objects += (objects.empty() ? "" : ",\n") + object;
    made.definition = fmt::format(R"({{"objects": [{}]}})", objects);
    std::string entries;
    for (const auto& entry : script_) entries += (entries.empty() ? "" : ", ") + entry;
    made.script = fmt::format("{{{}}}", entries);
    add_commands(made.commands);
    made.teardowns = std::move(teardowns_);
    made.calendars = std::move(calendars_);
    made.end = random_start + 60 * 24h;
    return made;
  }

 private:
  void add_schedules() {
    objects_.push_back(fmt::format(R"({{"id": "Default", "scheduleType": "{}", "schedule": {{"ref": "S0"}}, "maxActiveInstances": "{}",
                                        "onPipelineSuccess": {{"ref": "Tell"}}, "onPipelineFail": {{"ref": "Tell"}}}})",
                                   dice_.one_of<std::string>({"cron", "timeseries"}), 1 + dice_.below(5)));
    objects_.emplace_back(R"({"id": "Tell", "type": "SnsAlarm", "subject": "s", "message": "m"})");
    const auto count = 1 + dice_.below(3);
    for (std::size_t n = 0; n < count; ++n) {
      schedules_.push_back(fmt::format("S{}", n));
      const auto times = fmt::format(R"("period": "{}", "startDateTime": "{}", "occurrences": "{}")",
                                     dice_.one_of<std::string>({"6 hours", "1 day", "10 hours", "2 days"}),
                                     to_text(random_start + dice_.below(3) * 5h), 1 + dice_.below(6));
      objects_.push_back(fmt::format(R"({{"id": "S{}", "type": "Schedule", {}}})", n, times));
      times_.push_back(times);
    }
  }

  void add_resources() {
    const auto count = dice_.below(3);
    for (std::size_t n = 0; n < count; ++n) {
      resources_.push_back(fmt::format("Box{}", n));
      std::string fields = retries();
      if (dice_.chance(30)) fields += R"(, "terminateAfter": "3 hours")";
      if (dice_.chance(20)) fields += R"(, "actionOnTaskFailure": "terminate")";
      if (dice_.chance(30)) fields += R"(, "actionOnResourceFailure": "retrynone")";
      objects_.push_back(
          fmt::format(R"({{"id": "Box{}", "type": "Ec2Resource", "schedule": {{"ref": "{}"}}, {}}})", n, dice_.one_of(schedules_), fields));
      const std::vector<std::string> entries{"up 0m", "up 7m", "fail 3m", "up 5m die 40m", "up 1m die 10m"};
      script_.push_back(fmt::format(R"("Box{}": ["{}", "{}", "up 2m"])", n, dice_.one_of(entries), dice_.one_of(entries)));
    }
  }

  void add_preconditions() {
    const auto count = dice_.below(3);
    for (std::size_t n = 0; n < count; ++n) {
      const auto id = fmt::format("Check{}", n);
      const bool user_managed = dice_.chance(50);
      preconditions_.push_back(id);
      if (!user_managed) node_preconditions_.push_back(id);  // a node has nothing to run the others on
      std::string fields = retries();
      if (dice_.chance(40)) fields += R"(, "preconditionTimeout": "2 hours")";
      objects_.push_back(
          fmt::format(R"({{"id": "{}", "type": "{}", {}}})", id,
                      user_managed ? R"(ShellCommandPrecondition", "command": "true)" : R"(S3KeyExists", "s3Key": "s3://b/k)", fields));
      const std::vector<std::string> entries{"true", "false", "error"};
      script_.push_back(fmt::format(R"("{}": ["{}", "{}", "true"])", id, dice_.one_of(entries), dice_.one_of(entries)));
    }
  }

  std::string retries() {
    return fmt::format(R"("maximumRetries": "{}", "retryDelay": "{} minutes")", dice_.below(3), 2 + dice_.below(20));
  }

  void add_steps(bool cascades) {
    const auto count = 2 + dice_.below(6);
    for (std::size_t n = 0; n < count; ++n) {
      const bool node = dice_.chance(25);
      const auto id = fmt::format("{}{}", node ? "Node" : "Step", n);
      const auto schedule = dice_.below(schedules_.size());
      calendars_[id] = times_[schedule];
      std::string fields = fmt::format(R"("id": "{}", "type": "{}", "schedule": {{"ref": "{}"}})", id,
                                       node ? "S3DataNode" : "ShellCommandActivity", schedules_[schedule]);
      fields += node ? R"(, "directoryPath": "s3://b/d")" : R"(, "command": "true", )" + retries();
      if (cascades || dice_.chance(30)) fields += R"(, "failureAndRerunMode": "cascade")";
      if (!node && !resources_.empty() && dice_.chance(50)) {
        fields += fmt::format(R"(, "runsOn": {{"ref": "{}"}})", dice_.one_of(resources_));
      } else if (!node) {
        fields += R"(, "workerGroup": "crew")";
      }
      if (!node && dice_.chance(15)) fields += R"(, "attemptTimeout": "30 minutes")";
      const auto& preconditions = node ? node_preconditions_ : preconditions_;
      if (!preconditions.empty() && dice_.chance(30))
        fields += fmt::format(R"(, "precondition": {{"ref": "{}"}})", dice_.one_of(preconditions));
      fields += dependencies();
      if (!node && dice_.chance(15)) {
        fields += R"(, "finally": "true")";
        teardowns_.insert(id);
      }
      objects_.push_back("{" + fields + "}");
      if (!node) script_step(id);
      steps_.push_back(id);
    }
  }

  /// Only on what stands before, so that nothing waits for itself.
  std::string dependencies() {
    std::string earlier;
    for (const auto& step : steps_) {
      if (dice_.chance(35)) earlier += fmt::format(R"({}{{"ref": "{}"}})", earlier.empty() ? "" : ", ", step);
    }
    if (earlier.empty()) return {};
    return fmt::format(R"(, "dependsOn": [{}])", earlier);
  }

  void script_step(const std::string& id) {
    const std::vector<std::string> entries{"0m ok", "5m ok", "40m ok", "3h ok", "10m fail", "0m fail"};
    script_.push_back(
        fmt::format(R"("{}": ["{}", "{}", "{}", "7m ok"])", id, dice_.one_of(entries), dice_.one_of(entries), dice_.one_of(entries)));
  }

  void add_commands(std::vector<RandomCommand>& commands) {
    const auto count = dice_.below(12);
    for (std::size_t n = 0; n < count; ++n) {
      commands.push_back({.at = random_start + std::chrono::minutes{dice_.below(6 * 24 * 60)},
                          .what = static_cast<RandomCommand::What>(dice_.below(10)),
                          .chosen = dice_.below(1'000'000)});
    }
    std::stable_sort(commands.begin(), commands.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  }

  Dice dice_;
  std::vector<std::string> objects_, script_, schedules_, times_, resources_, preconditions_, node_preconditions_, steps_;
  std::set<std::string> teardowns_;
  std::map<std::string, std::string> calendars_;
};

}  // namespace

RandomPipeline random_pipeline(std::uint64_t seed) { return Maker{seed}.make(); }

}  // namespace penstock
