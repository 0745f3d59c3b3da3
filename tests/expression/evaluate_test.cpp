// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/evaluate.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "map_scope.hpp"

namespace penstock {
namespace {

std::size_t error_position(std::string_view text, const Scope& scope = MapScope{}) {
  const auto result = evaluated(text, scope);
  EXPECT_FALSE(result) << text;
  return result ? 0 : result.error().position;
}

std::string error_message(std::string_view text, const Scope& scope = MapScope{}) {
  const auto result = evaluated(text, scope);
  EXPECT_FALSE(result) << text;
  return result ? "" : result.error().message;
}

TEST(EvaluationError, StandsAtTheOperator) { EXPECT_EQ(error_position("x #{1 + 2 / 0}"), 10U); }

TEST(EvaluationError, StandsAtTheFunction) { EXPECT_EQ(error_position("#{1 + day('x')}"), 6U); }

TEST(EvaluationError, StandsAtTheNameThatTheScopeDoesNotKnow) { EXPECT_EQ(error_position("ab #{1 + missing}"), 9U); }

TEST(EvaluationError, StandsAtTheFieldThatTheScopeDoesNotKnow) {
  MapScope scope;
  scope.set("input", ObjectRef{"In"});
  EXPECT_EQ(error_position("#{input.missing}", scope), 8U);
}

TEST(EvaluationError, NamesTheFunctionAndTheArgument) {
  EXPECT_EQ(error_message("#{plusDays('2011-05-24','1')}"), "plusDays: argument 2 must be an Integer, not a text");
}

TEST(EvaluationError, NeverShowsATextSinceItMayBeSecret) {
  MapScope scope;
  scope.set("myPassword", "hunter2");
  for (const char* text :
       {"#{myPassword * 2}", "#{day(*myPassword)}", "#{format('2011-05-24', myPassword)}", "#{inTimeZone('2011-05-24', myPassword)}",
        "#{plusPeriod('2011-05-24', myPassword)}", "#{parseDateTime(myPassword)}", "#{myPassword.x}"}) {
    EXPECT_EQ(error_message(text, scope).find("hunter2"), std::string::npos) << text;
  }
}

TEST(Evaluate, AsksTheScopeOnlyForWhatIsRead) { EXPECT_EQ(evaluated("#{'@x'} y").value(), Value{"@x y"}); }

TEST(Evaluate, GivesTheSameEveryTime) {
  const auto text = Template::parse("#{myList + 1}/#{format(t,'YYYY')}").value();
  MapScope scope;
  scope.set("myList", List{"a", "b"}).set("t", utc("2011-05-24"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(evaluate(text, scope).value(), Value{"a1,b1/2011"});
}

TEST(Evaluate, MayRunInSeveralThreadsAtOnce) {
  const auto text = Template::parse("s3://b/#{format(inTimeZone(t,'Europe/Berlin'),'YYYY-MM-dd HH')}").value();
  MapScope scope;
  scope.set("t", utc("2011-05-24T22:00:00"));
  std::vector<std::thread> threads;
  std::vector<int> right(4);
  for (std::size_t i = 0; i < right.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 100; ++round) right[i] += evaluate(text, scope).value() == Value{"s3://b/2011-05-25 00"} ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<int>(4, 100));
}

/// "#{x + x + …}" with the given number of x.
std::string sum_of(std::size_t count) {
  std::string text = "#{x";
  for (std::size_t i = 1; i < count; ++i) text += "+x";
  return text + "}";
}

TEST(EvaluationLimits, StopTextsThatGrow) {
  MapScope scope;
  scope.set("x", std::string(10'000, 'x'));
  EXPECT_TRUE(evaluated(sum_of(20), scope));
  EXPECT_EQ(spelled(evaluated(sum_of(10'000), scope)), "!EvaluationTooDeep");
}

TEST(EvaluationLimits, StopListsThatGrow) {
  MapScope scope;
  scope.set("x", List(1'000, Value{std::int64_t{1}}));
  EXPECT_EQ(spelled(evaluated(sum_of(10'000), scope)), "!EvaluationTooDeep");
}

TEST(EvaluationLimits, StopTextsAroundLongLists) {
  MapScope scope;
  scope.set("x", List(10'000, Value{"y"}));
  EXPECT_EQ(spelled(evaluated(std::string(10'000, 'z') + "#{x}", scope, SlotShape::list)), "!EvaluationTooDeep");
}

TEST(EvaluationLimits, AllowAFieldOfManyExpressions) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "#{1 + 1}";
  EXPECT_TRUE(evaluated(text));
}

/// Whatever the bytes are, the answer is a value or an error with a position in the text.
TEST(EvaluateProperty, AnswersForAnyText) {
  constexpr std::string_view pieces[] = {"#{",
                                         "}",
                                         "#<",
                                         ">",
                                         "(",
                                         ")",
                                         "'",
                                         "\"",
                                         "\\",
                                         "+",
                                         "-",
                                         "*",
                                         "/",
                                         "^",
                                         ".",
                                         ",",
                                         " ",
                                         "1",
                                         "2.5",
                                         "day",
                                         "x",
                                         "input",
                                         "@t",
                                         "format",
                                         "'YYYY'",
                                         "list",
                                         "\xC3",
                                         "\xE2\x80\x98",
                                         "\n",
                                         "#",
                                         "plusDays",
                                         "1e9",
                                         "9223372036854775807",
                                         "node",
                                         "'#{'",
                                         "makeDate(",
                                         "f("};
  MapScope scope;
  scope.set("x", std::int64_t{3})
      .set("input", ObjectRef{"In"})
      .set("@t", utc("2011-05-24"))
      .set("list", List{"a", std::int64_t{1}})
      .set("In.x", 2.5);
  std::mt19937 random{7};
  const auto below = [&](std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random); };
  std::size_t values = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = below(3) == 0 ? "" : "#{";
    for (std::size_t i = below(9); i > 0; --i) text += pieces[below(std::size(pieces))];
    if (below(3) != 0) text += "}";
    const auto parsed = Template::parse(text, below(2) == 0 ? Delimiters::braces : Delimiters::both);
    const auto result = parsed ? evaluate(*parsed, scope, below(2) == 0 ? SlotShape::single : SlotShape::list) : Failure{parsed.error()};
    if (result) {
      ++values;
    } else {
      ASSERT_FALSE(result.error().code.empty()) << text;
      ASSERT_LE(result.error().position, text.size()) << text;
    }
  }
  EXPECT_GT(values, 1'000U);
}

}  // namespace
}  // namespace penstock
