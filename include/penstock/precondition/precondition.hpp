// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: may we start? A handler is registered for an object type and answers for all its instances.

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// The answer of one check.
struct CheckResult {
  enum class Answer { met, not_yet, error };
  Answer answer = Answer::met;
  std::string error_id;  ///< `CheckError` if empty and the answer is an error
  std::string message;   ///< for people

  [[nodiscard]] static CheckResult met() { return {}; }
  [[nodiscard]] static CheckResult not_yet(std::string why = {}) { return {Answer::not_yet, {}, std::move(why)}; }
  [[nodiscard]] static CheckResult error(std::string message, std::string id = "CheckError") {
    return {Answer::error, std::move(id), std::move(message)};
  }

  bool operator==(const CheckResult&) const = default;
};

/// One check, as its handler sees it. Every function may be called from any thread.
class CheckContext {
 public:
  virtual ~CheckContext() = default;
  /// The precondition's object; `node` in its fields is the owner.
  [[nodiscard]] virtual const ObjectView& object() const noexcept = 0;
  [[nodiscard]] virtual std::stop_token stop_token() const noexcept = 0;
  /// Adds a line to the log of the precondition's attempt.
  virtual void log(std::string_view line) = 0;
  /// The log folder of the precondition's attempt, made when first asked for.
  [[nodiscard]] virtual std::filesystem::path log_directory() = 0;
  /// `NAME=value` for the environment of child processes.
  [[nodiscard]] virtual std::string process_marker() const = 0;
  /// Reports the answer; the first report counts. For handlers whose `start` returned before the answer was known.
  virtual void complete(CheckResult result) = 0;
};

/// Answers for one object type. One handler serves many checks at the same time, from several threads.
class PreconditionHandler {
 public:
  virtual ~PreconditionHandler() = default;
  /// Whether `start` returns at once (a quick look or a child process) and may be called on the engine's thread.
  [[nodiscard]] virtual bool quick(const Component&) const { return false; }
  /// What keeps this object from ever being checked; empty: nothing. Reported at activation.
  [[nodiscard]] virtual std::string refuse(const Component&) const { return {}; }
  /// Looks and answers. Anything it throws becomes an error of the check.
  [[nodiscard]] virtual CheckResult check(CheckContext& context) = 0;
  /// Begins a check; `context->complete` is called when the answer is known. By default checks here and now.
  virtual void start(std::shared_ptr<CheckContext> context) { context->complete(check(*context)); }
};

}  // namespace penstock
