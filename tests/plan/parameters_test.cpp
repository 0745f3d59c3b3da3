// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "plan/case.hpp"

namespace penstock {
namespace {

std::string declared(std::string_view parameters, std::string_view values = "{}") {
  return R"({"objects": [], "parameters": [)" + std::string{parameters} + R"(], "values": )" + std::string{values} + "}";
}

class Parameters : public CaseTest {};
TEST_P(Parameters, AreJudged) { check(); }

INSTANTIATE_TEST_SUITE_P(
    Declared, Parameters,
    testing::Values(
        Case{"ANameBeginsWithMy",
             declared(R"({"id": "user"}, {"id": "myuser"}, {"id": "*secret"}, {"id": "my_user"}, {"id": "*myPw"})"),
             {"user BadParameterName", "myuser BadParameterName", "secret BadParameterName"}},
        Case{"AnIdIsUsedOnce", declared(R"({"id": "myX"}, {"id": "*myX"})"), {"myX DuplicateId"}},
        Case{"ATypeIsOneOfFour",
             declared(R"({"id": "myA", "type": "Boolean"}, {"id": "myB", "type": "string"}, {"id": "myC", "type": "AWS::S3::ObjectKey"})"),
             {"myA BadEnum"}},
        Case{"NumbersMustBeNumbers",
             declared(R"({"id": "myA", "type": "Integer", "default": "1.5"}, {"id": "myB", "type": "Double", "default": "1.5"},
                         {"id": "myC", "type": "Double", "default": "much"}, {"id": "myD", "type": "Integer", "default": "2"},
                         {"id": "myE", "type": "AWS::S3::ObjectKey", "default": ""})",
                      R"({"myD": "two"})"),
             {"myA ParameterType", "myC ParameterType", "myD ParameterType", "myE ParameterType"}},
        Case{"OnlyAllowedValuesAreAllowed",
             declared(R"({"id": "myA", "allowedValues": ["x", "y"], "default": "z"}, {"id": "myB", "allowedValues": "x", "default": "x"},
                         {"id": "myC", "type": "Integer", "allowedValues": ["1", "2"]})",
                      R"({"myC": 2, "myB": "y"})"),
             {"myA ParameterNotAllowed", "myB ParameterNotAllowed"}},
        Case{"AListNeedsIsArray",
             declared(R"({"id": "myA", "default": ["x", "y"]}, {"id": "myB", "isArray": "true", "default": ["x", "y"]},
                         {"id": "myC", "isArray": true, "default": "x"})",
                      R"({"myB": "z"})"),
             {"myA ParameterNotArray"}},
        Case{"AReferenceIsNoValue",
             declared(R"({"id": "myA", "default": {"ref": "X"}})", R"({"myB": {"ref": "X"}})"),
             {"myA ParameterType", "myB ParameterType"}},
        Case{"AMissingValueDoesNotStopSaving", declared(R"({"id": "myA"})"), {}},
        Case{"AFieldThatHidesAParameterIsAWarning",
             R"({"objects": [{"id": "Default", "myX": "a"}, {"id": "F", "type": "CSV"}, {"id": "G", "type": "CSV", "myX": "b"}],
                 "parameters": [{"id": "myX", "default": "c"}]})",
             {"(Default ParameterShadowed)", "(G ParameterShadowed)"}}),
    case_name);

const ResolvedParameter& parameter(const Plan& plan, std::string_view name) {
  const ResolvedParameter* const found = plan.parameter(name);
  if (found == nullptr) throw std::runtime_error{"no such parameter"};
  return *found;
}

TEST(ParameterValue, OfTheActivationGoesBeforeThatOfTheDefinitionAndThatBeforeTheDefault) {
  CompileOptions options = for_validation(Profile::service);
  options.values = *read_values(R"({"myA": "given"})");
  const auto plan =
      plan_of(declared(R"({"id": "myA", "default": "default"}, {"id": "myB", "default": "default"}, {"id": "myC", "default": "default"})",
                       R"({"myA": "said", "myB": "said"})"),
              options);
  EXPECT_EQ(parameter(*plan, "myA").values, std::vector<Value>{"given"});
  EXPECT_EQ(parameter(*plan, "myB").values, std::vector<Value>{"said"});
  EXPECT_EQ(parameter(*plan, "myC").values, std::vector<Value>{"default"});
}

TEST(ParameterValue, HasTheTypeOfItsParameter) {
  const auto plan =
      plan_of(declared(R"({"id": "myInt", "type": "Integer", "default": "7"}, {"id": "myReal", "type": "Double", "default": 1},
                                        {"id": "myText", "default": 3}, {"id": "myList", "type": "Integer", "isArray": "true", "default": ["1", 2]})"));
  EXPECT_EQ(parameter(*plan, "myInt").values, std::vector<Value>{std::int64_t{7}});
  EXPECT_EQ(parameter(*plan, "myReal").values, std::vector<Value>{1.0});
  EXPECT_EQ(parameter(*plan, "myText").values, std::vector<Value>{"3"});
  EXPECT_EQ(parameter(*plan, "myList").values, (std::vector<Value>{std::int64_t{1}, std::int64_t{2}}));
  EXPECT_TRUE(parameter(*plan, "myList").array);
}

TEST(ParameterValue, ThatNobodyDeclaredIsThereAllTheSame) {
  const auto plan = plan_of(declared("", R"({"myLoose": "loose", "myNumber": 3, "myList": ["a", "b"]})"));
  EXPECT_EQ(parameter(*plan, "myLoose").values, std::vector<Value>{"loose"});
  EXPECT_EQ(parameter(*plan, "myNumber").values, std::vector<Value>{std::int64_t{3}});
  EXPECT_TRUE(parameter(*plan, "myList").array);
}

TEST(ParameterValue, IsFoundAndSecretHoweverTheStarIsWritten) {
  const auto plan = plan_of(declared(R"({"id": "*myA"}, {"id": "myB"})", R"({"myA": "a", "*myB": "b"})"));
  EXPECT_TRUE(parameter(*plan, "*myA").secret);
  EXPECT_EQ(parameter(*plan, "myA").values, std::vector<Value>{"a"});
  EXPECT_TRUE(parameter(*plan, "myB").secret);
}

TEST(ParameterValue, IsAskedForAtActivationOnly) {
  const std::string json = declared(R"({"id": "*myA"}, {"id": "myB", "optional": "true"}, {"id": "myC"})", R"({"myC": ""})");
  CompileOptions options = for_validation(Profile::service);
  EXPECT_EQ(summary(diagnose(json, options)), std::set<std::string>{});
  options.for_activation = true;
  EXPECT_EQ(summary(diagnose(json, options)), std::set<std::string>{"myA MissingParameterValue"});
}

TEST(ParameterValue, OfAnOptionalParameterIsMissedWhereASchedulingFieldNeedsIt) {
  CompileOptions options = for_validation(Profile::service);
  options.for_activation = true;
  const auto found =
      diagnose(R"({"objects": [{"id": "S", "type": "Schedule", "period": "#{myPeriod}", "startDateTime": "2013-01-01T00:00:00"}],
                                  "parameters": [{"id": "myPeriod", "optional": "true"}]})",
               options);
  EXPECT_EQ(summary(found), std::set<std::string>{"S MissingParameterValue"});
}

TEST(ParameterValue, IsNeverShownWhenItIsSecret) {
  const auto found = diagnose(R"({"objects": [{"id": "S", "type": "Schedule", "period": "#{myPw}", "startDateTime": "2013-01-01T00:00:00"}],
                                  "parameters": [{"id": "*myPw"}, {"id": "*myN", "type": "Integer"}, {"id": "*myC", "allowedValues": ["a"]}],
                                  "values": {"myPw": "hunter2", "myN": "hunter2", "myC": "hunter2"}})");
  EXPECT_EQ(summary(found), (std::set<std::string>{"S BadPeriod", "myN ParameterType", "myC ParameterNotAllowed"}));
  EXPECT_EQ(to_text(found).find("hunter2"), std::string::npos) << to_text(found);
}

}  // namespace
}  // namespace penstock
