// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One attempt or one check of an object from a definition, without an engine.

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "executor/scratch_folder.hpp"
#include "penstock/activity/activity.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/executor/process.hpp"
#include "penstock/lifecycle/scope.hpp"
#include "penstock/plan/compile.hpp"
#include "penstock/precondition/precondition.hpp"

namespace penstock {

/// The objects given, on a daily schedule from 2015-05-17 unless they name the schedule `Whole`, which has three days. Each is JSON without
/// the braces:
/// `"id": "A", "type": "…"`. `@` stands for the scratch folder.
class Pipeline {
 public:
  Pipeline(const ScratchFolder& folder, const std::vector<std::string>& objects) {
    std::string json = R"({"objects": [
      {"id": "Default", "scheduleType": "cron", "schedule": {"ref": "Day"}},
      {"id": "Day", "type": "Schedule", "period": "1 day", "startDateTime": "2015-05-17T00:00:00", "occurrences": "3"},
      {"id": "Whole", "type": "Schedule", "period": "3 days", "startDateTime": "2015-05-17T00:00:00", "occurrences": "1"})";
    for (const auto& object : objects) json += ",\n{" + object + "}";
    json += "]}";
    for (auto at = json.find('@'); at != std::string::npos; at = json.find('@', at + 1)) {
      if (json.compare(at, 2, "@/") == 0) json.replace(at, 1, folder.path().native());
    }
    const auto definition = read_definition(json);
    if (!definition) throw std::invalid_argument{to_text(definition.error())};
    auto compiled = compile(*definition, std::make_shared<Catalog>(Catalog::standard()));
    if (!compiled) throw std::invalid_argument{to_text(compiled.error())};
    plan_ = compiled->plan;
  }

  [[nodiscard]] const Component& operator[](std::string_view id) const { return (*plan_)[plan_->find(id).value()]; }

  /// The object in an interval of its schedule; `owner` for preconditions.
  [[nodiscard]] ObjectView view(std::string_view id, std::int64_t n = 0, std::string_view owner = {}) const {
    auto sight = std::make_shared<Sight>();
    sight->plan = plan_;
    sight->pipeline = "test";
    sight->instance = row(id, n, owner.empty() ? id : owner);
    sight->attempt = AttemptRow{.instance = 1, .number = 1};
    if (!owner.empty()) sight->node = row(owner, n, owner);
    return ObjectView{std::move(sight)};
  }

 private:
  [[nodiscard]] InstanceRow row(std::string_view id, std::int64_t n, std::string_view scheduled_like) const {
    InstanceRow row;
    row.key = 1;
    row.component = plan_->find(id).value();
    row.interval = n;
    row.scheduled = interval((*this)[scheduled_like].calendar.value().recurrence, n);
    return row;
  }

  std::shared_ptr<const Plan> plan_;
};

/// Records what the handler does.
template <class Port, class Answer>
class Fake : public Port {
 public:
  Fake(ObjectView object, std::filesystem::path log_directory) : object_{std::move(object)}, log_directory_{std::move(log_directory)} {}

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
  void log(std::string_view) override {}
  [[nodiscard]] std::filesystem::path log_directory() override {
    std::filesystem::create_directories(log_directory_);
    return log_directory_;
  }
  [[nodiscard]] std::string process_marker() const override { return "PENSTOCK_TEST=" + log_directory_.native(); }
  void complete(Answer answer) override { answer_.set_value(std::move(answer)); }

  void stop() { stop_.request_stop(); }
  /// Waits for the answer.
  [[nodiscard]] Answer answer() { return answer_.get_future().get(); }

 private:
  ObjectView object_;
  std::filesystem::path log_directory_;
  std::stop_source stop_;
  std::promise<Answer> answer_;
};

class FakeAttempt final : public Fake<ActivityContext, Outcome> {
 public:
  using Fake::Fake;
  [[nodiscard]] std::string attempt_id() const override { return penstock::attempt_id(object().instance_id(), 1); }
  [[nodiscard]] int attempt_number() const noexcept override { return 1; }
  void report_progress() override {
    if (!reported_.exchange(true)) progress.set_value();
  }
  void record_process(const ProcessIdentity& process) override { recorded.set_value(process); }

  std::promise<ProcessIdentity> recorded;
  std::promise<void> progress;  ///< kept with the first report

 private:
  std::atomic<bool> reported_ = false;
};

using FakeCheck = Fake<CheckContext, CheckResult>;

}  // namespace penstock
