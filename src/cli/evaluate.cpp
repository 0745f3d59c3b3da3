// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cli/check.hpp"
#include "cli/commands.hpp"
#include "cli/records.hpp"
#include "cli/sources.hpp"
#include "cli/standpoint.hpp"
#include "penstock/expression/evaluate.hpp"

namespace penstock::cli {

namespace {

/// Times, and nothing else, where there is no object around the expression.
class Alone final : public Scope {
 public:
  explicit Alone(Instant at) : at_{at} {}

  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view name) const override {
    if (name == "@scheduledStartTime" || name == "@scheduledEndTime" || name == "@actualStartTime") return Value{at_};
    return Failure{ExpressionError{
        "UnresolvedName", fmt::format("nobody knows {} here; name a definition and an object of it with --file and --object", name), 0}};
  }

  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef& reference, std::string_view name) const override {
    return Failure{ExpressionError{"UnresolvedName", fmt::format("{} has no field {}", reference.id, name), 0}};
  }

 private:
  Instant at_;
};

/// What was typed, and how it is read.
class Typed {
 public:
  explicit Typed(const std::string& text)
      : text_{text}, bare_{text.find("#{") == std::string::npos && text.find("#<") == std::string::npos} {}

  [[nodiscard]] Template parse(Delimiters delimiters) const {
    auto parsed = Template::parse(bare_ ? fmt::format("#{{{}}}", text_) : text_, delimiters);
    if (!parsed) fail(parsed.error());
    return *std::move(parsed);
  }

  /// Shows the text with a mark below the character.
  [[noreturn]] void fail(const ExpressionError& error, std::string_view message) const {
    const std::size_t shift = bare_ ? 2 : 0;
    const auto position = std::min(error.position < shift ? 0 : error.position - shift, text_.size());
    // A letter behind it keeps a line break at the end, which one_line takes away.
    const auto columns = display_width(one_line(text_.substr(0, position) + "x")) - 1;
    throw InputError{fmt::format("{} [{}]\n  {}\n  {}^", message, error.code, one_line(text_), std::string(columns, ' '))};
  }
  [[noreturn]] void fail(const ExpressionError& error) const { fail(error, error.message); }

 private:
  const std::string& text_;
  bool bare_;
};

ComponentIndex find_object(const Plan& plan, const std::string& id) {
  if (const auto found = plan.find(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& component : plan.components()) ids.push_back(component.id);
  const auto meant = nearest(id, ids);
  throw Refused{fmt::format("there is no object \"{}\"{}", id, meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant))};
}

Value evaluate_in_object(const EvaluateExpression& command, const Typed& typed, Instant at) {
  auto definition = load_definition(command.file);
  if (!definition) throw DefinitionError{std::move(definition).error()};
  auto values = load_values(command.values);
  if (!values) throw DefinitionError{std::move(values).error()};
  const auto judgement = judge_for_reading(*definition, *values, Profile::embedded, at);
  if (!judgement.plan) throw DefinitionError{judgement.diagnostics};

  const auto& plan = *judgement.plan;
  const auto from = standpoints_of(plan, find_object(plan, command.object)).front();
  const Preview preview{judgement.plan, name_of_file(command.file), at};
  const auto sight = preview.sight(from);
  if (!sight) throw Refused{why_unseen(plan, from, at)};
  const auto text = typed.parse(definition->delimiters);
  if (const auto name = runtime_name_in(plan, from, text); !name.empty()) {
    throw InputError{fmt::format("{} has no value before {} runs", name, command.object)};
  }
  const ObjectView view{sight};
  try {
    return preview.masked(view.evaluate(text), view);
  } catch (const EvaluationFailed& failure) {
    typed.fail(failure.error(), preview.masked(failure.error().message, view));
  }
}

Value evaluate_alone(const Typed& typed, Instant at) {
  auto value = evaluate(typed.parse(Delimiters::both), Alone{at});
  if (!value) typed.fail(value.error());
  return *std::move(value);
}

}  // namespace

/// JSON: {"type": "text" | "integer" | "double" | "dateTime" | "reference" | "list", "value"}
ExitCode perform(const EvaluateExpression& command, Terminal terminal) {
  const auto at = command.at.value_or(std::chrono::floor<std::chrono::seconds>(SystemClock{}.now()));
  const Typed typed{command.expression};
  const auto value = command.file.empty() ? evaluate_alone(typed, at) : evaluate_in_object(command, typed, at);
  if (command.json) {
    Json document;
    document["type"] = type_of(value);
    document["value"] = json_of(value);
    terminal.out.line(line_of(document));
  } else {
    terminal.out.line(to_text(value));
  }
  return ExitCode::success;
}

}  // namespace penstock::cli
