// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/progress.hpp"
#include "cli/tally.hpp"
#include "cli/words.hpp"

namespace penstock::cli {

namespace {

constexpr std::chrono::milliseconds between_drawings{100};
constexpr std::chrono::seconds clock_tick{1};

/// What stays is printed above the block; the block is wiped and drawn again below it.
class LiveProgress final : public Progress {
 public:
  LiveProgress(Output& out, Explain explain)
      : out_{out}, explain_{std::move(explain)}, began_{Steady::now()}, drawer_{[this](std::stop_token stop) {
          draw_on_and_on(std::move(stop));
        }} {}

  ~LiveProgress() override { finish(); }

  void start_with(const RunSummary& run) override {
    const std::lock_guard lock{mutex_};
    tally_.add(run.pipeline, run.component_id, run.kind, run.instance.status);
  }

  void change(const Change& change) override {
    const auto line = is_failure(change) ? line_about(change, explain_) : std::string{};
    const std::lock_guard lock{mutex_};
    tally_.apply(change);
    if (!line.empty()) above_.push_back(out_.colored(is_bad(change.to) ? Color::red : Color::yellow, line));
    changed_ = true;
    wake_.notify_one();
  }

  void deployed(std::string_view pipeline, const Deployed& deployed) override {
    for (const auto& warning : deployed.warnings) warn(fmt::format("{}: {}", pipeline, to_text(warning)));
    remark(fmt::format("{}: {}", pipeline, words_for(deployed.what)));
  }

  void remark(std::string_view text) override { put_above(one_line(text)); }
  void warn(std::string_view text) override { put_above(out_.colored(Color::yellow, one_line(text))); }

  void finish() override {
    drawer_.request_stop();
    if (drawer_.joinable()) drawer_.join();
    const std::lock_guard lock{mutex_};
    if (std::exchange(finished_, true)) return;
    draw();
  }

 private:
  using Steady = std::chrono::steady_clock;

  void put_above(std::string line) {
    const std::lock_guard lock{mutex_};
    above_.push_back(std::move(line));
    draw();
  }

  void draw_on_and_on(std::stop_token stop) {
    std::unique_lock lock{mutex_};
    while (!stop.stop_requested()) {
      wake_.wait_for(lock, stop, clock_tick, [&] { return changed_; });
      if (stop.stop_requested()) return;
      draw();
      changed_ = false;
      // A burst of changes is one drawing.
      lock.unlock();
      std::this_thread::sleep_for(between_drawings);
      lock.lock();
    }
  }

  void draw() {
    const auto size = out_.size();
    std::string text = "\r";
    if (drawn_ > 0) text += fmt::format("\x1b[{}A", drawn_);
    text += "\x1b[J";
    for (const auto& line : above_) text += line + "\n";
    above_.clear();
    const auto elapsed = std::chrono::floor<std::chrono::seconds>(Steady::now() - began_);
    auto block = tally_.lines(size.rows > 4 ? size.rows - 3 : 1);
    const auto total = tally_.total();
    block.push_back(fmt::format("{}  {}", elapsed.count() == 0 ? "0 s" : in_words(elapsed), total.empty() ? "nothing is due" : total));
    // A line that wraps would be counted as one and leave its rest behind.
    for (const auto& line : block) text += std::string{fitting(line, size.columns - 1)} + "\n";
    drawn_ = block.size();
    out_.write(text);
    out_.flush();
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  Output& out_;
  Explain explain_;
  Tally tally_;
  std::vector<std::string> above_;
  std::size_t drawn_ = 0;
  bool changed_ = false;
  bool finished_ = false;
  Steady::time_point began_;
  std::jthread drawer_;  // last, so that everything else is there when it starts
};

}  // namespace

std::unique_ptr<Progress> live_progress(Output& out, Explain explain) { return std::make_unique<LiveProgress>(out, std::move(explain)); }

}  // namespace penstock::cli
