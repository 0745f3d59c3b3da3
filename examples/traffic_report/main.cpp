// SPDX-License-Identifier: Apache-2.0

/// Archives each day's web-server log and, once the last day has arrived, even late, writes a traffic report over all of them. Kill it whenever you like
/// and start it again: it goes on.

#include <CLI/CLI.hpp>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "access_log.hpp"
#include "penstock/penstock.hpp"
#include "pipeline.hpp"

namespace {

/// Lets the last day's log arrive some time after Feed has finished. Asleep until told.
class LateArrival {
 public:
  LateArrival(traffic::Job job, std::chrono::milliseconds delay) : job_{std::move(job)}, delay_{delay} {}

  void feed_is_finished() {
    const std::lock_guard lock{mutex_};
    fed_ = true;
    changed_.notify_all();
  }

 private:
  void wait_and_release(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait(lock, stop, [this] { return fed_; })) return;
    changed_.wait_for(lock, stop, delay_, [] { return false; });
    if (stop.stop_requested()) return;
    std::error_code gone;  // released in an earlier run of the program
    std::filesystem::rename(traffic::held_back_log(job_), traffic::late_log(job_), gone);
    if (!gone) std::cout << "         the log of the last day has arrived\n" << std::flush;
  }

  const traffic::Job job_;
  const std::chrono::milliseconds delay_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool fed_ = false;
  std::jthread thread_{[this](const std::stop_token& stop) { wait_and_release(stop); }};
};

int report(const traffic::Job& job, std::chrono::milliseconds delay) {
  penstock::SqliteStore store{job.folder / "penstock.db"};
  penstock::TbbExecutor executor;
  auto handlers = penstock::standard_handlers();
  traffic::install_functions(handlers, job);
  penstock::EngineOptions options;
  options.name = "traffic_report";
  options.log_root = job.folder / "steps";
  options.log = [](penstock::LogLevel level, std::string_view text) {
    if (level >= penstock::LogLevel::warning) std::cerr << text << '\n';
  };
  penstock::Engine engine{store, executor, std::move(handlers), options};

  LateArrival late{job, delay};
  engine.observe([&](const penstock::Change& change) {
    if (change.kind != penstock::Kind::activity || !penstock::is_terminal(change.to)) return;
    std::cout << penstock::to_text(change.at).substr(11) << ' ' << penstock::to_text(change.to) << ' ' << change.instance << '\n' << std::flush;
    if (change.component == "Feed" && change.to == penstock::Status::finished) late.feed_is_finished();
  });

  const auto deployed = engine.deploy(traffic::traffic_pipeline(job));
  if (deployed.what == penstock::Deployed::What::unchanged) {
    std::cout << "Everything was finished before: nothing to do.\n";
  } else {
    if (deployed.what == penstock::Deployed::What::resumed) {
      std::cout << "Going on where the last run stopped.\n";
      if (std::filesystem::exists(traffic::held_back_log(job))) late.feed_is_finished();
    }
    engine.run();
  }
  if (engine.state(penstock::PipelineId{"traffic_report"}) != penstock::PipelineState::finished) {
    std::cerr << "Not everything ended well: see " << (job.folder / "alerts.log").string() << '\n';
    return 1;
  }
  std::cout << "report: " << (job.folder / "report.html").string() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  std::filesystem::path log = SAMPLE_LOG;
  std::filesystem::path folder = ".";
  int delay = 3'000;
  CLI::App app{"Archives a web-server log day by day and reports the traffic of all days"};
  app.add_option("log", log, "Log in Combined Log Format (default: a small one that comes with the example)")->check(CLI::ExistingFile);
  app.add_option("--folder", folder, "Where everything is kept (default: the current folder)");
  app.add_option("--delay", delay, "Milliseconds by which the last day's log arrives late (default: 3000)")->check(CLI::NonNegativeNumber);
  CLI11_PARSE(app, argc, argv);

  std::filesystem::create_directories(folder);
  const auto days = traffic::days_of(log);
  if (days.empty()) throw std::runtime_error{log.string() + " holds no request in Combined Log Format"};
  const auto span = std::chrono::sys_days{days.back()} - std::chrono::sys_days{days.front()};
  return report({.log = std::filesystem::canonical(log),
                 .folder = std::filesystem::canonical(folder),
                 .first_day = days.front(),
                 .days = static_cast<int>(span.count()) + 1},
                std::chrono::milliseconds{delay});
} catch (const std::exception& error) {
  std::cerr << "traffic_report: " << error.what() << '\n';
  return 1;
}
