// SPDX-License-Identifier: Apache-2.0
#include "testing/script_language.hpp"

#include <fmt/format.h>

#include <charconv>

namespace penstock::testing {

namespace {

using Parsed = Result<ScriptEntry, std::string>;

/// Takes the words of a text one after the other; what is left keeps its spaces, because messages have them.
class Words {
 public:
  explicit Words(std::string_view text) : rest_{text} { skip(); }

  [[nodiscard]] std::string_view next() {
    const auto length = std::min(rest_.find(' '), rest_.size());
    const auto word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    skip();
    return word;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  [[nodiscard]] bool over() const noexcept { return rest_.empty(); }

 private:
  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  std::string_view rest_;
};

Parsed no_duration(std::string_view word) {
  return Failure{fmt::format("\"{}\" is no time; write a number and s, m, h or d, such as 10m", word)};
}

Parsed parse_activity(Duration takes, Words words) {
  const auto verb = words.next();
  if (verb == "ok" && words.over()) return ScriptEntry{ActivityEntry{.takes = takes, .outcome = Outcome::success()}};
  if (verb != "fail") return Failure{std::string{"after the time of an attempt comes \"ok\" or \"fail\", and after \"ok\" nothing"}};
  std::string id{words.next()};
  // Without a message the error id is one (S-85), so none is made up here.
  auto outcome = Outcome::failure(std::string{words.rest()});
  if (!id.empty()) outcome.error_id = std::move(id);
  return ScriptEntry{ActivityEntry{.takes = takes, .outcome = std::move(outcome)}};
}

Parsed parse_resource(std::string_view verb, Words words) {
  const auto word = words.next();
  const auto takes = parse_script_duration(word);
  if (!takes) return no_duration(word);
  ResourceEntry entry{.comes_up = verb == "up", .takes = *takes};
  if (words.over()) return ScriptEntry{entry};
  if (!entry.comes_up) return Failure{std::string{"after \"fail\" and a time comes nothing"}};
  if (words.next() != "die") return Failure{std::string{"after \"up\" and a time comes nothing, or \"die\" and a time"}};
  const auto last = words.next();
  entry.dies_after = parse_script_duration(last);
  if (!entry.dies_after) return no_duration(last);
  if (!words.over()) return Failure{fmt::format("\"{}\" is too much", words.rest())};
  return ScriptEntry{entry};
}

Parsed parse_true(Words words) {
  if (words.over()) return ScriptEntry{CheckEntry{.result = CheckResult::met()}};
  if (words.next() != "from") return Failure{std::string{"after \"true\" comes nothing, or \"from\" and a date"}};
  const auto moment = parse_instant(words.rest());
  if (!moment) return Failure{fmt::format("\"{}\" is no date; write YYYY-MM-DDTHH:MM:SS", words.rest())};
  return ScriptEntry{CheckEntry{.result = {}, .met_from = *moment}};
}

std::optional<ScriptEntry> single_word(std::string_view text) {
  using What = ActivityEntry::What;
  if (text == "hang") return ActivityEntry{.what = What::hangs};
  if (text == "stall") return ActivityEntry{.what = What::stalls};
  if (text == "manual") return ActivityEntry{.what = What::polled};
  if (text == "never") return ActivityEntry{.what = What::ignored};
  if (text == "false") return CheckEntry{.result = CheckResult::not_yet()};
  if (text == "error") return CheckEntry{.result = CheckResult::error("cannot look")};
  return std::nullopt;
}

}  // namespace

std::optional<Duration> parse_script_duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  Duration unit{};
  switch (text.back()) {
    case 's':
      unit = std::chrono::seconds{1};
      break;
    case 'm':
      unit = std::chrono::minutes{1};
      break;
    case 'h':
      unit = std::chrono::hours{1};
      break;
    case 'd':
      unit = std::chrono::days{1};
      break;
    default:
      return std::nullopt;
  }
  std::int32_t count = 0;  // so that no unit makes it overflow
  const auto* const end = text.data() + text.size() - 1;
  const auto [stopped, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stopped != end || count < 0) return std::nullopt;
  return unit * count;
}

Result<ScriptEntry, std::string> parse_entry(std::string_view text) {
  if (auto entry = single_word(text)) return *std::move(entry);
  Words words{text};
  const auto first = words.next();
  if (const auto takes = parse_script_duration(first)) return parse_activity(*takes, words);
  if (first == "up" || first == "fail") return parse_resource(first, words);
  if (first == "true") return parse_true(words);
  return Failure{
      std::string{"this is nothing that a script can say; an activity does \"10m ok\", \"10m fail\", \"hang\", \"stall\", \"never\" or "
                  "\"manual\", a resource \"up 5m\" or \"fail 3m\", a precondition answers \"true\", \"false\" or \"error\""}};
}

}  // namespace penstock::testing
