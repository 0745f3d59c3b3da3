// SPDX-License-Identifier: Apache-2.0
/// Any text is a template or is refused with a position in it; a template is printed as it was written and evaluates to a value or an
/// error.

#include <chrono>
#include <string>
#include <string_view>

#include "fuzz/claim.hpp"
#include "penstock/expression/evaluate.hpp"

namespace penstock {
namespace {

using fuzzing::claim;

/// One value of each type, and an object whose fields are the same names.
class EveryType final : public Scope {
 public:
  [[nodiscard]] Result<Value, ExpressionError> name(std::string_view name) const override {
    if (name == "text") return Value{"a, b"};
    if (name == "number") return Value{std::int64_t{-42}};
    if (name == "largest") return Value{INT64_MAX};
    if (name == "ratio") return Value{0.1};
    if (name == "@scheduledStartTime" || name == "time") return Value{Instant{std::chrono::milliseconds{1'369'404'427'089}}};
    if (name == "list") return Value{List{Value{"x"}, Value{std::int64_t{7}}, Value{List{Value{"y"}}}}};
    if (name == "nothing") return Value{List{}};
    if (name == "node" || name == "input") return Value{ObjectRef{"Logs", 1}};
    if (name == "nodes") return Value{List{Value{ObjectRef{"Logs", 1}}, Value{ObjectRef{"Hits", 2}}}};
    return Failure{ExpressionError{"UnresolvedName", "there is no such name", 0}};
  }
  [[nodiscard]] Result<Value, ExpressionError> field(const ObjectRef&, std::string_view field) const override { return name(field); }
};

void check_error(const ExpressionError& error, std::string_view text) {
  claim(!error.code.empty() && !error.message.empty(), "every error has a code and a message");
  claim(error.position <= text.size(), "the position of an error lies in the text");
}

void check(std::string_view text, Delimiters delimiters) {
  const auto parsed = Template::parse(text, delimiters);
  if (!parsed) return check_error(parsed.error(), text);
  claim(parsed->text() == text, "a template is printed as it was written");
  const auto again = Template::parse(parsed->text(), delimiters);
  claim(again.has_value() && *again == *parsed, "what is printed reads as the same template");

  for (const NameUse& use : parsed->names()) claim(!use.path.empty() && use.position < text.size(), "a name stands in the text");
  for (const ExpressionWarning& warning : parsed->warnings()) claim(warning.position <= text.size(), "a warning stands in the text");

  const EveryType scope;
  for (const SlotShape shape : {SlotShape::single, SlotShape::list}) {
    const auto value = evaluate(*parsed, scope, shape);
    if (!value) {
      check_error(value.error(), text);
      continue;
    }
    const std::string printed = to_text(*value);
    if (parsed->is_literal() && shape == SlotShape::single) claim(printed == text, "a literal text is its own value");
    claim(*evaluate(*parsed, scope, shape) == *value, "evaluating again gives the same value");
  }
}

}  // namespace
}  // namespace penstock

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = penstock::fuzzing::as_text(data, size);
  penstock::check(text, penstock::Delimiters::braces);
  penstock::check(text, penstock::Delimiters::both);
  // Whole inputs inside the brackets: a fuzzer need not find them first.
  const std::string wrapped = "#{" + std::string{text} + "}";
  penstock::check(wrapped, penstock::Delimiters::braces);
  return 0;
}
