// SPDX-License-Identifier: Apache-2.0
#include "kill/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "kill/program.hpp"
#include "penstock/sqlite/sqlite_store.hpp"

namespace penstock::testing {
namespace {

constexpr std::string_view lost = "Service_EngineRestarted";

/// The attempt that finished it.
std::optional<int> finished_by(const Record& record, const std::string& step) {
  const auto found = record.find(step);
  if (found == record.end()) return std::nullopt;
  for (const auto& attempt : found->second.attempts) {
    if (attempt.status == AttemptStatus::finished) return attempt.number;
  }
  return std::nullopt;
}

class Judge {
 public:
  Judge(const std::vector<Step>& steps, const std::vector<Entry>& ledger, const Record& record)
      : steps_{steps}, ledger_{ledger}, record_{record} {
    for (std::size_t at = 0; at < ledger.size(); ++at) {
      const auto& entry = ledger[at];
      if (entry.deed == Deed::succeeded) succeeded_.emplace(std::pair{entry.who, entry.attempt}, at);
      if (entry.deed == Deed::failed) failed_.emplace(entry.who, entry.attempt);
    }
    for (const auto& step : steps) by_id_.emplace(step.id, &step);
  }

  std::vector<std::string> verdicts;

  void judge_entries() {
    int opened = 0;
    for (std::size_t at = 0; at < ledger_.size(); ++at) {
      const auto& entry = ledger_[at];
      const auto says = [&](std::string_view words) { say("{}: {}", to_text(entry), words); };
      if (entry.deed == Deed::opened) opened = std::max(opened, entry.life);
      if (entry.life < opened) says(fmt::format("its program was dead, and life {} had opened the store", opened));
      if (entry.deed == Deed::overlapped) says("another attempt of it was at work");
      const auto step = by_id_.find(entry.who);
      if (entry.deed == Deed::begun && step != by_id_.end()) judge_beginning(*step->second, at, says);
    }
  }

  void judge_steps(const Record& earlier) {
    for (const auto& [id, now] : record_) {
      const auto finished = finished_by(record_, id);
      for (const auto& attempt : now.attempts) judge_attempt(id, attempt, finished);
      if (now.status == Status::finished && !finished) say("{} is FINISHED without an attempt that is", id);
    }
    for (const auto& [id, before] : earlier) {
      const auto now = record_.find(id);
      if (before.status != Status::finished) continue;
      if (now == record_.end() || now->second.status != Status::finished || now->second.attempts != before.attempts) {
        say("{} was FINISHED, and has changed since", id);
      }
    }
  }

  void judge_end() {
    for (const auto& step : steps_) {
      const auto found = record_.find(step.id);
      if (found == record_.end()) {
        say("{} is lost: the store does not have it", step.id);
      } else if (found->second.status != Status::finished) {
        say("{} is {} in the end", step.id, penstock::to_text(found->second.status));
      }
      const auto did = [&](const Entry& entry) { return entry.deed == Deed::succeeded && entry.who == step.id; };
      if (std::none_of(ledger_.begin(), ledger_.end(), did)) say("{} is lost: it never succeeded", step.id);
    }
  }

 private:
  template <class... Arguments>
  void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    verdicts.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  template <class Says>
  void judge_beginning(const Step& step, std::size_t at, Says says) {
    const auto& entry = ledger_[at];
    if (!begun_.emplace(entry.who, entry.attempt).second) says("for the second time");
    const auto recorded = record_.find(entry.who);
    const auto is_this = [&](const AttemptRow& row) { return row.number == entry.attempt; };
    if (recorded == record_.end() || std::none_of(recorded->second.attempts.begin(), recorded->second.attempts.end(), is_this)) {
      says("the store does not know of it");
    }
    if (const auto finished = finished_by(record_, entry.who); finished && entry.attempt > *finished) {
      says(fmt::format("attempt {} had finished it", *finished));
    }
    for (const auto other : step.after) {
      const auto& before = steps_[other].id;
      const auto finished = finished_by(record_, before);
      const auto success = finished ? succeeded_.find({before, *finished}) : succeeded_.end();
      if (success == succeeded_.end() || success->second > at) says(before + " had not finished");
    }
  }

  void judge_attempt(const std::string& id, const AttemptRow& attempt, std::optional<int> finished) {
    const std::pair key{id, attempt.number};
    const auto name = fmt::format("attempt {} of {}", attempt.number, id);
    switch (attempt.status) {
      case AttemptStatus::finished:
        if (finished != attempt.number) say("{} finished what was finished", name);
        if (!begun_.contains(key) || !succeeded_.contains(key)) say("{} is FINISHED, and has not succeeded", name);
        break;
      case AttemptStatus::failed:
        if (attempt.error_id == lost) {
          if (attempt.error_message.empty()) say("{} is lost without a reason", name);
        } else if (attempt.error_id != "ActivityFailed" || !failed_.contains(key)) {
          say("{} is FAILED with {}, {}, and has not failed", name, attempt.error_id, attempt.error_message);
        }
        break;
      case AttemptStatus::running:
        if (finished) say("{} runs, but attempt {} has finished it", name, *finished);
        break;
      case AttemptStatus::canceled:
        say("{} is CANCELED, which nobody asked for", name);
        break;
    }
  }

  const std::vector<Step>& steps_;
  const std::vector<Entry>& ledger_;
  const Record& record_;
  std::map<std::pair<std::string, int>, std::size_t> succeeded_;  // where in the ledger
  std::set<std::pair<std::string, int>> failed_, begun_;
  std::map<std::string, const Step*> by_id_;
};

}  // namespace

Record read_record(const std::filesystem::path& folder) {
  SqliteReader reader{folder / store_file};
  Record record;
  for (const auto& run : reader.runs({.pipeline = busy_pipeline_name, .preconditions = false})) {
    record[run.component_id] = {.status = run.instance.status, .attempts = reader.attempts(run.instance.key)};
  }
  return record;
}

std::size_t lost_attempts(const Record& record) {
  std::size_t count = 0;
  for (const auto& [id, step] : record) {
    for (const auto& attempt : step.attempts) count += attempt.error_id == lost ? 1 : 0;
  }
  return count;
}

std::vector<std::string> judge(const std::vector<Step>& steps, const std::vector<Entry>& ledger, const Record& record,
                               const Record& earlier) {
  Judge judge{steps, ledger, record};
  judge.judge_entries();
  judge.judge_steps(earlier);
  return std::move(judge.verdicts);
}

std::vector<std::string> judge_end(const std::vector<Step>& steps, const std::vector<Entry>& ledger, const Record& record) {
  Judge judge{steps, ledger, record};
  judge.judge_end();
  return std::move(judge.verdicts);
}

}  // namespace penstock::testing
