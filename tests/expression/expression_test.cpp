// SPDX-License-Identifier: Apache-2.0
#include "penstock/expression/expression.hpp"

#include <gtest/gtest.h>

#include <string>

#include "map_scope.hpp"

namespace penstock {
namespace {

Template parsed(std::string_view text, Delimiters delimiters = Delimiters::braces) {
  auto result = Template::parse(text, delimiters);
  EXPECT_TRUE(result) << text << ": " << (result ? "" : result.error().message);
  return result ? *std::move(result) : Template{};
}

ExpressionError error_of(std::string_view text, Delimiters delimiters = Delimiters::braces) {
  const auto result = Template::parse(text, delimiters);
  EXPECT_FALSE(result) << text;
  return result ? ExpressionError{} : result.error();
}

/// "input.directoryPath@2 table@10": the names and where they stand.
std::string names_of(std::string_view text) {
  std::string all;
  for (const NameUse& use : parsed(text).names()) {
    std::string name;
    for (const std::string& step : use.path) name += (name.empty() ? "" : ".") + step;
    all += (all.empty() ? "" : " ") + name + "@" + std::to_string(use.position);
  }
  return all;
}

std::vector<std::size_t> warning_positions(std::string_view text) {
  std::vector<std::size_t> positions;
  for (const ExpressionWarning& warning : parsed(text).warnings()) {
    EXPECT_EQ(warning.code, "SuspiciousPattern");
    positions.push_back(warning.position);
  }
  return positions;
}

using Positions = std::vector<std::size_t>;

TEST(Template, PrintsBackAsItWasWritten) { EXPECT_EQ(parsed("a #{ 1+1 } b").text(), "a #{ 1+1 } b"); }

TEST(Template, IsLiteralWithoutAnExpression) {
  EXPECT_TRUE(Template{}.is_literal());
  EXPECT_TRUE(parsed("").is_literal());
  EXPECT_TRUE(parsed("# {x} ${y}").is_literal());
  EXPECT_FALSE(parsed("x#{1}").is_literal());
}

TEST(Template, IsLiteralWhenItIsSaidNotToBeScanned) {
  const auto literal = Template::literal("#{1 +");
  EXPECT_TRUE(literal.is_literal());
  EXPECT_EQ(evaluate(literal, MapScope{}).value(), Value{"#{1 +"});
}

TEST(Template, EqualsTheSameTextReadTheSameWay) {
  EXPECT_EQ(parsed("a#{1}"), parsed("a#{1}"));
  EXPECT_EQ(parsed("a"), Template::literal("a"));
  EXPECT_NE(parsed("a#{1}"), parsed("a#{2}"));
  EXPECT_NE(parsed("#{1}"), Template::literal("#{1}"));
  EXPECT_NE(parsed("#<1>", Delimiters::both), parsed("#<1>"));
}

TEST(Template, ReadsAngleBracketsOnlyWhenAsked) {
  EXPECT_EQ(evaluate(parsed("x#<1 + 1>", Delimiters::both), MapScope{}).value(), Value{"x2"});
  EXPECT_TRUE(parsed("sort #< in >out").is_literal());
}

TEST(Template, ClosesEachBracketByItsOwn) {
  EXPECT_EQ(evaluate(parsed("#<'}>'>#{'>}'}", Delimiters::both), MapScope{}).value(), Value{"}>>}"});
  EXPECT_EQ(error_of("#<1}", Delimiters::both).position, 3U);
  EXPECT_EQ(error_of("#{1>", Delimiters::both).position, 3U);
}

TEST(TemplateNames, StandInOrderOfAppearance) {
  EXPECT_EQ(names_of("#{table} #{1 + day(date) + input.path}"), "table@2 date@19 input.path@27");
}

TEST(TemplateNames, FollowAChainToItsEnd) { EXPECT_EQ(names_of("#{node.input.myOwner.@id}"), "node.input.myOwner.@id@2"); }

TEST(TemplateNames, LeaveOutFunctionsAndWhatFollowsThem) {
  EXPECT_EQ(names_of("#{@scheduledStartTime.format('YYYY')}"), "@scheduledStartTime@2");
  EXPECT_EQ(names_of("#{input.since.format('YYYY')}"), "input.since@2");
  EXPECT_EQ(names_of("#{(a).b}"), "a@3");
}

TEST(TemplateNames, LeaveOutTheStarOfASecret) { EXPECT_EQ(names_of("#{*myPassword + db.*password}"), "myPassword@3 db.password@16"); }

struct Mistake {
  const char* text;
  std::size_t position;
};

class ErrorPosition : public testing::TestWithParam<Mistake> {};

TEST_P(ErrorPosition, IsThatOfTheCharacterAtFault) {
  EXPECT_EQ(error_of(GetParam().text).position, GetParam().position) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Template, ErrorPosition,
                         testing::Values(Mistake{"ab#{1", 2}, Mistake{"ab#{}", 2}, Mistake{"#{1} #{'a}", 7}, Mistake{"#{a + #{b}}", 6},
                                         Mistake{"#{1 2}", 4}, Mistake{"#{table.}", 8}, Mistake{"#{1 + }", 6}, Mistake{"#{(1}", 4},
                                         Mistake{"#{a ? b}", 4}, Mistake{"#{1 + dey(x)}", 6}, Mistake{"#{x.foo()}", 4},
                                         Mistake{"#{day(1, 2)}", 2}, Mistake{"#{1 + 99999999999999999999}", 6},
                                         Mistake{"#{a + \xE2\x80\x98x\xE2\x80\x99}", 6}));

TEST(TemplateError, SuggestsTheNearestFunction) {
  EXPECT_EQ(error_of("#{formt(x,'YYYY')}").message, "there is no function \"formt\"; did you mean \"format\"?");
  EXPECT_EQ(error_of("#{PlusDay(x,1)}").message, "there is no function \"PlusDay\"; did you mean \"plusDays\"?");
}

TEST(TemplateError, SuggestsNothingWhenNothingIsNear) {
  EXPECT_EQ(error_of("#{concatenate(x)}").message, "there is no function \"concatenate\"");
}

TEST(TemplateError, SaysHowManyArgumentsAFunctionTakes) {
  EXPECT_EQ(error_of("#{plusDays(x)}").message, "plusDays(DateTime, Integer) takes 2 arguments, not 1");
  EXPECT_EQ(error_of("#{format(x)}").message, "format(DateTime, Pattern[, Zone]) takes 2 or 3 arguments, not 1");
  EXPECT_EQ(error_of("#{x.day(1)}").message, "day(DateTime) takes 1 argument, not 2");
}

TEST(TemplateError, KnowsTypographicQuotes) {
  EXPECT_EQ(error_of("#{\xE2\x80\x9Cx\xE2\x80\x9D}").message, "this is a typographic quote; texts stand between ' or \"");
}

TEST(TemplateWarning, IsGivenForTheTwelveHourClockWithoutHalfOfDay) {
  EXPECT_EQ(warning_positions("#{format(x,'YYYY-MM-dd hh:mm')}"), Positions{11});
  EXPECT_EQ(warning_positions("#{format(x,'hh:mm a')}"), Positions{});
}

TEST(TemplateWarning, IsGivenForTheDayOfTheYearBesideTheMonth) {
  EXPECT_EQ(warning_positions("a #{format(x,'YYYY-MM-DD')}"), Positions{13});
  EXPECT_EQ(warning_positions("#{format(x,'YYYY-DDD')}"), Positions{});
}

TEST(TemplateWarning, IsGivenForTheMonthAfterTheHour) {
  EXPECT_EQ(warning_positions("#{x.format('HH:MM')}"), Positions{11});
  EXPECT_EQ(warning_positions("#{format(x,'HH, d MMM')}"), Positions{});
}

TEST(TemplateWarning, IsGivenForEachTrapOfAPattern) {
  EXPECT_EQ(warning_positions("#{format(x,'YY-MM-DD HH:MM:SS')}"), (Positions{11, 11}));
}

TEST(TemplateWarning, IsNotGivenForQuotedLetters) { EXPECT_EQ(warning_positions("#{format(x,\"yyyy'h'\")}"), Positions{}); }

TEST(TemplateLimits, RefuseTextsBeyondFourMebibytes) {
  EXPECT_TRUE(Template::parse(std::string(4 * 1024 * 1024, 'x')));
  EXPECT_EQ(error_of(std::string(4 * 1024 * 1024 + 1, 'x')).code, "ExpressionSyntax");
}

TEST(TemplateLimits, RefuseExpressionsBeyond64Kibibytes) {
  EXPECT_TRUE(Template::parse("#{'" + std::string(60 * 1024, 'x') + "'}"));
  EXPECT_EQ(error_of("#{'" + std::string(64 * 1024, 'x') + "'}").message, "an expression may not be longer than 65536 bytes");
}

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST(TemplateLimits, AllowSixtyBracketsAndRefuseSeventy) {
  EXPECT_TRUE(Template::parse("#{" + repeated("(", 60) + "1" + repeated(")", 60) + "}"));
  EXPECT_EQ(error_of("#{" + repeated("(", 70) + "1" + repeated(")", 70) + "}").code, "ExpressionSyntax");
}

TEST(TemplateLimits, BoundEveryWayToNest) {
  constexpr int many = 20'000;
  EXPECT_FALSE(Template::parse("#{" + repeated("(", many)));
  EXPECT_FALSE(Template::parse("#{" + repeated("-", many) + "1}"));
  EXPECT_FALSE(Template::parse("#{1" + repeated("^1", many) + "}"));
  EXPECT_FALSE(Template::parse("#{" + repeated("day(", many / 2)));
}

TEST(TemplateLimits, DoNotBoundChainsThatDoNotNest) {
  EXPECT_TRUE(Template::parse("#{1" + repeated("+1", 20'000) + "}"));
  EXPECT_TRUE(Template::parse("#{a" + repeated(".a", 20'000) + "}"));
}

}  // namespace
}  // namespace penstock
