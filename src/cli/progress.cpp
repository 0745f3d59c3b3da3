// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "cli/records.hpp"

namespace penstock::cli {

bool is_failure(const Change& change) noexcept {
  return change.cause == Cause::attempt_failed_retry_left || change.cause == Cause::attempt_lost ||
         (is_bad(change.to) && change.to != Status::canceled);
}

std::string line_about(const Change& change, const Explain& explain) {
  auto line = fmt::format("{}  {}  {}", change.pipeline, change.instance, to_text(change.to));
  if (change.to == Status::running && change.attempt > 0) line += fmt::format("  attempt {}", change.attempt);
  if (is_failure(change)) {
    const auto why = explain(change);
    line += fmt::format("  {}", why.empty() ? std::string{to_text(change.cause)} : why);
  } else if (change.cause == Cause::canceled_by_user || change.cause == Cause::marked_finished || change.cause == Cause::rerun) {
    line += fmt::format("  {}", to_text(change.cause));
  }
  return one_line(line);
}

std::string_view words_for(Deployed::What what) noexcept {
  switch (what) {
    case Deployed::What::created:
      return "new, activated";
    case Deployed::What::resumed:
      return "known, goes on where it was";
    case Deployed::What::updated:
      return "changed, the new definition is active";
    case Deployed::What::unchanged:
      return "all of it was finished before, nothing to do";
  }
  return "";
}

namespace {

std::string_view name_of(Deployed::What what) {
  switch (what) {
    case Deployed::What::created:
      return "created";
    case Deployed::What::resumed:
      return "resumed";
    case Deployed::What::updated:
      return "updated";
    case Deployed::What::unchanged:
      return "unchanged";
  }
  return "";
}

/// Writes whole lines, one at a time. They are flushed at once: whoever follows them through a pipe wants them now.
class LineByLine : public Progress {
 public:
  void start_with(const RunSummary&) override {}
  void finish() override {}

 protected:
  void print(Output& output, std::string_view text) {
    const std::lock_guard lock{mutex_};
    output.line(text);
    output.flush();
  }

 private:
  std::mutex mutex_;
};

class QuietProgress : public LineByLine {
 public:
  explicit QuietProgress(Terminal terminal) : terminal_{terminal} {}

  void change(const Change&) override {}
  void deployed(std::string_view pipeline, const Deployed& deployed) override {
    for (const auto& warning : deployed.warnings) warn(fmt::format("{}: {}", pipeline, to_text(warning)));
    if (deployed.what == Deployed::What::unchanged) print_deployed(pipeline, deployed);
  }
  void remark(std::string_view text) override { print(terminal_.out, one_line(text)); }
  void warn(std::string_view text) override { print(terminal_.err, text); }

 protected:
  void print_deployed(std::string_view pipeline, const Deployed& deployed) {
    remark(fmt::format("{}: {}", pipeline, words_for(deployed.what)));
  }

  Terminal terminal_;
};

class PlainProgress final : public QuietProgress {
 public:
  PlainProgress(Terminal terminal, Explain explain) : QuietProgress{terminal}, explain_{std::move(explain)} {}

  void change(const Change& change) override {
    const auto line = fmt::format("{}  {}", to_text(change.at), line_about(change, explain_));
    print(terminal_.out, terminal_.out.colored(is_bad(change.to) ? Color::red : Color::plain, line));
  }
  void deployed(std::string_view pipeline, const Deployed& deployed) override {
    QuietProgress::deployed(pipeline, deployed);
    if (deployed.what != Deployed::What::unchanged) print_deployed(pipeline, deployed);
  }

 private:
  Explain explain_;
};

class JsonProgress final : public LineByLine {
 public:
  explicit JsonProgress(Output& out) : out_{out} {}

  void change(const Change& change) override { print(out_, line_of(record(change))); }
  void deployed(std::string_view pipeline, const Deployed& deployed) override {
    Json json;
    json["event"] = "deployed";
    json["pipeline"] = pipeline;
    json["what"] = name_of(deployed.what);
    json["state"] = to_text(deployed.state);
    json["warnings"] = records(deployed.warnings);
    print(out_, line_of(json));
  }
  void remark(std::string_view text) override { print(out_, line_of({{"event", "remark"}, {"message", text}})); }
  void warn(std::string_view text) override { print(out_, line_of({{"event", "warning"}, {"message", text}})); }

 private:
  Output& out_;
};

}  // namespace

std::unique_ptr<Progress> plain_progress(Terminal terminal, Explain explain) {
  return std::make_unique<PlainProgress>(terminal, std::move(explain));
}
std::unique_ptr<Progress> json_progress(Output& out) { return std::make_unique<JsonProgress>(out); }
std::unique_ptr<Progress> quiet_progress(Terminal terminal) { return std::make_unique<QuietProgress>(terminal); }

}  // namespace penstock::cli
